package io.fencedep.agent.boot;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What instrumented code calls for tasks, and for the pools that run them. */
public final class Tasks {
    /** The thread that runs what user interfaces are asked for. */
    private static final Pool EVENTS = new Pool("AWT-EventQueue", 1);

    /** States of a scope. */
    private static final int JOINED = 3;

    private static final int CLOSED = 4;

    private Tasks() {}

    /** A task was made out of this code. */
    public static void made(Object task, @Nullable Object code) {
        ThreadState thread = Threads.current();
        if (thread.busy || code == null) {
            return;
        }
        LockClass work;
        thread.busy = true;
        try {
            // A task that only wraps another one is of its class.
            Instance known = Instances.known(code, thread.key());
            Instance inner = known == null || !known.lockClass.isWork() ? null : known;
            work = inner == null ? TaskClasses.of(code, thread.key()) : inner.lockClass;
            Instance made = Instances.of(task, work, thread.key());
            made.wrapped = inner;
            made.seenDone = thread.seenDone.all();
        } finally {
            thread.busy = false;
        }
        ClassInits.handedOver(thread, code, work);
    }

    /** A pool was made, or its size was changed. */
    public static void poolMade(ThreadPoolExecutor pool, BlockingQueue<Runnable> queue, int core, int maximum) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            boolean grows = core <= 1 && maximum > 1 && mayBeFull(queue);
            pool(thread, pool, grows ? "growing-pool" : "pool").resize(capacity(pool, queue, core, maximum));
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

    /** Something was made that runs one task at a time. */
    public static void singleMade(Object worker) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            single(thread, worker);
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
            Instance inTurns = known == null ? inTurns(thread, task) : null;
            Instance queued = known == null ? TaskClasses.inside(task, thread.key()) : known;
            for (Instance each : new Instance[] {queued, inTurns}) {
                if (each != null) {
                    each.seenDone = thread.seenDone.all();
                    each.runsIn(pool(thread, pool));
                }
            }
            Instance again = inTurns == null ? known : inTurns;
            if (again != null && !(task instanceof Future<?>)) {
                thread.handsOn = thread.again != null && thread.again.id == again.id;
                if (thread.handsOn) {
                    again.reruns().handedOn();
                } else {
                    again.reruns().handedOver();
                }
            }
        } finally {
            thread.busy = false;
        }
    }

    /** What stands for code that is made anew for each turn; null when this does not, or is known to run in several at once. */
    private static @Nullable Instance inTurns(ThreadState thread, Object task) {
        Turns turns = task instanceof Future<?> ? null : Turns.of(task);
        if (turns == null) {
            return null;
        }
        Instance known = Instances.of(turns, TaskClasses.ofWrapper(task), thread.key());
        return known.mayOverlap() ? null : known;
    }

    /** A task was handed to a pool. */
    public static void handedOver() {
        ThreadState thread = Threads.current();
        if (!thread.busy && thread.handsOn) {
            thread.handsOn = false;
            thread.handedOnAt = thread.taken() + thread.awaited;
        }
    }

    /** A pool has no room for a task: if that is run all the same, then by whoever handed it over, without a place. */
    public static void rejected(@Nullable Object task) {
        ThreadState thread = Threads.current();
        if (thread.busy || task == null) {
            return;
        }
        thread.busy = true;
        try {
            Instance known = Instances.known(task, thread.key());
            Instance queued = known == null ? TaskClasses.inside(task, thread.key()) : known;
            if (queued != null) {
                queued.runsIn(null);
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
        Instance known;
        LockClass work;
        Object runs = task;
        thread.busy = true;
        try {
            known = Instances.known(task, thread.key());
            Instance inTurns = known == null ? inTurns(thread, task) : null;
            Object turns = inTurns == null ? null : inTurns.get();
            if (turns != null) {
                known = inTurns;
                runs = turns;
            }
            work = LockClasses.inPool(base(thread, known, task), pool(thread, pool));
        } finally {
            thread.busy = false;
        }
        thread.hold(runs, How.WORK, work);
        if (known != null) {
            thread.seenDone.addAll(known.seenDone);
            beginsAgain(thread, known, task);
        }
    }

    /** A future runs once, or one time after the other; other code as its program likes. */
    static void beginsAgain(ThreadState thread, Instance known, Object task) {
        if (!(task instanceof Future<?>)) {
            known.reruns().begins(thread.number);
            thread.again = known;
            if (TaskClasses.isStateless(task)) {
                known.reruns().isForAnybody();
            }
        }
    }

    static void endsAgain(ThreadState thread) {
        Instance again = thread.again;
        if (again != null) {
            thread.again = null;
            long handedOnAt = thread.handedOnAt;
            thread.handedOnAt = -1;
            thread.handsOn = false;
            if (handedOnAt >= 0 && handedOnAt != thread.taken() + thread.awaited) {
                // It went on with what it does while the next one may have run already.
                again.reruns().isForAnybody();
            }
            again.reruns().ends(thread.number);
        }
    }

    /** What runs one task at a time runs this one. */
    public static void beginsAlone(Object task, Object worker) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        LockClass work;
        thread.busy = true;
        try {
            work = LockClasses.inPool(base(thread, Instances.known(task, thread.key()), task), single(thread, worker));
        } finally {
            thread.busy = false;
        }
        thread.hold(task, How.WORK, work);
    }

    /** An executor was made that starts a thread for each task. */
    public static void unboundedMade(Object executor) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            Instances.of(executor, LockClasses.byName("pool"), thread.key()).pool =
                    new Pool(LockClasses.site("pool", new Trace()), 0);
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

    private static LockClass base(ThreadState thread, @Nullable Instance known, Object task) {
        // What runs may be a monitor as well, which is another thing.
        return known == null || !known.lockClass.isWork() ? TaskClasses.of(task, thread.key()) : known.lockClass;
    }

    /** Whatever task this thread ran is over. */
    public static void end() {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.endAll(How.WORK);
            endsAgain(thread);
        }
    }

    /** A future task runs, in a pool or not. */
    public static void runs(Object task) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, task);
        if (known == null) {
            return;
        }
        // What only wraps another task of its class is one with it.
        if (!thread.runs(known.lockClass)) {
            Pool pool = known.pool;
            LockClass work = known.lockClass;
            thread.run(task, pool == null ? work : LockClasses.inPool(work, pool));
        }
        thread.seenDone.addAll(known.seenDone);
    }

    /** An event was made that will run this code. */
    public static void eventMade(Object event, @Nullable Object code) {
        made(event, code);
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, event);
        if (known != null) {
            known.pool = EVENTS;
        }
    }

    /** An event runs its code; where one event waits for others, these run inside of it. */
    public static void dispatches(Object event) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, event);
        if (known != null) {
            Path outer = thread.latest(How.WORK);
            LockClass running = outer == null ? null : outer.chain.lockClass;
            boolean inside = running != null && running.pool == EVENTS;
            LockClass work = known.lockClass;
            thread.run(event, inside ? work : LockClasses.inPool(work, EVENTS));
        }
    }

    /** A future task is about to have its result: whoever waits for that knows then what this thread knows now. */
    public static void completes(Object task) {
        ThreadState thread = Threads.current();
        int[] seen = thread.busy ? null : thread.seenDone.all();
        Instance known = seen == null ? null : Fences.known(thread, task);
        if (known != null) {
            known.seenDone = seen;
        }
    }

    /** A future task has run: this thread has its result at once, if it asks for that next. */
    public static void hasRun(Object task) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.endRun(task);
            thread.seenDone.add(task);
        }
    }

    /** Is about to wait for the end of a task. */
    public static void flushBegins(Object task, long nanos) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            Instance known = Instances.known(task, thread.key());
            if (known != null && !thread.sawDone(task)) {
                flush(thread, known, known.pool, 0, nanos);
            }
        } finally {
            thread.busy = false;
        }
    }

    static void flush(ThreadState thread, Instance task, @Nullable Pool pool, int given, long nanos) {
        if (nanos == 0) {
            return;
        }
        int how = (nanos > 0 ? given | How.TIMED : given) | (thread.managed > 0 ? How.HELPED : 0);
        LockClass work = pool == null ? task.lockClass : LockClasses.inPool(task.lockClass, pool);
        thread.awaited++;
        thread.waiting = new ThreadState.Waiting(Message.Kind.WORK_FLUSH, task, work, null, how);
        if (ThreadState.everything || thread.isNewWait(work, how)) {
            Trace trace = new Trace();
            trace.timeout = nanos;
            thread.tell(Message.Kind.WORK_FLUSH, task, work, null, trace, 0, how, 0);
        }
    }

    /** Has waited for all of these futures, or found them to be done. */
    public static void invokedAll(@Nullable Object futures) {
        ThreadState thread = Threads.current();
        if (thread.busy || !(futures instanceof List<?> all)) {
            return;
        }
        thread.busy = true;
        try {
            for (Object each : all) {
                Instance known = each == null ? null : Instances.known(each, thread.key());
                if (known != null && !thread.seenDone.knows(each)) {
                    flush(thread, known, known.pool, 0, Timeouts.NONE);
                }
            }
        } finally {
            thread.waiting = null;
            thread.busy = false;
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

    /** A scope is about to make a task of this code, which it wraps. */
    public static void forks(@Nullable Object code) {
        Threads.current().forking = code;
    }

    /** A scope has made a task of this code, or of what the thread has given it to wrap. */
    public static void forked(Object task, @Nullable Object code) {
        ThreadState thread = Threads.current();
        Object wrapped = thread.forking;
        thread.forking = null;
        made(task, wrapped == null ? code : wrapped);
    }

    /** A scope will not wait longer than so for its tasks. */
    public static void expires(Object scope, Duration timeout) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, scope);
        if (known != null) {
            known.expires = Math.max(1, TimeUnit.NANOSECONDS.convert(timeout));
        }
    }

    /** Is about to wait for all tasks of a scope. */
    public static void joinsAll(Object scope) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, scope);
        if (known != null) {
            drains(scope, known.expires == 0 ? Timeouts.NONE : Timeouts.ofNanos(known.expires));
        }
    }

    /**
     * Is about to leave a scope, and waits for the tasks that it has not waited for yet: those that were told to give up.
     *
     * @param state in which it is, as the JDK counts: from this one on all was waited for
     */
    public static void closes(Object scope, int state, boolean cancelled) {
        if (state != CLOSED && (state != JOINED || cancelled)) {
            drains(scope, Timeouts.NONE);
        }
    }

    /** No longer waits for a task or a thread. */
    public static void waitEnds() {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        ThreadState.Waiting waiting = thread.waiting;
        thread.waiting = null;
        Instance subject = waiting == null || waiting.kind() != Message.Kind.WORK_FLUSH ? null : waiting.subject();
        if (subject != null && subject.get() instanceof FutureTask<?> task && isDone(task)) {
            thread.seenDone.addAll(subject.seenDone);
            thread.seenDone.add(task);
        }
    }

    private static boolean isDone(FutureTask<?> task) {
        try {
            return task.isDone();
        } catch (RuntimeException | Error e) {
            // A program's own kind may answer in any way.
            return false;
        }
    }

    private static Pool pool(ThreadState thread, ThreadPoolExecutor executor) {
        return pool(thread, executor, "pool");
    }

    private static Pool pool(ThreadState thread, ThreadPoolExecutor executor, String what) {
        Instance known = Instances.of(executor, LockClasses.byName("pool"), thread.key());
        Pool pool = known.pool;
        if (pool == null) {
            pool = new Pool(LockClasses.site(what, new Trace()), 0);
            known.pool = pool;
        }
        return pool;
    }

    private static Pool single(ThreadState thread, Object worker) {
        Instance known = Instances.of(worker, LockClasses.byName("pool"), thread.key());
        Pool pool = known.pool;
        if (pool == null) {
            pool = new Pool(LockClasses.site("timer", new Trace()), 1);
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
