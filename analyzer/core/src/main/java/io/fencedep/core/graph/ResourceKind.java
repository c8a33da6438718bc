package io.fencedep.core.graph;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What sort of thing a class of resources is. The order decides when two recordings disagree: the first one wins. */
public enum ResourceKind {
    FENCE,
    RECLAIM,
    NOTIFIER,
    WORK,
    QUEUE,
    /** A place on a queue that runs a limited number of items at once. */
    PLACE,
    /** Short references to pages of one class. */
    PAGE,
    TASK,
    RESET,
    FAULT,
    /** Several fences of which one is enough. */
    ANY,
    /** The plainest: what is a lock to one source may be a work item to another that tells more. */
    LOCK;

    /** The name in saved graphs. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with this name in a saved graph, or null when there is none. */
    public static @Nullable ResourceKind of(String text) {
        for (ResourceKind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        return null;
    }
}
