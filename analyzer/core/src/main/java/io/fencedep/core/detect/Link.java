package io.fencedep.core.detect;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.Standing;
import io.fencedep.core.graph.WaitKind;
import it.unimi.dsi.fastutil.ints.IntList;
import org.jspecify.annotations.Nullable;

/**
 * One way from a node to another in the search: a dependency, or what follows from one.
 *
 * @param from number of the node that is held
 * @param to number of the node that is waited for
 * @param grade in which pass it first takes part
 * @param dependency what was seen; null when only a contract states it
 * @param standing how well it is founded
 * @param contract the contract that states it; empty when it was seen
 * @param alternatives when the wait can be ended by several: the numbers of all their nodes; else empty
 * @param note what a reader should know about it, as a sentence; empty when nothing
 */
record Link(
        int from,
        int to,
        Grade grade,
        @Nullable Dependency dependency,
        Standing standing,
        String contract,
        IntList alternatives,
        String note) {

    /** The passes of the search, the surest first. */
    enum Grade {
        CERTAIN,
        TIMED,
        FAIR,
        WEAK,
        TRIED
    }

    WaitKind waitKind() {
        return dependency == null ? WaitKind.BLOCKING : dependency.waitKind();
    }

    /** Whether it was seen itself, rather than following from something else. */
    boolean isDirect() {
        return dependency != null && note.isEmpty();
    }

    /** Links are told apart by identity: the graph holds each one once. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
