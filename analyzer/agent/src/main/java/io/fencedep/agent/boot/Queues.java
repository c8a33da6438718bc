package io.fencedep.agent.boot;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls for blocking queues. A queue is waited for by whoever finds it empty, and signalled by
 * whoever puts something in. The room in it is waited for by whoever finds it full, and signalled by whoever takes something
 * out; a queue that is never full has none.
 */
public final class Queues {
    /** Of so many threads that take from one queue some may not be told apart. */
    private static final int MANY_RUNNERS = 16;

    private Queues() {}

    /** A queue was made, at a place that gives it its name. */
    static void made(Instance queue, BlockingQueue<?> made) {
        boolean meets = made instanceof SynchronousQueue || made instanceof LinkedTransferQueue;
        if (queue.queue().room == null && (meets || made.remainingCapacity() != Integer.MAX_VALUE)) {
            madeBounded(queue, made);
        }
    }

    /** Something was made in which there may be no room. */
    static void madeBounded(Instance queue, Object made) {
        LockClass room = LockClasses.byName(queue.lockClass.name + ".room");
        queue.asQueue().room = new Instance(made, System.identityHashCode(made), room, null);
    }

    /** Is about to put something in, and waits if there is no room. */
    public static void puts(Object queue, long nanos) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, queue);
        if (known == null) {
            return;
        }
        thread.publishes();
        if (!putsBack(thread, known, queue)) {
            waitsForItself(thread, known, (BlockingQueue<?>) queue, nanos);
            known.asQueue().put(thread.number);
            waitsForRoom(thread, known, nanos);
        } else if (known.queue().putByOthers() > size(thread, (BlockingQueue<?>) queue)) {
            waitsForRoom(thread, known, nanos);
        }
    }

    /**
     * Signals that there is something in a queue; whether that was taken out by this thread before, under a lock that it has
     * still. Then it counts as one thing that is used and put back: whoever needs that lock to take it does not wait for what
     * this thread did before, and as long as no more things were ever put in there is room for it.
     */
    private static boolean putsBack(ThreadState thread, Instance queue, Object itself) {
        int gives = thread.passed.putsBack(itself, thread.last().sequence, thread.sequence());
        if (gives >= 0) {
            Fences.signal(thread, queue, queue.lockClass, gives);
        } else if (gives == Passed.NONE) {
            Fences.signal(thread, queue, queue.lockClass);
        }
        return gives != Passed.NONE;
    }

    private static int size(ThreadState thread, BlockingQueue<?> queue) {
        thread.busy = true;
        try {
            return queue.size() + queue.remainingCapacity();
        } finally {
            thread.busy = false;
        }
    }

    /** Is about to put something in, if there is room. */
    public static void adds(Object queue) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, queue);
        if (known != null) {
            thread.publishes();
            if (!putsBack(thread, known, queue)) {
                known.asQueue().put(thread.number);
            }
        }
    }

    /** Who alone takes from a queue that others keep filling waits for itself when it finds no room. */
    private static void waitsForItself(ThreadState thread, Instance queue, BlockingQueue<?> itself, long nanos) {
        Instance room = queue.queue().room;
        if (room == null
                || nanos >= 0
                || queue.queue().waitsForItself
                || !queue.queue().isFilledByOthers(thread.number, 0)) {
            return;
        }
        thread.busy = true;
        try {
            if (!isMeeting(itself)
                    && queue.queue().isFilledByOthers(thread.number, itself.size() + itself.remainingCapacity())) {
                queue.asQueue().waitsForItself = true;
                Trace trace = new Trace();
                thread.tell(Message.Kind.WAITS_FOR_ITSELF, room, room.lockClass, null, trace, room.generation, 0, 0);
            }
        } finally {
            thread.busy = false;
        }
    }

    static void waitsForRoom(ThreadState thread, Instance queue, long nanos) {
        Instance room = queue.queue().room;
        if (room != null) {
            queue.asQueue().waitsForRoom |= nanos != 0;
            Fences.begin(thread, room, room.lockClass, 0, nanos);
        }
    }

    /** Has put something in, or has given up. */
    public static void hasPut(Object queue) {
        ThreadState thread = Threads.current();
        if (!thread.busy && thread.waiting != null) {
            Instance known = Fences.known(thread, queue);
            Instance room = known == null ? null : known.queue().room;
            if (room != null) {
                Fences.end(thread, room, true);
            }
        }
    }

    /** Is about to take something out, and waits if there is nothing. */
    public static void takes(Object queue, long nanos) {
        ThreadState thread = Threads.current();
        ran(thread.running);
        Instance known = thread.busy ? null : Fences.known(thread, queue);
        if (known == null) {
            return;
        }
        if (isMeeting(queue)) {
            signalRoom(thread, known);
        }
        Fences.begin(thread, known, known.lockClass, 0, nanos);
    }

    /** Waits no longer; has taken something out, unless that is null. */
    public static void hasTaken(@Nullable Object taken, Object queue) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, queue);
        if (known == null) {
            return;
        }
        if (thread.waiting != null) {
            Fences.end(thread, known, true);
        }
        if (taken instanceof Runnable) {
            thread.taken = taken;
            thread.takenFrom = known;
        }
        if (taken != null && !isMeeting(queue)) {
            if (!isFirst(thread, known)) {
                signalRoom(thread, known);
            }
            if (thread.holdsSomething() && !thread.holdsOnlyWork()) {
                tookUnderLock(thread, known, queue);
            }
        }
    }

    private static void tookUnderLock(ThreadState thread, Instance known, Object queue) {
        int gives = Passed.UNTOLD;
        if (known.lockClass.sample()) {
            gives = known.asSignals().nextPass();
            thread.tell(Message.Kind.FENCE_CREATE, known, known.lockClass, null, null, gives, 0, 0);
        }
        thread.passed.took(queue, thread.last().sequence, thread.sequence(), gives);
    }

    /**
     * Is about to run something. What was taken out of a queue is a task of whoever takes from it: no other thread runs it,
     * and the next one has to wait until this one is over. Tasks that run inside of others are part of these.
     */
    public static void runs(@Nullable Object task) {
        ThreadState thread = Threads.current();
        Instance queue = thread.takenFrom;
        if (task == null || thread.busy) {
            return;
        }
        if (thread.taken != task || queue == null) {
            Drains.runs(thread, task);
            return;
        }
        thread.taken = null;
        thread.takenFrom = null;
        if (thread.draining != null) {
            Drains.takesFromQueue(thread);
        }
        if (thread.latest(How.WORK) != null) {
            return;
        }
        Instance known;
        LockClass work;
        thread.busy = true;
        try {
            known = Instances.known(task, thread.key());
            int runners = queue.asQueue().runners(thread.number);
            boolean bound = runners <= MANY_RUNNERS && !isOfferedOnly(queue);
            Pool pool = queue.pool;
            if (pool == null) {
                pool = new Pool(LockClasses.numbered(queue.lockClass.name), bound ? runners : 0);
                queue.pool = pool;
                Object tasks = queue.get();
                if (tasks != null) {
                    pool.waitsIn(tasks, false);
                }
            } else if (pool.capacity() != (bound ? runners : 0)) {
                pool.resize(bound ? runners : 0);
            }
            work = LockClasses.inPool(TaskClasses.of(task, thread.key()), pool);
        } finally {
            thread.busy = false;
        }
        thread.running = task;
        thread.hold(task, How.WORK, work);
        if (known != null) {
            Tasks.beginsAgain(thread, known, task);
        }
    }

    /** Whether a task is handed over only to a thread that is there for it already: it never waits for one. */
    private static boolean isOfferedOnly(Instance queue) {
        return queue.get() instanceof SynchronousQueue && !queue.queue().waitsForRoom;
    }

    /** Has run something. */
    public static void ran(@Nullable Object task) {
        ThreadState thread = Threads.current();
        if (task == null || thread.busy) {
            return;
        }
        if (thread.running == task) {
            thread.running = null;
            thread.endAll(How.WORK);
            Tasks.endsAgain(thread);
        } else if (thread.draining != null) {
            Drains.ran(thread, task);
        }
    }

    /**
     * Whether a thread has taken something out for the first time, and holds no lock. A queue begins with room, so nobody
     * waits for that: what a thread does between one item and the next is what those wait for that find the queue full.
     */
    static boolean isFirst(ThreadState thread, Instance queue) {
        boolean first = queue.asQueue().isFirstFor(thread.number);
        return first && (!thread.holdsSomething() || thread.holdsOnlyWork());
    }

    /** Is about to take out whatever there is. */
    public static void empties(Object queue) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, queue);
        if (known != null) {
            signalRoom(thread, known);
        }
    }

    /** Whether whoever takes makes room by coming, not by going. */
    private static boolean isMeeting(Object queue) {
        return queue instanceof SynchronousQueue || queue instanceof LinkedTransferQueue;
    }

    static void signalRoom(ThreadState thread, Instance queue) {
        Instance room = queue.queue().room;
        if (room != null) {
            Fences.signal(thread, room, room.lockClass);
        }
    }
}
