package io.fencedep.core.lowering;

import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What acquiring and releasing locks means. */
final class LockLowering {
    private static final int FAILS_THAT_SPIN = 3;

    private final Session session;
    private final WaitContexts contexts;
    private final Recursions recursions;

    LockLowering(Session session, WaitContexts contexts) {
        this.session = session;
        this.contexts = contexts;
        recursions = new Recursions(session);
    }

    void acquire(Event event, TaskState task, Frame frame) {
        Resource lock = session.resources.plain(event.instance);
        int classId = classOf(lock, event);
        if (event.tried && event.failed) {
            failedTry(event, task, frame, lock, classId);
            return;
        }
        ClassTable.Entry entry = describe(classId, event);
        int target = targetOf(classId, event);
        Hold own = lock.latestBy(task);
        if (own != null && isReentrant(own, event)) {
            reenter(own, event, task, frame, lock, target);
            return;
        }
        WaitKind kind = waitKind(event, classId);
        boolean mayBlock = kind != null && kind != WaitKind.TRIED;
        if (own != null && own.capacity > 1) {
            own = null;
        }
        if (own != null && mayBlock) {
            own = recursions.takenAgain(own, event, frame, lock, target);
        }
        if (kind != null && kind != WaitKind.TRIED) {
            block(event, task, frame, lock, target, kind, own);
        }
        if (kind != null && !event.unchecked && !(classId == session.classes.reclaim && frame.inReclaim > 0)) {
            session.dependencies.waitFor(frame, target, lock, kind, event);
        }
        hold(event, task, frame, lock, classId, entry);
    }

    /** The frame's unit of work waited for a lock at that position, earlier than now. */
    void recall(Event event, Frame frame, long when) {
        session.learnClass(event);
        Resource lock = session.resources.plain(event.instance);
        int target = targetOf(classOf(lock, event), event);
        WaitKind kind = waitKind(event, target / 2);
        if (kind != null && kind != WaitKind.TRIED && !event.unchecked && frame.unit.recorded) {
            int key = target << 2 | kind.ordinal();
            frame.unit.waitedEarlier(key, when, event, lock);
            if (when >= frame.unit.began) {
                session.noteLock(frame.unit, key, lock, when);
            }
        }
    }

    void acquired(Event event, TaskState task) {
        Resource lock = session.resources.plain(event.instance);
        Hold own = lock.latestBy(task);
        compareSubclass(own, event);
        if (own != null && event.result == EventResult.TIMEOUT) {
            giveBack(own, task);
            gaveUp(own, lock.latestBy(task));
        }
    }

    /** That its task asked again for what it holds, and gave up, is no sign that the end of the hold was missed. */
    private void gaveUp(Hold attempt, @Nullable Hold first) {
        if (first != null && first != attempt && !session.traits.reusesNames()) {
            first.retaken = false;
        }
    }

    void release(Event event, TaskState task, Frame frame) {
        Resource lock = session.resources.plain(event.instance);
        Hold own = lock.latestBy(task);
        if (own == null) {
            releaseByStranger(event, lock);
            return;
        }
        if (own.frame != frame) {
            session.anomalies.add(Anomalies.RELEASE_NOT_HELD, event.line);
        } else {
            compareSubclass(own, event);
            giveBack(own, task);
        }
    }

    /** What ends or changes a hold may say again under which subclass it was taken. */
    private void compareSubclass(@Nullable Hold own, Event event) {
        if (event.subclass != 0 && own != null && own.depth == 1 && own.subclass != event.subclass) {
            session.anomalies.add(Anomalies.OTHER_SUBCLASS, event.line);
        }
    }

    private void giveBack(Hold own, TaskState task) {
        if (own.depth > 1) {
            own.depth--;
        } else if (own.unchecked && own.outlived && session.isForgotten(task, own)) {
            session.dropStuck(own);
        } else {
            session.end(own);
        }
    }

    void downgrade(Event event, TaskState task) {
        Resource lock = session.resources.plain(event.instance);
        Hold own = lock.latestBy(task);
        if (own == null || own.shared()) {
            session.anomalies.add(Anomalies.DOWNGRADE_NOT_HELD, event.line);
            return;
        }
        compareSubclass(own, event);
        Frame frame = Objects.requireNonNull(own.frame);
        own.mode = LockMode.READ;
        own.excludesWriters = own.excludes && session.traits.program();
        own.excludes = false;
        readBySomebody(session.classes.entry(own.classId));
        frame.rechain(own);
        if (own.enabledMarks == 3) {
            frame.unmarked++;
        }
        own.enabledMarks = 0;
    }

    private int classOf(Resource lock, Event event) {
        String kindName = event.lockKind == LockKind.UNKNOWN ? "lock" : event.lockKind.text();
        int base = session.classify(lock, event, ResourceKind.LOCK, kindName);
        if (event.subclass == 0) {
            return base;
        }
        ClassTable.Entry entry = session.classes.entry(base);
        return session.classes.subclassOf(base, event.subclass, entry.kind);
    }

    /** How an acquire waits; null when it does not. */
    private @Nullable WaitKind waitKind(Event event, int classId) {
        if (opensSection(classId, event)) {
            return null;
        }
        return event.tried ? WaitKind.TRIED : Session.waitKind(event);
    }

    /** Who reads what stands for every dma_fence is on the way to a signal; only who writes waits for one. */
    private boolean opensSection(int classId, Event event) {
        return classId == session.classes.dmaFenceMap && event.mode != LockMode.WRITE;
    }

    /** A class times two, plus one when its readers are waited for as well; only classes of locks have readers. */
    private int targetOf(int classId, Event event) {
        boolean readers =
                event.mode != LockMode.RECURSIVE_READ && session.classes.entry(classId).kind == ResourceKind.LOCK;
        return classId * 2 + (readers ? 1 : 0);
    }

    private ClassTable.Entry describe(int classId, Event event) {
        ClassTable.Entry entry = session.classes.entry(classId);
        if (entry.lockKind == LockKind.UNKNOWN) {
            entry.lockKind = event.lockKind;
        }
        if (event.capacity > 1) {
            entry.capacity = Math.max(entry.capacity, event.capacity);
        }
        entry.percpu |= event.percpu;
        if (event.mode != LockMode.WRITE) {
            readBySomebody(entry);
        }
        return entry;
    }

    /** A class that has readers has a second node, which what is known already may lead to. */
    private void readBySomebody(ClassTable.Entry entry) {
        if (!entry.shared) {
            entry.shared = true;
            session.growth++;
        }
    }

    private boolean isReentrant(Hold own, Event event) {
        return own.reentrant || event.reentrant || event.lockKind == LockKind.MONITOR;
    }

    /** Its task takes a reentrant lock again: counted, but writing under one's own read never ends. */
    private void reenter(Hold own, Event event, TaskState task, Frame frame, Resource lock, int target) {
        boolean checked = !own.unchecked && !event.unchecked;
        boolean upgrade = own.shared() && event.mode == LockMode.WRITE && !event.tried;
        WaitKind kind = Session.waitKind(event);
        if (checked && upgrade && kind != null) {
            recursions.record("upgrade", own, frame, lock, target, event);
        }
        if (upgrade && kind != null) {
            stay(event, task, lock, target, kind);
        }
        own.depth++;
    }

    /** All that is checked when an acquire may block. */
    private void block(
            Event event,
            TaskState task,
            Frame frame,
            Resource lock,
            int target,
            WaitKind kind,
            @Nullable Hold sameInstance) {
        ClassTable.Entry entry = session.classes.entry(target / 2);
        LockKind lockKind = entry.lockKind;
        int outer =
                event.waitOuter != 0 ? event.waitOuter : event.waitInner != 0 ? event.waitInner : lockKind.waitOuter();
        contexts.lock(frame, outer, target, lock, event);
        if (!event.unchecked) {
            session.usages.usedIn(frame, target, lock, event);
            recursions.check(event, task, lock, target, sameInstance);
        }
        stay(event, task, lock, target, kind);
    }

    /** From here on the task waits, until it says something else. */
    private void stay(Event event, TaskState task, Resource lock, int target, WaitKind kind) {
        if (isAnnotation(event, session.classes.entry(target / 2))) {
            return;
        }
        TaskState.Blocked blocked = task.blocked;
        blocked.active = true;
        blocked.timed = kind != WaitKind.BLOCKING;
        blocked.target = target;
        blocked.resource = lock;
        blocked.mode = event.mode;
        blocked.capacity = Math.max(1, event.capacity);
    }

    /** Whether nobody is ever stuck at such a lock, nor because somebody has it. */
    private static boolean isAnnotation(Event event, ClassTable.Entry entry) {
        LockKind kind = event.lockKind != LockKind.UNKNOWN ? event.lockKind : entry.lockKind;
        return entry.kind != ResourceKind.LOCK || !excludes(kind);
    }

    private void hold(Event event, TaskState task, Frame frame, Resource lock, int classId, ClassTable.Entry entry) {
        Hold hold = session.newHold(frame, event, classId, entry.kind, lock);
        LockKind kind = entry.lockKind;
        hold.lockLike = true;
        hold.subclass = event.subclass;
        hold.tried = event.tried || opensSection(classId, event);
        hold.passedOver = event.tried || event.unchecked;
        hold.taskLines = task.lines;
        hold.mode = entry.kind == ResourceKind.LOCK ? event.mode : LockMode.WRITE;
        hold.unchecked = event.unchecked;
        hold.reentrant = event.reentrant || kind == LockKind.MONITOR;
        hold.percpu = event.percpu;
        LockKind said = event.lockKind != LockKind.UNKNOWN ? event.lockKind : kind;
        hold.transferable = said == LockKind.SEMAPHORE;
        hold.annotation = isAnnotation(event, entry);
        hold.ofUnknownKind = said == LockKind.UNKNOWN;
        hold.capacity = event.capacity > 1 ? event.capacity : 1;
        hold.takesAll = event.capacity == 1;
        boolean isOnlyOne = hold.capacity == 1 && !event.percpu && entry.kind == ResourceKind.LOCK && excludes(kind);
        hold.excludes = isOnlyOne && event.mode == LockMode.WRITE;
        hold.excludesWriters = isOnlyOne && event.mode != LockMode.WRITE && session.traits.program();
        hold.waitInner = event.waitInner != 0 ? event.waitInner : kind.waitInner();
        hold.pending = task.blocked.active;
        session.begin(hold);
        session.usages.held(frame, hold, event);
        if (hold.pending) {
            task.blocked.acquire = hold;
        }
    }

    /** Of a lock that may have no owner, such as that of a page, it is the end all the same; of a mutex it cannot be. */
    private void releaseByStranger(Event event, Resource lock) {
        Hold oldest = null;
        for (Hold hold = lock.holders; hold != null; hold = hold.nextOfResource) {
            boolean released = hold.transferable || hold.shared() || hold.ofUnknownKind;
            if (released && (oldest == null || hold.since < oldest.since)) {
                oldest = hold;
            }
        }
        if (oldest == null || !oldest.transferable && !oldest.shared()) {
            session.anomalies.add(Anomalies.RELEASE_NOT_HELD, event.line);
        }
        if (oldest == null) {
            return;
        }
        ClassTable.Entry entry = session.classes.entry(oldest.classId);
        if (oldest.transferable && session.traits.program() && !entry.handedOver) {
            entry.handedOver = true;
            session.growth++;
        }
        if (oldest.depth > 1) {
            oldest.depth--;
        } else {
            session.end(oldest);
        }
    }

    /** Whoever tries again and again while something lasts waits all the same. */
    private void failedTry(Event event, TaskState task, Frame frame, Resource lock, int classId) {
        Int2ObjectOpenHashMap<long[]> tries = task.failedTries;
        if (tries == null) {
            tries = new Int2ObjectOpenHashMap<>();
            task.failedTries = tries;
        }
        long[] last = tries.get(lock.instance);
        if (last == null) {
            if (tries.size() > 1024) {
                tries.clear();
            }
            last = new long[FAILS_THAT_SPIN];
            tries.put(lock.instance, last);
        }
        System.arraycopy(last, 1, last, 0, FAILS_THAT_SPIN - 1);
        last[FAILS_THAT_SPIN - 1] = session.now;
        if (last[0] == 0 || event.unchecked) {
            return;
        }
        int target = targetOf(classId, event);
        for (int i = 0; i < frame.count; i++) {
            if (frame.holds[i].since < last[0]) {
                session.dependencies.waitFrom(frame.holds[i], target, lock, WaitKind.SPIN, event);
            }
        }
    }

    /** Whether a lock of this kind keeps everybody else out when it is held for write. */
    private static boolean excludes(LockKind kind) {
        return kind != LockKind.MAP && kind != LockKind.RCU && kind != LockKind.SEQ;
    }
}
