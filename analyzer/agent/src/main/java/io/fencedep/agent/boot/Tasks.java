package io.fencedep.agent.boot;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** What instrumented code calls for tasks of pools and for threads. */
public final class Tasks {
    private Tasks() {}

    // ---- pools

    /** A task was made out of this code. */
    public static void made(Object task, @Nullable Object code) {
        ThreadState thread = Threads.current();
        if (thread.busy || code == null) {
            return;
        }
        thread.busy = true;
        try {
            Instances.of(task, LockClasses.ofWork(code), thread.key());
        } finally {
            thread.busy = false;
        }
    }

    /** A pool was made. */
    public static void poolMade(ThreadPoolExecutor pool) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            pool(thread, pool);
        } finally {
            thread.busy = false;
        }
    }

    /** A task was handed to a pool. */
    public static void queued(@Nullable Object task, ThreadPoolExecutor pool) {
        ThreadState thread = Threads.current();
        if (thread.busy || task == null) {
            return;
        }
        thread.busy = true;
        try {
            Instance known = Instances.known(task, thread.key());
            if (known != null) {
                known.pool = pool(thread, pool);
            }
        } finally {
            thread.busy = false;
        }
    }

    /** A thread of a pool runs a task. */
    public static void begins(@Nullable Object task, ThreadPoolExecutor pool) {
        ThreadState thread = Threads.current();
        if (thread.busy || task == null) {
            return;
        }
        LockClass work;
        thread.busy = true;
        try {
            Instance known = Instances.known(task, thread.key());
            // What runs may be a monitor as well, which is another thing.
            LockClass base = known == null || !known.lockClass.isWork() ? LockClasses.ofWork(task) : known.lockClass;
            work = LockClasses.inPool(base, pool(thread, pool));
        } finally {
            thread.busy = false;
        }
        thread.hold(task, How.WORK, work);
    }

    /** Whatever task this thread ran is over. */
    public static void end() {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.endAll(How.WORK);
        }
    }

    /** Is about to wait for the end of a task. */
    public static void flushBegins(Object task, boolean timed) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            Instance known = Instances.known(task, thread.key());
            if (known == null || thread.sawDone(task)) {
                return;
            }
            int how = timed ? How.TIMED : 0;
            Pool pool = known.pool;
            LockClass work = pool == null ? known.lockClass : LockClasses.inPool(known.lockClass, pool);
            thread.waiting = new ThreadState.Waiting(Message.Kind.WORK_FLUSH, known, work, null, how);
            if (ThreadState.everything || thread.isNewWait(work, how)) {
                thread.tell(Message.Kind.WORK_FLUSH, known, work, null, new Trace(), 0, how, 0);
            }
        } finally {
            thread.busy = false;
        }
    }

    /** No longer waits for a task or a thread. */
    public static void waitEnds() {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.waiting = null;
        }
    }

    private static Pool pool(ThreadState thread, ThreadPoolExecutor executor) {
        Instance known = Instances.known(executor, thread.key());
        if (known == null) {
            known = Instances.of(executor, LockClasses.byName("pool"), thread.key());
        }
        Pool pool = known.pool;
        if (pool == null) {
            pool = new Pool(LockClasses.site("pool", new Trace()), capacity(executor));
            known.pool = pool;
        }
        return pool;
    }

    /** How many tasks may run at once; 0 when there is no bound. */
    private static int capacity(ThreadPoolExecutor executor) {
        boolean queues = executor instanceof ScheduledThreadPoolExecutor
                || executor.getQueue().remainingCapacity() == Integer.MAX_VALUE;
        int threads = queues ? Math.max(1, executor.getCorePoolSize()) : executor.getMaximumPoolSize();
        return threads >= 1 << 15 ? 0 : threads;
    }

    // ---- threads

    /** Is about to start a thread. */
    public static void starts(Thread child) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            ThreadState started = Threads.of(child);
            thread.tell(Message.Kind.TASK_START, null, null, started, new Trace(), 0, 0, 0);
            thread.steps();
        } finally {
            thread.busy = false;
        }
    }

    /**
     * Is about to wait for the end of a thread.
     *
     * @param timed 0 for a wait without end
     */
    public static void joins(Thread child, int timed) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            ThreadState joined = Threads.of(child);
            int how = timed != 0 ? How.TIMED : 0;
            // A join is a wait on the thread object, whose monitor is free meanwhile.
            thread.suspends(child);
            thread.waiting = new ThreadState.Waiting(Message.Kind.TASK_JOIN, null, null, joined, how);
            thread.tell(Message.Kind.TASK_JOIN, null, null, joined, new Trace(), 0, how, 0);
        } finally {
            thread.busy = false;
        }
    }

    /** The wait for the end of a thread is over. */
    public static void joined(Thread child) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            thread.waiting = null;
            ThreadState joined = Threads.of(child);
            int result = child.isAlive() ? 1 : 0;
            thread.tell(Message.Kind.TASK_JOINED, null, null, joined, null, 0, 0, result);
            thread.steps();
        } finally {
            thread.busy = false;
        }
        thread.takeAgain();
    }
}
