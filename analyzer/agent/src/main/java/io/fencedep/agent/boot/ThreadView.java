package io.fencedep.agent.boot;

import io.fencedep.agent.boot.ThreadState.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountedCompleter;
import org.jspecify.annotations.Nullable;

/**
 * What another thread can see of what one holds and waits for. It may change while it is looked at: two answers need not be
 * of one moment.
 */
public final class ThreadView {
    private final ThreadState thread;

    ThreadView(ThreadState thread) {
        this.thread = thread;
    }

    /** What it holds now. */
    public Message holdsNow() {
        return new Message(Message.Kind.HOLDS, thread, null, null, null, null, 0, 0, 0);
    }

    /** What it holds, and what it has been waiting for. */
    public Message waitsNow(Waiting given, Trace trace) {
        Waiting wait = behind(given);
        Instance subject = wait.subject();
        int generation = subject == null ? 0 : subject.generation;
        LockClass subjectClass = wait.subjectClass();
        Message message =
                new Message(wait.kind(), thread, subject, subjectClass, wait.child(), trace, generation, wait.how(), 0);
        // What the program builds itself counts as held while it is waited for.
        return subjectClass != null && subjectClass.built ? message.withoutLatest() : message;
    }

    /**
     * What it holds, and the initialisation of a class that it waits for.
     *
     * @param begun what it has begun to initialise, for which that class has to come first; null when nothing is known
     */
    public Message waitsForClass(Instance needed, @Nullable Instance begun, Trace trace) {
        Message message =
                new Message(Message.Kind.BLOCKED, thread, needed, needed.lockClass, null, trace, 0, How.CLASS_INIT, 0);
        message.on = begun;
        return message;
    }

    /** Whether it initialises a class. */
    public boolean initialises() {
        return thread.latest(How.CLASS_INIT) != null;
    }

    /** The initialisation of the class with this name, which it holds; null when it does not. */
    public @Nullable Instance initialisationOf(String type) {
        Class<?> known = thread.initialising(type);
        return known == null
                ? null
                : Instances.of(known, LockClasses.byName(ClassInits.lockName(type)), new Instance.Key());
    }

    /** The lock that it waits for and that an interrupt may end the wait for; null when there is none. */
    public @Nullable Waiting asking() {
        Object lock = thread.asked();
        int how = thread.askedHow();
        if (lock == null) {
            return null;
        }
        Instance.Key key = new Instance.Key();
        LockClass lockClass = LockClasses.of(lock, key);
        return new Waiting(Message.Kind.BLOCKED, Instances.of(lock, lockClass, key), lockClass, null, how);
    }

    /** What a wait is for in the end: a future of which the task was not begun comes when that gets its place in its pool. */
    private static Waiting behind(Waiting wait) {
        Instance subject = wait.subject();
        Instance task = subject == null ? null : subject.signals().task;
        Pool pool = task == null ? null : task.pool;
        return task == null || pool == null || wait.kind() != Message.Kind.FENCE_WAIT
                ? wait
                : new Waiting(
                        Message.Kind.WORK_FLUSH, task, LockClasses.inPool(task.lockClass, pool), null, wait.how());
    }

    /** The stamped lock that it holds and asks for once more, or null. */
    public @Nullable Waiting askingAgain() {
        Path last = thread.last();
        Object lock = last.object();
        LockClass lockClass = last.chain.lockClass;
        boolean again = last.count > 1 && (last.how & How.KIND) == How.STAMPED;
        return !again || lock == null || lockClass == null
                ? null
                : new Waiting(
                        Message.Kind.BLOCKED,
                        Instances.of(lock, lockClass, new Instance.Key()),
                        lockClass,
                        null,
                        last.how & How.IDENTITY);
    }

    /**
     * That it waits for a part of a map which another thread has, in whose function that is.
     *
     * @return null when that one is not known to compute a value
     */
    public @Nullable Message waitsForMap(ThreadState owner, Trace trace) {
        Path asked = (thread.last().how & How.KIND) == How.MAP ? thread.last() : null;
        Path found = owner.latest(How.MAP);
        for (Path each = owner.last(); asked != null && !each.isRoot(); each = each.up) {
            if ((each.how & How.KIND) == How.MAP && each.object() == asked.object()) {
                found = each;
            }
        }
        Object map = found == null ? null : found.object();
        LockClass mapClass = found == null ? null : found.chain.lockClass;
        if (map == null || mapClass == null) {
            return null;
        }
        Instance subject = Instances.of(map, mapClass, new Instance.Key());
        Message message = waitsNow(new Waiting(Message.Kind.BLOCKED, subject, mapClass, null, How.MAP), trace);
        return asked != null && asked.object() == map && asked.count == 1 ? message.withoutLatest() : message;
    }

    /** What it waits for, or tries again and again to get; null for nothing. */
    public @Nullable Waiting waiting() {
        ThreadState.Spinning spinning = thread.spinning;
        return spinning == null ? thread.waiting : spinning.what();
    }

    /** Whether it tries again and again to take a lock of the program's own, which the JVM does not know as a wait. */
    public boolean spins() {
        ThreadState.Spinning spinning = thread.spinning;
        Thread host = spinning == null ? null : thread.get();
        if (spinning == null || host == null) {
            return false;
        }
        // What went wrong in such a loop has left it.
        for (StackTraceElement each : host.getStackTrace()) {
            if (each.getClassName().equals(spinning.in())) {
                return true;
            }
        }
        return false;
    }

    /** Changes whenever it takes something, gives something back, or begins or ends a wait. */
    public long signature() {
        Waiting wait = waiting();
        Object lock = thread.asked();
        return thread.sequence() * 1_000_003
                + thread.last().index * 31L
                + (wait == null ? 0 : System.identityHashCode(wait))
                + (lock == null ? 0 : System.identityHashCode(lock) * 7L);
    }

    /** Whether it holds the monitor of this object. */
    public boolean ownsMonitor(@Nullable Object object) {
        for (Path each = thread.last(); object != null && !each.isRoot(); each = each.up) {
            if (each.object() == object && (each.how & How.KIND) == How.MONITOR) {
                return true;
            }
        }
        return false;
    }

    /** The monitors that it holds and that a synchronized method of this class may want. */
    public List<Instance> monitorsOfMethodsIn(String type) {
        List<Instance> found = new ArrayList<>();
        for (Path each = thread.last(); !each.isRoot(); each = each.up) {
            Object object = each.object();
            LockClass lockClass = each.chain.lockClass;
            if (object != null
                    && lockClass != null
                    && (each.how & How.KIND) == How.MONITOR
                    && hasMethodsOf(object, type)) {
                found.add(Instances.of(object, lockClass, new Instance.Key()));
            }
        }
        return found;
    }

    private static boolean hasMethodsOf(Object object, String type) {
        if (object instanceof Class<?> itself && itself.getName().equals(type)) {
            return true;
        }
        for (Class<?> each = object.getClass(); each != null; each = each.getSuperclass()) {
            if (each.getName().equals(type)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it holds this lock, which is of a kind that only its holder can give back. */
    public boolean ownsLock(@Nullable Object lock) {
        for (Path each = thread.last(); lock != null && !each.isRoot(); each = each.up) {
            int kind = each.how & How.KIND;
            if (each.object() == lock && (kind == How.LOCK || kind == How.READ_WRITE)) {
                return true;
            }
        }
        return false;
    }

    /** The pool of which it has a place; null when it has none. */
    public @Nullable Pool pool() {
        return thread.pool();
    }

    /** Whether it waits for a while, again and again, and so without end. */
    public boolean waitsInRounds() {
        Waiting wait = thread.waiting;
        Instance subject = wait == null ? null : wait.subject();
        return subject != null && Pipes.is(subject.get());
    }

    /** Whether it waits for one more signal of what was signalled before, and is no queue. */
    public boolean waitsForMore() {
        Waiting wait = thread.waiting;
        Instance subject = wait == null || wait.kind() != Message.Kind.FENCE_WAIT ? null : wait.subject();
        return subject != null && subject.wasSignalled() && !(subject.get() instanceof BlockingQueue<?>);
    }

    /** The wait for what this thread runs of a parallel computation that another one waits for; null when it runs none of it. */
    public @Nullable Waiting forPartOf(Waiting whole) {
        Instance subject = whole.kind() == Message.Kind.WORK_FLUSH ? whole.subject() : null;
        Object computation = subject == null ? null : subject.get();
        Path work = computation == null ? null : thread.latest(How.WORK);
        if (work == null || work.chain.lockClass == null || !(work.object() instanceof CountedCompleter<?> part)) {
            return null;
        }
        LockClass lockClass = work.chain.lockClass;
        return part == computation || part.getRoot() != computation
                ? null
                : new Waiting(
                        whole.kind(), Instances.of(part, lockClass, new Instance.Key()), lockClass, null, whole.how());
    }

    /** Whether it waits for the end of a thread. */
    public boolean joins() {
        Waiting wait = thread.waiting;
        return wait != null && wait.kind() == Message.Kind.TASK_JOIN;
    }

    /** What it took, or began to take, last; null when it holds nothing, or that is built out of something else. */
    public @Nullable Object latest() {
        Path last = thread.last();
        LockClass lockClass = last.chain.lockClass;
        return lockClass != null && lockClass.built ? null : last.object();
    }

    /** The instance with this identity among what it holds; null when there is none. */
    public @Nullable Instance holdWith(int identity, String type) {
        for (Path each = thread.last(); !each.isRoot(); each = each.up) {
            Object object = each.object();
            if (object != null
                    && each.chain.lockClass != null
                    && System.identityHashCode(object) == identity
                    && object.getClass().getName().equals(type)) {
                return Instances.of(object, each.chain.lockClass, new Instance.Key());
            }
        }
        return null;
    }
}
