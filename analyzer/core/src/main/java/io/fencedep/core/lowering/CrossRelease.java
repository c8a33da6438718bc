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
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What a signal without a section proves: the signaller waited for things on its way to it.
 *
 * <p>The idea is the kernel's cross-release check of 2017 (its document {@code crossrelease.txt}); what is different is
 * that every conclusion keeps its evidence and its support.
 */
final class CrossRelease {
    private static final WaitKind[] KINDS = WaitKind.values();
    private static final int MAX_WITNESSES = 6;
    /** In the key of a wait: readers are waited for as well. */
    private static final int FULL = 1 << 2;

    private final Session session;

    CrossRelease(Session session) {
        this.session = session;
    }

    /** A signal, or the way to one, inside a work item that began after the fence was published. */
    void placeOfItem(Fence fence, Frame frame, Event event) {
        Work item = frame.unit.item;
        if (item == null || item.capacity <= 0) {
            return;
        }
        long since = fence.visibleSince();
        if (since != Fence.NEVER && frame.unit.began > since) {
            int place = session.classes.placeOf(item.queue);
            Witness witness = session.witness(frame, null, null, event);
            session.dependencies.link(fence.classId * 2, place * 2, Basis.CAUSAL, WaitKind.BLOCKING, witness);
        }
    }

    /** The fence is about to be signalled by this frame. */
    void signalled(Fence fence, Frame frame, Event event) {
        Unit unit = frame.unit;
        long since = fence.visibleSince();
        boolean section = holdsItself(fence, frame);
        boolean causal = since != Fence.NEVER && unit.itemQueued > since;
        session.support.signalled(fence.classId);
        for (int i = 0; i < unit.size; i++) {
            int target = unit.key(i) >> 2;
            if (unit.last(i) > since && target / 2 != fence.classId) {
                onTheWay(fence, frame, event, i, section, causal);
            }
        }
        if (!section) {
            heldFromBefore(fence, frame, event, since);
        }
        IntOpenHashSet excused = new IntOpenHashSet();
        for (Waiter waiter : fence.waiters) {
            exclude(waiter.frame.task, unit, since, excused);
        }
        excused.forEach(node -> session.support.exclude(fence.classId, node));
    }

    /** A waiter is through; if it never slept, what was counted as awaited because of it was not. */
    void woke(Fence fence, Waiter waiter, boolean slept) {
        for (int i = fence.claims.size() - 1; i >= 0; i--) {
            AwaitedClaim claim = fence.claims.get(i);
            if (claim.waiters().remove(waiter)) {
                if (slept) {
                    fence.claims.remove(i);
                } else if (claim.waiters().isEmpty()) {
                    fence.claims.remove(i);
                    claim.entry().awaited--;
                    if (claim.stillHeld()) {
                        claim.entry().awaitedStillHeld--;
                    }
                }
            }
        }
    }

    private void onTheWay(Fence fence, Frame frame, Event event, int i, boolean section, boolean causal) {
        Unit unit = frame.unit;
        int key = unit.key(i);
        int target = key >> 2;
        WaitKind kind = KINDS[key & 3];
        if (causal && !section) {
            session.dependencies.link(fence.classId * 2, target, Basis.CAUSAL, kind, witness(fence, frame, event, i));
        }
        boolean inferred = !section && !causal;
        if (target % 2 == 1) {
            bearOut(session.support.entry(fence.classId, target, kind), fence, frame, event, i, unit.last(i), inferred);
        } else if (unit.lastOf(key | FULL) > fence.visibleSince()) {
            return;
        }
        long last = Math.max(unit.last(i), unit.lastOf(key & ~FULL));
        bearOut(session.support.entry(fence.classId, target & ~1, kind), fence, frame, event, i, last, inferred);
    }

    /** This signal bears out that its class waits for a node, which its unit waited for last at that position. */
    private void bearOut(
            SignalSupport.Entry entry, Fence fence, Frame frame, Event event, int i, long last, boolean inferred) {
        entry.support++;
        if (frame.unit.known) {
            entry.inUnit++;
        }
        if (!inferred) {
            return;
        }
        entry.inferred++;
        boolean stillHeld = holds(frame, frame.unit.key(i) >> 2);
        if (stillHeld) {
            entry.stillHeld++;
        }
        List<Waiter> asleep = new ArrayList<>(fence.waiters.size());
        for (Waiter waiter : fence.waiters) {
            if (waiter.since < last && waiter.frame.task != frame.task) {
                asleep.add(waiter);
            }
        }
        if (!asleep.isEmpty()) {
            entry.awaited++;
            if (stillHeld) {
                entry.awaitedStillHeld++;
            }
            fence.claims.add(new AwaitedClaim(entry, stillHeld, asleep));
        }
        noteWitness(entry, fence, frame, event, i);
    }

    /** What was waited for outside of the unit of work, or where no unit is known, and is still held now. */
    private void heldFromBefore(Fence fence, Frame frame, Event event, long since) {
        Unit unit = frame.unit;
        IntOpenHashSet counted = new IntOpenHashSet();
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            boolean inUnit = unit.recorded && hold.since >= unit.began;
            if (!hold.lockLike
                    || hold.tried
                    || hold.unchecked
                    || inUnit
                    || hold.since <= since
                    || hold.classId == fence.classId) {
                continue;
            }
            boolean full = hold.mode != LockMode.RECURSIVE_READ;
            for (int target = hold.classId * 2; target <= hold.classId * 2 + (full ? 1 : 0); target++) {
                if (!waitedInUnit(unit, target, since) && counted.add(target)) {
                    heldFromBefore(fence, frame, event, hold, target);
                }
            }
        }
    }

    private void heldFromBefore(Fence fence, Frame frame, Event event, Hold hold, int target) {
        SignalSupport.Entry entry = session.support.entry(fence.classId, target, WaitKind.BLOCKING);
        entry.support++;
        entry.inferred++;
        entry.stillHeld++;
        if (entry.witnesses.size() < MAX_WITNESSES && entry.onlyTask != frame.task.id) {
            entry.onlyTask = entry.onlyTask == Edge.NOBODY ? frame.task.id : Edge.SEVERAL;
            Witness here = session.witness(frame, null, hold.resource, event);
            entry.witnesses.add(inferred(
                    here, fence, session.place(hold.line, hold.at, hold.stack), session.names.text(hold.driver)));
        }
    }

    /** Whether the unit itself made that wait, so that this signal has counted for it. */
    private static boolean waitedInUnit(Unit unit, int target, long since) {
        int blocking = target << 2 | WaitKind.BLOCKING.ordinal();
        return unit.lastOf(blocking) > since || unit.lastOf(blocking | FULL) > since;
    }

    private void noteWitness(SignalSupport.Entry entry, Fence fence, Frame frame, Event event, int i) {
        int task = frame.task.id;
        boolean news = entry.onlyTask != task;
        entry.onlyTask = entry.onlyTask == Edge.NOBODY || entry.onlyTask == task ? task : Edge.SEVERAL;
        if (news && entry.witnesses.size() < MAX_WITNESSES) {
            Witness witness = witness(fence, frame, event, i);
            if (entry.witnesses.stream().noneMatch(known -> known.task().equals(witness.task()))) {
                entry.witnesses.add(witness);
            }
        }
    }

    /** Signalled at the event, after the wait that the unit remembers. */
    private Witness witness(Fence fence, Frame frame, Event event, int i) {
        Unit unit = frame.unit;
        Witness here = session.witness(frame, null, unit.resource(i), event);
        Place wait = session.place(unit.line(i), unit.at(i), unit.stack(i));
        return inferred(here, fence, wait, session.names.text(unit.driver(i)));
    }

    private Witness inferred(Witness here, Fence fence, Place wait, String driver) {
        return new Witness(
                here.task(),
                here.context(),
                driver,
                session.text(fence),
                here.toInstance(),
                here.waitedAt(),
                wait,
                here.held(),
                here.stamp(),
                -1);
    }

    private static boolean holdsItself(Fence fence, Frame frame) {
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            boolean ofClass = !(hold.resource instanceof Fence) && hold.kind == ResourceKind.FENCE;
            if (hold.resource == fence && !hold.late || ofClass && hold.classId == fence.classId) {
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

    /** Where the waiter holds something, a signaller that did not wait for it proves nothing. */
    private static void exclude(TaskState waiter, Unit unit, long since, IntOpenHashSet excused) {
        for (int level = 0; level <= waiter.level; level++) {
            Frame frame = waiter.frames[level];
            for (int i = 0; i < frame.count; i++) {
                int node = frame.holds[i].node();
                if (!frame.holds[i].late && !waitedFor(unit, node, since)) {
                    excused.add(node);
                }
            }
        }
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
