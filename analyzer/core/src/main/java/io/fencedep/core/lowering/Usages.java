package io.fencedep.core.lowering;

import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.InterruptContext;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What interrupts do to locks: which classes their handlers wait for (USED-IN), and which are held while they may come
 * (ENABLED). Marked as lockdep 6.12 marks its usage bits.
 */
final class Usages {
    /** One class, one interrupt, one direction. */
    static final class Entry extends Confirmable {
        final int node;
        final Interrupt interrupt;
        /** Whether a handler waits for it; else it is held while the interrupt may come. */
        final boolean usedIn;

        long count;
        final List<Witness> witnesses = new ArrayList<>(1);
        final Set<Resource> instances = new HashSet<>();

        Entry(int node, Interrupt interrupt, boolean usedIn) {
            this.node = node;
            this.interrupt = interrupt;
            this.usedIn = usedIn;
        }
    }

    private static final int MAX_WITNESSES = 5;
    private static final int MAX_INSTANCES = 256;
    private static final int HARD = 1;
    private static final int SOFT = 2;

    private final Session session;
    private final BitSet heldOutsideNmi = new BitSet();
    private boolean usedInNmi;
    private boolean off;
    private final Long2ObjectOpenHashMap<Entry> entries = new Long2ObjectOpenHashMap<>();

    Usages(Session session) {
        this.session = session;
    }

    /** There will be no interrupts: nothing is kept of what is held while they may come. */
    void switchOff() {
        off = true;
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
            entry = new Entry(target, interrupt, true);
            entry.confirmed = true;
            entries.put(key, entry);
            session.growth++;
        }
        entry.count++;
        note(entry, lock, frame, null, event);
    }

    /** A lock is held outside of non-maskable interrupts, which can come at any time. */
    void held(Frame frame, Hold hold, Event event) {
        int node = hold.node();
        if (!off && frame.context != InterruptContext.NMI && !hold.unchecked && !heldOutsideNmi.get(node)) {
            mark(frame, hold, Interrupt.NMI, event);
            Entry entry = entries.get(key(node, Interrupt.NMI, false));
            heldOutsideNmi.set(node, entry != null && entry.confirmed);
        }
    }

    /** Marks all holds of this frame that interrupts can hit by now. */
    void enabled(Frame frame, Event event) {
        int now = (frame.irqsOn ? HARD : 0) | (frame.irqsOn && frame.softirqsOn ? SOFT : 0);
        if (off || now == 0 || frame.unmarked == 0 || now == frame.enabledFor && !frame.changed) {
            return;
        }
        frame.enabledFor = now;
        frame.changed = false;
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

    /** What stands by now. */
    Collection<Entry> entries() {
        return entries.values().stream()
                .filter(entry -> entry.confirmed && (usedInNmi || entry.interrupt != Interrupt.NMI))
                .toList();
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
            entry = new Entry(hold.node(), interrupt, false);
            entries.put(key, entry);
            session.growth++;
        }
        entry.count++;
        entry.seenUnder(hold);
        note(entry, hold.resource, frame, hold, event);
    }

    /**
     * Keeps the first witness, and where instances are compared one for each of the first few instances; room is made for
     * an instance that handlers wait for and that is held while they may come.
     */
    private void note(Entry entry, @Nullable Resource instance, Frame frame, @Nullable Hold hold, Event event) {
        if (entry.witnesses.isEmpty()) {
            entry.witnesses.add(session.witnesses.of(frame, hold, instance, event));
        }
        if (instance == null || !session.traits.comparesInstances() || entry.instances.contains(instance)) {
            return;
        }
        Entry opposite = entries.get(key(entry.node, entry.interrupt, !entry.usedIn));
        boolean both = opposite != null && opposite.instances.contains(instance);
        if (both || entry.instances.size() < MAX_INSTANCES) {
            entry.instances.add(instance);
            if (entry.instances.size() > 1 && (both || entry.witnesses.size() < MAX_WITNESSES)) {
                entry.witnesses.add(session.witnesses.of(frame, hold, instance, event));
            }
        }
    }

    private static long key(int node, Interrupt interrupt, boolean usedIn) {
        return (long) node << 3 | (long) interrupt.ordinal() << 1 | (usedIn ? 1 : 0);
    }
}
