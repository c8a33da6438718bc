package io.fencedep.agent.boot;

import java.util.concurrent.CountedCompleter;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls for fork-join pools. A task that a thread runs while it waits for another one is part of
 * what it does already: it needs no thread. Only what a thread of the pool takes up by itself is work of its own.
 */
public final class ForkJoins {
    /** What the JDK makes of code that a pool is given to execute; null if there is no such class. */
    private static final @Nullable Class<?> EXECUTES = executes();

    private ForkJoins() {}

    private static @Nullable Class<?> executes() {
        try {
            return Class.forName("java.util.concurrent.ForkJoinTask$RunnableExecuteAction", false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Hands over a task, which another thread takes up, or this one when it joins it. */
    public static void forks(ForkJoinTask<?> task) {
        if (isOfJdk(task)) {
            return;
        }
        ThreadState thread = Threads.current();
        if (thread.busy || !thread.holdsSomething()) {
            return;
        }
        thread.busy = true;
        try {
            HandedUnder under = thread.last().chain.handsUnder();
            if (under != HandedUnder.NOTHING && TaskClasses.codeIn(task) == null) {
                Instance forked = Instances.of(task, under.classOf(TaskClasses.of(task, thread.key())), thread.key());
                forked.asTask().madeBy = thread.number;
                thread.hasForked = true;
            }
        } finally {
            thread.busy = false;
        }
    }

    private static boolean isOfJdk(ForkJoinTask<?> task) {
        return task.getClass().getClassLoader() == null;
    }

    /** Runs a task, of which a class is only known when it was named or its type says something. */
    public static void begins(ForkJoinTask<?> task) {
        if (!(Thread.currentThread() instanceof ForkJoinWorkerThread worker)) {
            beginsInside(task);
            return;
        }
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        if (thread.forkJoinDepth++ > 0) {
            if (worker.getPool().getParallelism() > 1) {
                beginsInside(task);
            }
            return;
        }
        if (task.getClass() != EXECUTES) {
            begins(thread, worker, task, codeIn(thread, task));
        }
    }

    private static void beginsInside(ForkJoinTask<?> task) {
        ThreadState thread = isOfJdk(task) ? null : Threads.current();
        if (thread != null && !thread.busy) {
            thread.busy = true;
            try {
                thread.beginsInside(task);
            } finally {
                thread.busy = false;
            }
        }
    }

    /** Runs what a pool was given to execute. */
    public static void executes(@Nullable Object code) {
        if (code != null && Thread.currentThread() instanceof ForkJoinWorkerThread worker) {
            ThreadState thread = Threads.current();
            if (!thread.busy && thread.forkJoinDepth == 1) {
                begins(thread, worker, code, code);
            }
        }
    }

    private static void begins(ThreadState thread, ForkJoinWorkerThread worker, Object task, @Nullable Object code) {
        Pool pool;
        LockClass work = null;
        thread.busy = true;
        try {
            pool = pool(thread, worker.getPool());
            if (code == null) {
                work = LockClasses.inPool(base(thread, (ForkJoinTask<?>) task), pool);
            }
        } finally {
            thread.busy = false;
        }
        if (code != null) {
            Tasks.begins(thread, code, pool);
        } else if (work != null) {
            thread.hold(task, How.WORK, work);
        }
    }

    /** What a program's own kind of task was made to run; null for all others. */
    private static @Nullable Object codeIn(ThreadState thread, Object task) {
        if (task.getClass().getClassLoader() == null) {
            return null;
        }
        thread.busy = true;
        try {
            Object code = TaskClasses.codeIn(task);
            return code == null || code instanceof Future<?> ? null : code;
        } finally {
            thread.busy = false;
        }
    }

    /** A pool is given something to execute. */
    public static void queued(@Nullable Object task, ForkJoinPool executor) {
        ThreadState thread = Threads.current();
        if (thread.busy || task == null) {
            return;
        }
        Object code = task instanceof ForkJoinTask<?> ? codeIn(thread, task) : task;
        // What the JDK has run on its own behalf, above all its virtual threads, is no task.
        if (code != null && (code.getClass().getClassLoader() != null || code instanceof Future<?>)) {
            Pool pool;
            thread.busy = true;
            try {
                pool = pool(thread, executor);
            } finally {
                thread.busy = false;
            }
            Tasks.queued(thread, code, pool);
        }
    }

    /** Has run a task. */
    public static void ends(ForkJoinTask<?> task) {
        boolean worker = Thread.currentThread() instanceof ForkJoinWorkerThread;
        if (!worker && isOfJdk(task)) {
            return;
        }
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.endsInside(task);
            if (worker && --thread.forkJoinDepth == 0) {
                Tasks.end();
            }
        }
    }

    /** Begins to wait for the end of a task, which this thread may run itself. */
    public static void joins(ForkJoinTask<?> task, long nanos) {
        joins(task, nanos, false);
    }

    /** @param invoked whether this thread runs it now, and those parts of it that nobody else has taken up */
    private static void joins(ForkJoinTask<?> task, long nanos, boolean invoked) {
        ThreadState thread = Threads.current();
        if (thread.busy || nanos == 0 || thread.forkJoin && !thread.holdsSomething()) {
            return;
        }
        thread.busy = true;
        try {
            LockClass base = base(thread, task);
            int how = thread.forkJoin ? How.HELPED : 0;
            if (thread.holdsOnlyWork() && (!thread.forkJoin || thread.runs(base))) {
                return;
            }
            Instance known = Instances.of(task, base, thread.key());
            // What it has forked has been taken up by another thread, or it runs that now.
            boolean helps = thread.forkJoin || task instanceof CountedCompleter<?>;
            boolean begun = invoked || helps && known.task().madeBy == thread.number;
            if (invoked) {
                known.asTask().madeBy = thread.number;
            }
            TaskWaits.flush(thread, known, known.pool, begun ? how | How.BEGUN : how, nanos);
        } finally {
            thread.busy = false;
        }
    }

    /** The parts of a parallel stream belong to what was invoked; others are told apart by their types. */
    private static LockClass base(ThreadState thread, ForkJoinTask<?> task) {
        ForkJoinTask<?> root = task instanceof CountedCompleter<?> part ? part.getRoot() : task;
        Instance known = Instances.known(root, thread.key());
        return known != null && known.lockClass.isWork() ? known.lockClass : TaskClasses.of(root, thread.key());
    }

    /** Is about to run a task and to wait for its end. */
    public static void invokes(ForkJoinTask<?> task) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        if (task.getClass().getName().startsWith("java.util.")) {
            thread.busy = true;
            try {
                Instances.of(task, invoked(), thread.key());
            } finally {
                thread.busy = false;
            }
        }
        joins(task, Timeouts.NONE, true);
    }

    private static LockClass invoked() {
        return LockClasses.byName(LockClasses.place("task", new Trace()));
    }

    /** The class of what the JDK would invoke for the program's method that runs now. */
    static LockClass invokedHere(ThreadState thread) {
        thread.busy = true;
        try {
            return invoked();
        } finally {
            thread.busy = false;
        }
    }

    /** Is about to wait in a way that its pool makes up for. */
    public static void blocks() {
        if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
            ThreadState thread = Threads.current();
            if (!thread.busy) {
                thread.managed++;
            }
        }
    }

    /** That wait is over. */
    public static void blocked() {
        if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
            ThreadState thread = Threads.current();
            if (!thread.busy && thread.managed > 0) {
                thread.managed--;
            }
        }
    }

    /** A pool was made. */
    public static void poolMade(ForkJoinPool pool) {
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

    static Pool pool(ThreadState thread, ForkJoinPool executor) {
        Instance known = Instances.of(executor, LockClasses.byName("pool"), thread.key());
        Pool pool = known.pool;
        if (pool == null) {
            boolean common = executor == ForkJoinPool.commonPool();
            String name = common ? commonName(executor) : LockClasses.site("pool", new Trace());
            pool = new Pool(name, executor.getParallelism());
            pool.waitsIn(executor, false);
            known.pool = pool;
        }
        return pool;
    }

    /**
     * One thread of the common pool is one less than this machine has processors, if nobody has said how many there are to be:
     * what waits for its place is stuck here, and yet its tasks run at once elsewhere.
     */
    private static String commonName(ForkJoinPool pool) {
        return pool.getParallelism() == 1 && !isParallelismSet() ? "growing-common-pool" : "common-pool";
    }

    private static boolean isParallelismSet() {
        try {
            return System.getProperty("java.util.concurrent.ForkJoinPool.common.parallelism") != null;
        } catch (SecurityException e) {
            return false;
        }
    }
}
