package io.fencedep.agent.boot;

import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** What instrumented code calls for the pools that run tasks: when they are made, kept, wrapped, and waited for. */
public final class Pools {
    /** Queues out of which things come in the order in which they were put in. */
    private static final Set<Class<?>> IN_ORDER =
            Set.of(LinkedBlockingQueue.class, ArrayBlockingQueue.class, LinkedBlockingDeque.class);

    private Pools() {}

    /** A pool was made, or its size was changed. */
    public static void poolMade(ThreadPoolExecutor pool, BlockingQueue<Runnable> queue, int core, int maximum) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            boolean grows = core <= 1 && maximum > 1 && mayBeFull(queue);
            Pool known = of(thread, pool, grows ? "growing-pool" : "pool", 0);
            known.resize(capacity(pool, queue, core, maximum));
            known.waitsIn(queue, IN_ORDER.contains(queue.getClass()) && (core >= maximum || !mayBeFull(queue)));
        } finally {
            thread.busy = false;
        }
    }

    /** Something was made that hides a pool and hands all tasks to it. */
    public static void wraps(Object wrapper, Object pool) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, pool);
        if (known == null || known.pool == null) {
            return;
        }
        thread.busy = true;
        try {
            Instances.of(wrapper, known.lockClass, thread.key()).pool = known.pool;
        } finally {
            thread.busy = false;
        }
    }

    /** What may be a pool goes into a field. */
    public static void kept(@Nullable Object pool, int site) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy || pool == null ? null : Fences.known(thread, pool);
        Pool found = known == null ? null : known.pool;
        if (found != null) {
            found.keptIn(Sites.name(site));
        }
    }

    /** Something was made that runs one task at a time, out of a queue of its own. */
    public static void singleMade(Object worker, Object queue) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            Pool pool = single(thread, worker);
            Instances.of(queue, LockClasses.byName("pool"), thread.key()).pool = pool;
        } finally {
            thread.busy = false;
        }
    }

    /** There are so many tasks in such a queue. */
    public static void schedules(Object queue, int tasks) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, queue);
        if (known != null && known.pool != null) {
            known.pool.schedules(tasks);
        }
    }

    /** An executor was made that starts a thread for each task. */
    public static void unboundedMade(Object executor) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            of(thread, executor, "pool", 0);
        } finally {
            thread.busy = false;
        }
    }

    /** This executor will run this task. */
    public static void belongs(Object task, Object executor) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, task);
        Instance pool = known == null ? null : Fences.known(thread, executor);
        if (known != null && pool != null && pool.pool != null) {
            known.runsIn(pool.pool);
        }
    }

    /** Is about to wait until a pool has run all its tasks. */
    public static void drains(Object executor, long nanos) {
        ThreadState thread = Threads.current();
        if (thread.busy || nanos == 0 || !thread.holdsSomething()) {
            return;
        }
        thread.busy = true;
        try {
            Instance known = Instances.known(executor, thread.key());
            Pool pool = known == null ? null : known.pool;
            if (known != null && pool != null) {
                int how = nanos > 0 ? How.TIMED : 0;
                Trace trace = new Trace();
                trace.timeout = nanos;
                LockClass all = LockClasses.inPool(known.lockClass, pool);
                thread.awaited++;
                thread.waiting = new ThreadState.Waiting(Message.Kind.POOL_FLUSH, known, all, null, how);
                thread.tell(Message.Kind.POOL_FLUSH, known, all, null, trace, 0, how, 0);
            }
        } finally {
            thread.busy = false;
        }
    }

    /** What is known of a pool. */
    static Pool of(ThreadState thread, ThreadPoolExecutor executor) {
        return of(thread, executor, "pool", 0);
    }

    /** What is known of what runs one task at a time. */
    static Pool single(ThreadState thread, Object worker) {
        return of(thread, worker, "timer", 1);
    }

    private static Pool of(ThreadState thread, Object executor, String what, int capacity) {
        Instance known = Instances.of(executor, LockClasses.byName("pool"), thread.key());
        Pool pool = known.pool;
        if (pool == null) {
            pool = new Pool(LockClasses.site(what, new Trace()), capacity);
            known.pool = pool;
        }
        return pool;
    }

    /**
     * How many tasks may run at once; 0 when there is no bound. As long as there is room in its queue, a pool does not grow
     * beyond its core size: what waits there has to wait until one of the core's threads is free.
     */
    private static int capacity(ThreadPoolExecutor pool, BlockingQueue<Runnable> queue, int core, int maximum) {
        boolean queues = pool instanceof ScheduledThreadPoolExecutor || hasRoom(queue);
        int threads = queues ? Math.max(1, core) : maximum;
        return threads >= 1 << 15 ? 0 : threads;
    }

    /** Whether what is in this queue can ever be all that it takes: only then a pool has more threads than its core. */
    private static boolean mayBeFull(BlockingQueue<Runnable> queue) {
        return queue.getClass().getClassLoader() == null
                && hasRoom(queue)
                && queue.remainingCapacity() + queue.size() != Integer.MAX_VALUE;
    }

    /** Whether anything can ever be in this queue. A program's own kind of queue is not asked, as that may do anything. */
    private static boolean hasRoom(BlockingQueue<Runnable> queue) {
        return queue.getClass().getClassLoader() != null || queue.remainingCapacity() + queue.size() > 0;
    }
}
