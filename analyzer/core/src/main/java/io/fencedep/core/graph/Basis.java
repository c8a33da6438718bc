package io.fencedep.core.graph;

/** How a dependency came to be recorded; together with its support it gives the {@link Evidence}. */
public enum Basis {
    /** An explicit hold: lock, section, work, notifier. */
    SECTION,
    /** The trace shows the hand-over, inside one work item. */
    CAUSAL,
    /** Seen on the way to a signal, without a section. */
    INFERRED
}
