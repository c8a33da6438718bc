package io.fencedep.core.lowering;

import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.InterruptContext;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.BitSet;
import java.util.Collection;

/**
 * What interrupts do to locks: which classes their handlers wait for (USED-IN), and which are held while they may come
 * (ENABLED). Marked as lockdep 6.12 marks its usage bits.
 */
final class Usages {
    /** One class, one interrupt, one direction. */
    static final class Entry {
        final int node;
        final Interrupt interrupt;
        /** Whether a handler waits for it; else it is held while the interrupt may come. */
        final boolean usedIn;

        long count;
        final Witness witness;

        Entry(int node, Interrupt interrupt, boolean usedIn, Witness witness) {
            this.node = node;
            this.interrupt = interrupt;
            this.usedIn = usedIn;
            this.witness = witness;
        }
    }

    private static final int HARD = 1;
    private static final int SOFT = 2;

    private final Session session;
    private final BitSet heldOutsideNmi = new BitSet();
    private boolean usedInNmi;
    private final Long2ObjectOpenHashMap<Entry> entries = new Long2ObjectOpenHashMap<>();

    Usages(Session session) {
        this.session = session;
    }

    /** A lock is about to be taken, not by a try, in an interrupt. */
    void usedIn(Frame frame, int target, Resource lock, Event event) {
        if (frame.context == InterruptContext.TASK) {
            return;
        }
        Interrupt interrupt = switch (frame.context) {
            case SOFTIRQ -> Interrupt.SOFTIRQ;
            case HARDIRQ -> Interrupt.HARDIRQ;
            default -> Interrupt.NMI;
        };
        usedInNmi |= interrupt == Interrupt.NMI;
        long key = key(target, interrupt, true);
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(target, interrupt, true, session.witness(frame, null, lock, event));
            entries.put(key, entry);
        }
        entry.count++;
    }

    /** A lock is held outside of non-maskable interrupts, which can come at any time. */
    void held(Frame frame, Hold hold, Event event) {
        int node = hold.node();
        if (frame.context != InterruptContext.NMI && !hold.unchecked && !heldOutsideNmi.get(node)) {
            heldOutsideNmi.set(node);
            mark(frame, hold, Interrupt.NMI, event);
        }
    }

    /** Marks all holds of this frame that interrupts can hit by now. */
    void enabled(Frame frame, Event event) {
        int now = (frame.irqsOn ? HARD : 0) | (frame.irqsOn && frame.softirqsOn ? SOFT : 0);
        if (now == 0 || frame.unmarked == 0) {
            return;
        }
        int unmarked = 0;
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            int fresh = now & ~hold.enabledMarks;
            if (fresh != 0) {
                hold.enabledMarks |= now;
                if (hold.lockLike && !hold.unchecked) {
                    mark(frame, hold, fresh, event);
                }
            }
            if (hold.enabledMarks != (HARD | SOFT)) {
                unmarked++;
            }
        }
        frame.unmarked = unmarked;
    }

    Collection<Entry> entries() {
        if (!usedInNmi) {
            entries.values().removeIf(entry -> entry.interrupt == Interrupt.NMI);
        }
        return entries.values();
    }

    private void mark(Frame frame, Hold hold, int fresh, Event event) {
        if ((fresh & HARD) != 0) {
            mark(frame, hold, Interrupt.HARDIRQ, event);
        }
        if ((fresh & SOFT) != 0) {
            mark(frame, hold, Interrupt.SOFTIRQ, event);
        }
    }

    private void mark(Frame frame, Hold hold, Interrupt interrupt, Event event) {
        long key = key(hold.node(), interrupt, false);
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(hold.node(), interrupt, false, session.witness(frame, hold, null, event));
            entries.put(key, entry);
        }
        entry.count++;
    }

    private static long key(int node, Interrupt interrupt, boolean usedIn) {
        return (long) node << 3 | (long) interrupt.ordinal() << 1 | (usedIn ? 1 : 0);
    }
}
