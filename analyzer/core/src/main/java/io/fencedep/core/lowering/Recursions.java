package io.fencedep.core.lowering;

import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.LockMode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A task that waits for a lock of a class that it holds: recursion, unless something excuses it. */
final class Recursions {
    private static final String WW_MUTEX = "_ww_class_mutex";
    private static final String WW_ACQUIRE = "_ww_class_acquire";

    private final Session session;

    Recursions(Session session) {
        this.session = session;
    }

    /**
     * A task takes a lock that it holds. If both are released in the end it was a recursion; else the first hold is one
     * that the recorder missed the end of. In a recording of a live system nobody but a reader gets past such an acquire,
     * so there the first hold is none, nor when a reader does so a third time; interrupts may while the lock is waited for.
     *
     * @return the first hold if it still counts
     */
    @Nullable
    Hold takenAgain(Hold own, Event event, Frame frame, Resource lock, int target) {
        boolean readOverRead = own.mode != LockMode.WRITE && event.mode == LockMode.RECURSIVE_READ;
        if (readOverRead || nestsInItself(own.classId)) {
            return own;
        }
        boolean bothRead = own.shared() && event.mode == LockMode.READ;
        boolean manyTimes = bothRead && !session.traits.reusesNames();
        if (own.retaken && !manyTimes && own.frame == frame) {
            session.dropStuck(own);
            return null;
        }
        own.retaken = true;
        boolean cannotGoOn = session.traits.reusesNames() && !bothRead;
        if (own.unchecked || event.unchecked || cannotGoOn) {
            return own;
        }
        SortedMap<String, String> details = details(true);
        boolean timed = Session.waitKind(event) == WaitKind.TIMED;
        if (timed) {
            details.put("timed", "true");
        }
        if (!own.attempts.add(target * 2 + (timed ? 1 : 0))) {
            return own;
        }
        Runnable earlier = own.whenBalanced;
        var witness = session.witnesses.of(frame, own, lock, event);
        int from = own.node();
        own.whenBalanced = () -> {
            if (earlier != null) {
                earlier.run();
            }
            session.observations.addCertain(new Observations.Draft(
                    Observation.Kind.RECURSION,
                    "same-class",
                    new int[] {from},
                    new int[] {target},
                    details,
                    List.of(witness)));
        };
        return own;
    }

    /** Whether holding it twice means no more than holding it once: signalling, or reclaim. */
    private boolean nestsInItself(int classId) {
        ResourceKind kind = session.classes.entry(classId).kind;
        return kind == ResourceKind.FENCE || kind == ResourceKind.RECLAIM;
    }

    /** Compares with every hold of the task, those below an interrupt included. */
    void check(Event event, TaskState task, Resource lock, int target, @Nullable Hold sameInstance) {
        boolean nestSeen = false;
        for (int level = 0; level <= task.level; level++) {
            Frame frame = task.frames[level];
            for (int i = 0; i < frame.count; i++) {
                Hold hold = frame.holds[i];
                nestSeen |=
                        event.nest != Instances.NONE && hold.resource != null && hold.resource.instance == event.nest;
                if (hold != sameInstance && isOfClass(hold, lock, target / 2)) {
                    sameClass(event, task, hold, lock, target, nestSeen);
                }
            }
        }
        if (event.nest != Instances.NONE && !nestSeen) {
            session.anomalies.add(Anomalies.NEST_NOT_HELD, event.line);
        }
    }

    /** Whether what is held is of a class, or may turn out to be; subclasses of one lock surely differ. */
    private boolean isOfClass(Hold hold, Resource lock, int classId) {
        if (hold.classId == classId || !hold.lockLike && hold.kind != ResourceKind.WORK) {
            return hold.classId == classId;
        }
        return hold.resource == lock
                ? session.classes.known(hold.classId) == session.classes.known(classId)
                : session.mayBeOne(hold.classId, classId);
    }

    private void sameClass(Event event, TaskState task, Hold hold, Resource lock, int target, boolean nested) {
        if (event.nests || inAcquireContext(task, target / 2)) {
            return;
        }
        if (hold.unchecked || nested || nestsInItself(hold.classId)) {
            return;
        }
        boolean readOverRead = event.mode == LockMode.RECURSIVE_READ && hold.shared();
        Frame frame = task.top();
        if (session.traits.program() && hold.resource != lock) {
            session.orders.before(hold, frame, lock, target, event);
            return;
        }
        if (readOverRead) {
            return;
        }
        record("same-class", hold, frame, lock, target, event);
    }

    /** Whether a source that tells no nest lock shows the acquire context of a ww mutex as a lock beside it. */
    private boolean inAcquireContext(TaskState task, int classId) {
        String name = session.classes.entry(classId).name;
        if (!session.traits.reusesNames() || !name.endsWith(WW_MUTEX)) {
            return false;
        }
        String context = name.substring(0, name.length() - WW_MUTEX.length()) + WW_ACQUIRE;
        Frame frame = task.top();
        for (int i = 0; i < frame.count; i++) {
            if (session.classes.entry(frame.holds[i].classId).name.equals(context)) {
                return true;
            }
        }
        return false;
    }

    /** The task waits for what its hold keeps it from. */
    void record(String rule, Hold hold, Frame frame, Resource lock, int target, Event event) {
        SortedMap<String, String> details = details(hold.resource == lock);
        if (hold.capacity > 1) {
            details.put("capacity", Long.toString(hold.capacity));
        }
        WaitKind kind = Session.waitKind(event);
        if (kind == WaitKind.TIMED) {
            details.put("timed", "true");
        }
        session.observe(Observation.Kind.RECURSION, rule, hold.node(), target, details, frame, hold, lock, event);
    }

    private static SortedMap<String, String> details(boolean sameInstance) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("instance", sameInstance ? "same" : "other");
        return details;
    }
}
