package io.fencedep.core.graph;

import java.util.Locale;

/** Which of a class's nodes is meant. Only locks have two. */
public enum NodeState {
    /** The one node of whatever is no lock. */
    NONE,
    /** A lock held for write. */
    WRITE,
    /** A lock held by a reader. */
    SHARED;

    /** The name in reports and saved graphs; empty for {@link #NONE}. */
    public String text() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }

    /** The state with this name; the empty name is {@link #NONE}. */
    public static NodeState of(String text) {
        return text.isEmpty() ? NONE : valueOf(text.toUpperCase(Locale.ROOT));
    }
}
