package io.fencedep.core.lowering;

import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cross-release: how often a wait lay on the way to signals of a class, out of how many signals. Counted for every signal,
 * sections included; what it proves is decided when all is known.
 */
final class SignalSupport {
    /** How often one wait lay on the way to signals of one class. */
    static final class Entry {
        final int fenceClass;
        final int target;
        final WaitKind waitKind;
        /** Occurrences without a section, which infer the dependency. */
        long inferred;

        long support;
        long awaited;
        /** How many of {@link #awaited} hang on waiters of which nothing was heard since. */
        long undecided;

        long awaitedStillHeld;
        long stillHeld;
        long inUnit;
        /**
         * In programs, whether what was signalled was never made, as what is signalled but once is: it is signalled again and
         * again, as a queue is.
         */
        boolean repeated;

        long only = Edge.NOBODY;
        final List<Witness> witnesses = new ArrayList<>(1);
        /** The unit of work whose locks are in {@link #pairs}, as far as they were waited for after a position. */
        @Nullable
        Unit notedOf;

        long notedBegan;
        long notedSince;
        long notedLockWaits;

        /** For which instances; nothing outside of programs. */
        final InstancePairs pairs = new InstancePairs();
        /** When the signals came. */
        final TaskSpans spans = new TaskSpans();
        /** Whether who signalled may have run beside others of its pool. */
        boolean pooled;

        Entry(int fenceClass, int target, WaitKind waitKind) {
            this.fenceClass = fenceClass;
            this.target = target;
            this.waitKind = waitKind;
        }
    }

    private final Long2ObjectOpenHashMap<Entry> entries = new Long2ObjectOpenHashMap<>();
    private final Int2LongOpenHashMap signals = new Int2LongOpenHashMap();
    private final Int2ObjectOpenHashMap<Int2LongOpenHashMap> excluded = new Int2ObjectOpenHashMap<>();

    /** Counts a signal. */
    void signalled(int fenceClass) {
        signals.addTo(fenceClass, 1);
    }

    /** Leaves a signal out of account for a node that its waiter held. */
    void exclude(int fenceClass, int node) {
        Int2LongOpenHashMap nodes = excluded.get(fenceClass);
        if (nodes == null) {
            nodes = new Int2LongOpenHashMap();
            excluded.put(fenceClass, nodes);
        }
        nodes.addTo(node, 1);
    }

    Entry entry(int fenceClass, int target, WaitKind waitKind) {
        long key = (long) fenceClass << 34 | (long) target << 2 | waitKind.ordinal();
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(fenceClass, target, waitKind);
            entries.put(key, entry);
        }
        return entry;
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    Int2LongOpenHashMap signals() {
        return signals;
    }

    /** For a class, the nodes for which signals were left out; null when none were. */
    @Nullable
    Int2LongOpenHashMap excluded(int fenceClass) {
        return excluded.get(fenceClass);
    }

    /** The node that a lock's waiter must hold for the signaller not to be able to wait for this target. */
    static boolean blocks(int heldNode, int target) {
        return heldNode / 2 == target / 2 && (target % 2 == 1 || heldNode % 2 == 0);
    }

    /** Whether two nodes are of one class. */
    static boolean sameClass(Node left, Node right) {
        return left.className().equals(right.className());
    }
}
