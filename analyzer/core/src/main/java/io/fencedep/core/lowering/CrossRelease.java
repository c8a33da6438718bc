package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.lowering.Resource.AwaitedClaim;
import io.fencedep.core.lowering.Resource.Fence;
import io.fencedep.core.lowering.Resource.Waiter;
import io.fencedep.core.lowering.Resource.Work;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.LockMode;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What a signal without a section proves: the signaller waited for things on its way to it.
 *
 * <p>The idea is the kernel's cross-release check of 2017 (its document {@code crossrelease.txt}); what is different is
 * that every conclusion keeps its evidence and its support.
 */
final class CrossRelease {
    private static final WaitKind[] KINDS = WaitKind.values();
    private static final int MAX_WITNESSES = 6;
    /** Up to so many waiters, a list is searched as quickly as a set. */
    private static final int FEW_WAITERS = 16;
    /** In the key of a wait: readers are waited for as well. */
    private static final int FULL = 1 << 2;

    /** How many signals may wait for names of classes; further ones count with what is known. */
    private static final int MAX_LATE = 20_000;

    private final Session session;
    /** Signals that concern an instance whose class was not given yet. */
    private final List<Signalled> late = new ArrayList<>();

    CrossRelease(Session session) {
        this.session = session;
    }

    /** A signal, or the way to one, inside a work item that began after the fence was published. */
    void placeOfItem(Fence fence, Frame frame, Event event) {
        Work item = frame.unit.item;
        if (item == null || item.queue == null) {
            return;
        }
        long since = fence.neededSince();
        if (since != Fence.NEVER && frame.unit.began > since) {
            int place = session.classes.placeOf(item.queue.name);
            Witness witness = session.witnesses.of(frame, null, null, event);
            session.dependencies.link(fence.classId * 2, place * 2, Basis.CAUSAL, WaitKind.BLOCKING, witness);
        }
    }

    /** The fence is about to be signalled by this frame. */
    void signalled(Fence fence, List<Waiter> waiters, Frame frame, Event event) {
        Signalled signal = new Signalled(
                fence,
                fence.classId,
                fence.visibleSince(),
                fence.neededSince(),
                frame,
                frame.task.moment,
                session.strand(frame),
                waiters,
                heldBy(waiters),
                resource -> session.witnesses.of(frame, null, resource, event),
                isOwed(fence, frame),
                event.isPartOfSignal(),
                true);
        if (signal.allClasses(session.classes::isSettled)) {
            count(signal, true);
        } else if (signal.allClasses(session.classes::isKnown) || late.size() == MAX_LATE) {
            count(signal.renamed(session.classes::known, session.witnesses::text), true);
        } else {
            late.add(signal.renamed(IntUnaryOperator.identity(), session.witnesses::text));
        }
    }

    /** Every class has its name: counts the signals that had to wait for that. */
    void finish() {
        late.forEach(signal -> count(signal.renamed(session.classes::resolve, session.witnesses::text), false));
        late.clear();
    }

    /** @param open whether its waiters may still say that they never slept */
    private void count(Signalled signal, boolean open) {
        Unit unit = signal.unit();
        boolean section = holdsItself(signal);
        boolean causal = signal.neededSince() != Fence.NEVER && unit.itemQueued > signal.neededSince();
        if (!signal.part()) {
            session.support.signalled(signal.fenceClass());
        }
        for (int i = 0; i < unit.size; i++) {
            int target = unit.key(i) >> 2;
            if (unit.last(i) > signal.since() && target / 2 != signal.fenceClass()) {
                onTheWay(signal, i, section, causal, open);
            }
        }
        if (!section) {
            heldFromBefore(signal);
        }
        if (signal.part()) {
            return;
        }
        IntOpenHashSet excused = new IntOpenHashSet();
        for (int node : signal.waitersHeld()) {
            if (!waitedFor(unit, node, signal.since())) {
                excused.add(node);
            }
        }
        excused.forEach(node -> session.support.exclude(signal.fenceClass(), node));
    }

    /** A waiter is through; if it never slept, what was counted as awaited because of it was not. */
    void woke(Fence fence, Waiter waiter, boolean slept) {
        waiter.awake = !slept;
        for (int i = fence.claims.size() - 1; i >= 0; i--) {
            AwaitedClaim claim = fence.claims.get(i);
            if (claim.waiters().remove(waiter)) {
                if (slept) {
                    fence.claims.remove(i);
                    claim.entry().undecided--;
                    session.growth++;
                } else if (claim.waiters().isEmpty()) {
                    fence.claims.remove(i);
                    claim.entry().undecided--;
                    claim.entry().awaited--;
                    if (claim.stillHeld()) {
                        claim.entry().awaitedStillHeld--;
                    }
                }
            }
        }
    }

    private void onTheWay(Signalled signal, int i, boolean section, boolean causal, boolean open) {
        Unit unit = signal.unit();
        int key = unit.key(i);
        int target = key >> 2;
        WaitKind kind = KINDS[key & 3];
        if (causal && !section) {
            session.dependencies.link(signal.fenceClass() * 2, target, Basis.CAUSAL, kind, witness(signal, i));
        }
        boolean inferred = !section && !causal;
        if (target % 2 == 1) {
            bearOut(session.support.entry(signal.fenceClass(), target, kind), signal, i, unit.last(i), inferred, open);
        } else if (unit.lastOf(key | FULL) > signal.since()) {
            return;
        }
        long last = Math.max(unit.last(i), unit.lastOf(key & ~FULL));
        bearOut(session.support.entry(signal.fenceClass(), target & ~1, kind), signal, i, last, inferred, open);
    }

    /** This signal bears out that its class waits for a node, which its unit waited for last at that position. */
    private void bearOut(
            SignalSupport.Entry entry, Signalled signal, int i, long last, boolean inferred, boolean open) {
        entry.support++;
        if (signal.unit().known) {
            entry.inUnit++;
        }
        if (!inferred) {
            return;
        }
        entry.inferred++;
        entry.repeated |= session.traits.program() && signal.since() == Fence.NEVER;
        boolean stillHeld = holds(signal.frame(), signal.unit().key(i) >> 2);
        if (stillHeld) {
            entry.stillHeld++;
        }
        List<Waiter> asleep = new ArrayList<>(signal.waiters().size());
        Fence own = session.traits.program() && signal.unit().resource(i) instanceof Fence fence ? fence : null;
        for (Waiter waiter : signal.waiters()) {
            boolean gave = own != null && own.wasSignalledBy(waiter);
            if (waiter.since < last && waiter.frame.task != signal.frame().task && !waiter.awake && !gave) {
                asleep.add(waiter);
            }
        }
        if (!asleep.isEmpty()) {
            entry.awaited++;
            if (stillHeld) {
                entry.awaitedStillHeld++;
            }
            if (open) {
                entry.undecided++;
                Collection<Waiter> undecided = asleep.size() > FEW_WAITERS ? new LinkedHashSet<>(asleep) : asleep;
                signal.fence().claims.add(new AwaitedClaim(entry, stillHeld, undecided));
            }
        }
        noteLocks(entry, signal, i);
        noteWhen(entry, signal);
        noteWitness(entry, signal, i);
    }

    /** Notes for which locks the unit made a wait; those that are noted already need no second look. */
    private void noteLocks(SignalSupport.Entry entry, Signalled signal, int i) {
        if (!session.traits.program()) {
            return;
        }
        Unit unit = signal.unit();
        long strand = signal.strand();
        boolean again = entry.notedOf == unit && entry.notedBegan == unit.began && entry.notedSince <= signal.since();
        long latest = again ? unit.lockWaits - entry.notedLockWaits : Long.MAX_VALUE;
        if (!again) {
            session.notePair(entry.pairs, null, signal.unit().resource(i), strand);
        }
        int key = unit.key(i);
        unit.forEachLock(key, signal.since(), latest, lock -> entry.pairs.add(0, lock, strand));
        if (entry.target % 2 == 0 && (key & FULL) != 0) {
            unit.forEachLock(key & ~FULL, signal.since(), latest, lock -> entry.pairs.add(0, lock, strand));
        }
        entry.notedOf = unit;
        entry.notedBegan = unit.began;
        entry.notedSince = signal.since();
        entry.notedLockWaits = unit.lockWaits;
    }

    /** What was waited for outside of the unit of work, or where no unit is known, and is still held now. */
    private void heldFromBefore(Signalled signal) {
        Unit unit = signal.unit();
        Frame frame = signal.frame();
        IntOpenHashSet counted = new IntOpenHashSet();
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            boolean inUnit = unit.recorded && hold.since >= unit.began;
            if (!hold.lockLike
                    || hold.tried
                    || hold.unchecked
                    || inUnit
                    || hold.since <= signal.since()
                    || hold.classId == signal.fenceClass()) {
                continue;
            }
            boolean full = hold.mode != LockMode.RECURSIVE_READ;
            for (int target = hold.classId * 2; target <= hold.classId * 2 + (full ? 1 : 0); target++) {
                SignalSupport.Entry entry = session.support.entry(signal.fenceClass(), target, WaitKind.BLOCKING);
                if (!waitedInUnit(unit, target, signal.since()) && counted.add(target)) {
                    heldFromBefore(signal, hold, entry);
                }
                session.notePair(entry.pairs, null, hold.resource, signal.strand());
            }
        }
    }

    private void heldFromBefore(Signalled signal, Hold hold, SignalSupport.Entry entry) {
        long strand = signal.strand();
        entry.support++;
        entry.inferred++;
        entry.stillHeld++;
        noteWhen(entry, signal);
        if (entry.witnesses.size() < MAX_WITNESSES && entry.only != strand) {
            entry.only = entry.only == Edge.NOBODY ? strand : Edge.SEVERAL;
            Witness here = signal.witness().apply(hold.resource);
            Place place = session.witnesses.place(hold.line, hold.at, hold.stack);
            entry.witnesses.add(inferred(here, signal.fence(), place, session.names.text(hold.driver)));
        }
    }

    /** Whether the unit itself made that wait, so that this signal has counted for it. */
    private static boolean waitedInUnit(Unit unit, int target, long since) {
        int blocking = target << 2 | WaitKind.BLOCKING.ordinal();
        return unit.lastOf(blocking) > since || unit.lastOf(blocking | FULL) > since;
    }

    private void noteWhen(SignalSupport.Entry entry, Signalled signal) {
        session.noteSpan(entry.spans, signal.moment(), null, null);
        entry.pooled |= signal.frame().isQueued();
    }

    private void noteWitness(SignalSupport.Entry entry, Signalled signal, int i) {
        long strand = signal.strand();
        boolean news = entry.only != strand;
        entry.only = entry.only == Edge.NOBODY || entry.only == strand ? strand : Edge.SEVERAL;
        if (news && entry.witnesses.size() < MAX_WITNESSES) {
            Witness witness = witness(signal, i);
            if (entry.witnesses.stream().noneMatch(known -> known.task().equals(witness.task()))) {
                entry.witnesses.add(witness);
            }
        }
    }

    /** At the signal, after the wait that the unit remembers. */
    private Witness witness(Signalled signal, int i) {
        Unit unit = signal.unit();
        Witness here = signal.witness().apply(unit.resource(i));
        Place wait = session.witnesses.place(unit.line(i), unit.at(i), unit.stack(i));
        return inferred(here, signal.fence(), wait, session.names.text(unit.driver(i)));
    }

    private Witness inferred(Witness here, Fence fence, Place wait, String driver) {
        return new Witness(
                here.task(),
                here.context(),
                driver,
                session.witnesses.text(fence),
                here.toInstance(),
                here.waitedAt(),
                wait,
                here.held(),
                here.stamp(),
                -1);
    }

    private static boolean holdsItself(Signalled signal) {
        if (signal.owed()) {
            return true;
        }
        Frame frame = signal.frame();
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            boolean ofInstances = hold.resource instanceof Fence || hold.resource instanceof Resource.Device;
            boolean ofClass = !ofInstances && hold.kind == ResourceKind.FENCE;
            if (hold.resource == signal.fence() && !hold.late || ofClass && hold.classId == signal.fenceClass()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a reset or fault of this frame holds the fence. */
    private static boolean isOwed(Fence fence, Frame frame) {
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.kind == ResourceKind.FENCE
                    && hold.resource instanceof Resource.Device device
                    && device.owes(fence, hold)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(Frame frame, int target) {
        for (int i = 0; i < frame.count; i++) {
            if (!frame.holds[i].late && SignalSupport.blocks(frame.holds[i].node(), target)) {
                return true;
            }
        }
        return false;
    }

    /** What waiters hold: a signaller that did not wait for that proves nothing. */
    private IntList heldBy(List<Waiter> waiters) {
        if (waiters.isEmpty()) {
            return IntList.of();
        }
        IntArrayList held = new IntArrayList();
        for (Waiter waiter : waiters) {
            TaskState task = waiter.frame.task;
            for (int level = 0; level <= task.level; level++) {
                Frame frame = task.frames[level];
                for (int i = 0; i < frame.count; i++) {
                    // Whoever needs no place of a pool may signal while all places wait: that tells something.
                    boolean place = frame.holds[i].kind == ResourceKind.PLACE && session.traits.program();
                    if (!frame.holds[i].late && !place) {
                        held.add(frame.holds[i].node());
                    }
                }
            }
        }
        return held;
    }

    private static boolean waitedFor(Unit unit, int node, long since) {
        for (int i = 0; i < unit.size; i++) {
            if (unit.last(i) > since && SignalSupport.blocks(node, unit.key(i) >> 2)) {
                return true;
            }
        }
        return false;
    }
}
