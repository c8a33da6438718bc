package io.fencedep.core.graph;

import java.util.Locale;

/** How the end of a dependency is waited for. */
public enum WaitKind {
    BLOCKING,
    /** It gives up after a while. */
    TIMED,
    /** A try that is repeated until it succeeds. */
    SPIN,
    /** No wait at all: the dependency leads into a successful try. */
    TRIED;

    /** The name in reports and saved graphs. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
