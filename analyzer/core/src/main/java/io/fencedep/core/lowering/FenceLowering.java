package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.lowering.Resource.Fence;
import io.fencedep.core.lowering.Resource.Waiter;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Toggle;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What creating, publishing, signalling and waiting for fences means. */
final class FenceLowering {
    private static final String KIND = "fence";

    private final Session session;
    private final WaitContexts contexts;
    private final CrossRelease crossRelease;
    private final FenceWaitChecks checks;
    private final UserFences userFences;
    private final FenceOrders orders;

    FenceLowering(Session session, WaitContexts contexts, Rings rings) {
        this.session = session;
        this.contexts = contexts;
        this.checks = new FenceWaitChecks(session, rings);
        this.userFences = new UserFences(session);
        this.orders = new FenceOrders(session);
        this.crossRelease = new CrossRelease(session);
    }

    void create(Event event) {
        Fence fence = session.resources.fence(event.instance);
        session.classify(fence, event, ResourceKind.FENCE, KIND);
        if (fence.created != Fence.NEVER || fence.signalled != Fence.NEVER || fence.published != Fence.NEVER) {
            endAll(fence);
            if (fence.device != Instances.NONE) {
                payToDevice(fence);
            }
            checks.forget(fence);
            fence.recycle();
        }
        fence.created = session.now;
        fence.follows = event.slept == Toggle.NO;
        session.classes.entry(fence.classId).follows |= fence.follows;
        FenceOrders.younger(fence);
        fence.userspace = event.userspace;
        fence.timeline = event.timeline;
        fence.seqno = event.seqno;
        fence.hasSeqno = event.hasSeqno;
        fence.device = event.device;
        if (event.userspace) {
            userFences.created(fence.classId);
        }
        checks.created(fence);
    }

    void publish(Event event, TaskState task, Frame frame) {
        Fence fence = session.resources.fence(event.instance);
        session.classify(fence, event, ResourceKind.FENCE, KIND);
        if (fence.published == Fence.NEVER || fence.signalled != Fence.NEVER) {
            fence.published = session.now;
            FenceOrders.younger(fence);
            fence.publisher = task.id;
            fence.publishSyscall = task.frames[0].unit.syscall;
        }
        if (fence.device != Instances.NONE
                && !session.resources.device(fence.device).fences.contains(fence)) {
            session.resources.device(fence.device).fences.add(fence);
        }
        if (fence.duty == null && fence.signalled == Fence.NEVER) {
            Hold duty = session.newHold(frame, event, fence.classId, ResourceKind.FENCE, fence);
            session.begin(duty);
            fence.duty = duty;
        }
    }

    void submit(Event event, TaskState task, Frame frame) {
        Fence fence = session.resources.fence(event.instance);
        session.classify(fence, event, ResourceKind.FENCE, KIND);
        acrossSyscalls(fence, event, task, frame);
        checks.settled(fence, task, frame);
        fence.submitted = session.now;
        fence.lateDuties.forEach(this::confirmLate);
        fence.lateDuties.clear();
        Hold duty = fence.duty;
        if (duty != null) {
            if (duty.late) {
                confirmLate(duty);
            }
            fence.duty = null;
            session.end(duty);
        }
    }

    private void confirmLate(Hold duty) {
        session.dependencies.confirmLate(duty);
        duty.onceSubmitted.forEach(session.observations::addCertain);
    }

    /** The interrupt that a hold is in is over. */
    void interruptEnds(Hold hold) {
        if (hold.late && hold.resource instanceof Fence fence) {
            fence.lateDuties.add(hold);
        }
    }

    /** The publisher's unit of work is over: what it still owes counts only if it is submitted later. */
    void unitEnds(Frame frame) {
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.resource instanceof Fence fence && fence.duty == hold && !hold.late) {
                hold.late = true;
                frame.special++;
            }
        }
    }

    void depend(Event event, Frame frame) {
        Fence fence = session.resources.fence(event.instance);
        Fence on = session.resources.fence(event.on);
        session.classify(fence, event, ResourceKind.FENCE, KIND);
        session.classify(on, event, ResourceKind.FENCE, KIND);
        if (!session.classes.areSame(on.classId, fence.classId)) {
            var witness = session.witnesses.of(frame, null, fence, on, event).unordered();
            Edge edge = session.dependencies.link(
                    fence.classId * 2, on.classId * 2, Basis.SECTION, WaitKind.BLOCKING, witness);
            FenceOrders.depends(fence, on, edge);
        }
        checks.waitsForItself(fence, on, null, frame, event);
        userFences.depend(fence, on, frame, event);
    }

    void beginSection(Event event, Frame frame) {
        if (event.instance == Instances.NONE) {
            int classId = session.classes.of(event.className, event.subclass, ResourceKind.FENCE);
            session.begin(session.newHold(frame, event, classId, ResourceKind.FENCE, null));
            return;
        }
        Fence fence = session.resources.fence(event.instance);
        session.classify(fence, event, ResourceKind.FENCE, KIND);
        fence.sections++;
        crossRelease.placeOfItem(fence, frame, event);
        if (fence.signalled == Fence.NEVER) {
            session.begin(session.newHold(frame, event, fence.classId, ResourceKind.FENCE, fence));
        }
    }

    void endSection(Event event, TaskState task, Frame frame) {
        if (event.instance == Instances.NONE) {
            int classId = session.classes.of(event.className, event.subclass, ResourceKind.FENCE);
            for (int i = frame.count - 1; i >= 0; i--) {
                Hold hold = frame.holds[i];
                if (hold.kind == ResourceKind.FENCE && hold.classId == classId && hold.resource == null) {
                    session.end(hold);
                    return;
                }
            }
            session.anomalies.add(Anomalies.SECTION_NOT_BEGUN, event.line);
            return;
        }
        Fence fence = session.resources.fence(event.instance);
        if (fence.sections == 0) {
            session.anomalies.add(Anomalies.SECTION_NOT_BEGUN, event.line);
            return;
        }
        fence.sections--;
        for (Hold hold = fence.holders; hold != null; hold = hold.nextOfResource) {
            if (hold != fence.duty && hold.frame != null && hold.frame.task == task) {
                session.end(hold);
                return;
            }
        }
    }

    void signal(Event event, TaskState task, Frame frame) {
        Fence fence = session.resources.fence(event.instance);
        session.classify(fence, event, ResourceKind.FENCE, KIND);
        if (fence.signalled != Fence.NEVER) {
            session.anomalies.add(Anomalies.SIGNALLED_TWICE, event.line);
            return;
        }
        acrossSyscalls(fence, event, task, frame);
        crossRelease.placeOfItem(fence, frame, event);
        List<Waiter> waiters = fence.waiters.all();
        crossRelease.signalled(fence, waiters, frame, event);
        fence.signalledBy(task);
        if (event.isPartOfSignal()) {
            return;
        }
        if (session.traits.program()) {
            release(fence, waiters);
        }
        checks.settled(fence, task, frame);
        fence.signalled = session.now;
        if (session.traits.program() && fence.isSignalledBy(task)) {
            fence.sees(session.inOrder(frame));
        }
        fence.signalItem = frame.unit.item;
        fence.signalItemQueued = frame.unit.itemQueued;
        fence.signalItemQueuer = frame.unit.itemQueuer;
        endAll(fence);
        fence.waitsFor().removeIf(wait -> wait.on() instanceof Fence other && other.signalled != Fence.NEVER);
        if (fence.device != Instances.NONE) {
            payToDevice(fence);
        }
    }

    /** Whoever waited for this fence waits no longer: only those that wait at one time count as such. */
    private void release(Fence fence, List<Waiter> waiters) {
        for (Waiter waiter : waiters) {
            for (int i = 0; i < waiter.frame.count; i++) {
                Hold hold = waiter.frame.holds[i];
                if (hold.waitedFor != null) {
                    hold.waitedFor.removeIf(
                            (int target) -> target % 2 == 0 && session.classes.areSame(target / 2, fence.classId));
                }
            }
        }
    }

    void await(Event event, TaskState task, Frame frame) {
        WaitKind kind = Session.waitKind(event);
        List<Fence> fences = fencesOf(event);
        if (kind == null) {
            return;
        }
        int target = targetOf(fences) * 2;
        Resource waited = fences.size() == 1 ? fences.get(0) : new Resource.AnyOf(fences);
        contexts.sleep(frame, target, waited, event);
        if (isSeen(fences, session.inOrder(frame))) {
            return;
        }
        for (Fence fence : fences) {
            fence.waiters.add(new Waiter(frame, session.now));
            if (fence.awaited == Fence.NEVER && event.slept != Toggle.NO) {
                fence.awaited = session.now;
            }
        }
        checks.waitsUnderHolds(fences, frame, event);
        userFences.await(fences, kind, frame, event);
        session.dependencies.waitFor(frame, target, waited, kind, event);
        orders.waits(fences, frame, target, kind);
        TaskState.Blocked blocked = task.blocked;
        blocked.active = true;
        blocked.timed = kind != WaitKind.BLOCKING;
        blocked.target = target;
        blocked.any.addAll(fences);
    }

    /** Whether one of them is known to be signalled by what runs in this order. */
    private static boolean isSeen(List<Fence> fences, long order) {
        for (int i = 0; order != Session.UNORDERED && i < fences.size(); i++) {
            if (fences.get(i).isSeenBy(order)) {
                return true;
            }
        }
        return false;
    }

    /** Counts what had to wait until every class has its name. */
    void finish() {
        crossRelease.finish();
        finishSoFar();
    }

    /** Events were lost. */
    void forget() {
        checks.forgetAll();
    }

    /** As if the recording ended here. */
    void finishSoFar() {
        checks.finish();
        userFences.finish();
    }

    void awaited(Event event, TaskState task, Frame frame) {
        List<Fence> fences = fencesOf(event);
        if (fences.size() == 1 && (event.result == EventResult.UNSAID || event.result == EventResult.SIGNALED)) {
            fences.get(0).sees(session.inOrder(frame));
        }
        for (Fence fence : fences) {
            checks.cameBack(fence, task);
            Waiter waiter = fence.waiters.remove(task);
            if (waiter != null) {
                crossRelease.woke(fence, waiter, event.slept != Toggle.NO);
            }
        }
    }

    void destroy(Event event) {
        Fence fence = session.resources.fence(event.instance);
        if (!fence.waiters.isEmpty() && fence.signalled == Fence.NEVER) {
            session.anomalies.add(Anomalies.DESTROYED_WHILE_WAITED, event.line);
        }
        endAll(fence);
        if (fence.device != Instances.NONE) {
            payToDevice(fence);
        }
        checks.forget(fence);
        fence.waiters.clear();
        fence.claims.clear();
        fence.sections = 0;
        fence.recycle();
        if (fence.classId != ClassTable.NONE && !session.classes.isProvisional(fence.classId)) {
            fence.classBefore = fence.classId;
            fence.classId = ClassTable.NONE;
        }
    }

    private List<Fence> fencesOf(Event event) {
        if (event.anyCount == 0) {
            Fence fence = session.resources.fence(event.instance);
            session.classify(fence, event, ResourceKind.FENCE, KIND);
            List<Fence> only = new ArrayList<>(1);
            only.add(fence);
            return only;
        }
        List<Fence> fences = new ArrayList<>(event.anyCount);
        for (int i = 0; i < event.anyCount; i++) {
            Fence fence = session.resources.fence(event.any[i]);
            session.classify(fence, event, ResourceKind.FENCE, KIND);
            fences.add(fence);
        }
        return fences;
    }

    private int targetOf(List<Fence> fences) {
        int first = fences.get(0).classId;
        if (fences.size() == 1) {
            return first;
        }
        int[] classIds = fences.stream()
                .mapToInt(fence -> fence.classId)
                .sorted()
                .distinct()
                .toArray();
        return classIds.length == 1 ? first : session.classes.anyOf(classIds);
    }

    private void acrossSyscalls(Fence fence, Event event, TaskState task, Frame frame) {
        long here = task.frames[0].unit.syscall;
        if (fence.published != Fence.NEVER
                && fence.submitted == Fence.NEVER
                && fence.publisher == task.id
                && fence.publishSyscall != 0
                && here != 0
                && here != fence.publishSyscall) {
            session.observe(
                    Observation.Kind.UNBOUNDED,
                    "across-syscalls",
                    fence.classId * 2,
                    fence.classId * 2,
                    new TreeMap<>(),
                    frame,
                    fence.duty,
                    fence,
                    event);
        }
    }

    /** Ends the duty and every section of a fence. */
    private void endAll(Fence fence) {
        fence.duty = null;
        fence.lateDuties.clear();
        while (fence.holders != null) {
            session.end(fence.holders);
        }
    }

    /** A fence of a device is no longer owed. */
    private void payToDevice(Fence fence) {
        Resource.Device device = session.resources.device(fence.device);
        if (!device.fences.remove(fence)) {
            return;
        }
        Hold next;
        long paid = Fence.NEVER;
        for (Hold hold = device.holders; hold != null; hold = next) {
            next = hold.nextOfResource;
            // Of the holds of one reset, which have one position, only one is for this fence.
            if (hold.kind == ResourceKind.FENCE
                    && hold.since != paid
                    && session.classes.areSame(hold.classId, fence.classId)
                    && fence.published < hold.since) {
                paid = hold.since;
                if (--hold.owed == 0) {
                    session.end(hold);
                }
            }
        }
    }
}
