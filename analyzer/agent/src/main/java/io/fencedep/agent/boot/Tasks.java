package io.fencedep.agent.boot;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** What instrumented code calls for tasks: when they are made, handed to a pool, and run. */
public final class Tasks {
    /** The thread that runs what user interfaces are asked for. */
    private static final Pool EVENTS = new Pool("AWT-EventQueue", 1);

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
            thread.shows(code);
            // A task that only wraps another one is of its class.
            Instance known = Instances.known(code, thread.key());
            Instance inner = known == null || !known.lockClass.isWork() ? null : known;
            work = inner == null ? TaskClasses.of(code, thread.key()) : inner.lockClass;
            Instance made = Instances.of(task, work, thread.key());
            TaskFacts facts = made.asTask();
            facts.wrapped = inner;
            facts.madeBy = thread.number;
            facts.seenDone = thread.seenDone.all();
        } finally {
            thread.busy = false;
        }
        ClassInits.handedOver(thread, code, work);
    }

    /** A task was handed to a pool. */
    public static void queued(@Nullable Object task, ThreadPoolExecutor pool) {
        ThreadState thread = Threads.current();
        if (thread.busy || task == null) {
            return;
        }
        thread.busy = true;
        try {
            queued(thread, task, Pools.of(thread, pool));
        } finally {
            thread.busy = false;
        }
    }

    /** A task was handed to a pool. */
    static void queued(ThreadState thread, Object task, Pool pool) {
        boolean before = thread.busy;
        thread.busy = true;
        try {
            thread.shows(task);
            Instance known = Instances.known(task, thread.key());
            if (known == null) {
                TaskClasses.handedOver(task, thread.key());
            }
            Instance inTurns = known == null ? inTurns(thread, task) : null;
            Instance queued = known == null ? TaskClasses.inside(task, thread.key()) : known;
            for (Instance each : new Instance[] {queued, inTurns}) {
                if (each != null) {
                    each.asTask().seenDone = thread.seenDone.all();
                    each.runsIn(pool);
                }
            }
            if (queued != null) {
                Handed.over(thread, queued, pool);
            }
            Instance again = inTurns == null ? known : inTurns;
            if (again != null && !(task instanceof Future<?>)) {
                thread.handsOn = thread.again != null && thread.again.id == again.id;
                if (thread.handsOn) {
                    again.asTask().reruns().handedOn();
                } else {
                    again.asTask().reruns().handedOver();
                }
            }
        } finally {
            thread.busy = before;
        }
    }

    /** What stands for code that is made anew for each turn; null when this does not, or is known to run in several at once. */
    static @Nullable Instance inTurns(ThreadState thread, Object task) {
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

    /** A thread of a pool is about to run a task, or to do what its kind of pool does before that. */
    public static void begins(@Nullable Object task, ThreadPoolExecutor pool) {
        ThreadState thread = Threads.current();
        if (thread.busy || task == null) {
            return;
        }
        Pool runsIn;
        thread.busy = true;
        try {
            runsIn = Pools.of(thread, pool);
        } finally {
            thread.busy = false;
        }
        begins(thread, task, runsIn);
    }

    /** A thread of a pool runs a task. */
    static void begins(ThreadState thread, Object task, Pool pool) {
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
            work = LockClasses.inPool(base(thread, known, task), pool);
        } finally {
            thread.busy = false;
        }
        thread.hold(runs, How.WORK, work);
        if (known != null) {
            thread.seenDone.addAll(known.task().seenDone);
            beginsAgain(thread, known, task);
        }
    }

    /** A future runs once, or one time after the other; other code as its program likes. */
    static void beginsAgain(ThreadState thread, Instance known, Object task) {
        if (!(task instanceof Future<?>)) {
            known.asTask().reruns().begins(thread.number);
            thread.again = known;
            if (TaskClasses.isStateless(task)) {
                known.asTask().reruns().isForAnybody();
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
                again.asTask().reruns().isForAnybody();
            }
            again.asTask().reruns().ends(thread.number);
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
            work = LockClasses.inPool(
                    base(thread, Instances.known(task, thread.key()), task), Pools.single(thread, worker));
        } finally {
            thread.busy = false;
        }
        thread.hold(task, How.WORK, work);
    }

    private static LockClass base(ThreadState thread, @Nullable Instance known, Object task) {
        // What runs may be a monitor as well, which is another thing.
        return known == null || !known.lockClass.isWork() ? TaskClasses.of(task, thread.key()) : known.lockClass;
    }

    /**
     * A thread of a pool has run a task, and is about to do what its kind of pool does after that: nobody who waits for the
     * task waits for it, but the thread is not free until then, and the pool not through.
     */
    public static void afterRun(@Nullable Object task, ThreadPoolExecutor pool) {
        end();
        ThreadState thread = Threads.current();
        if (thread.busy || pool.getClass().getClassLoader() == null) {
            return;
        }
        LockClass work;
        thread.busy = true;
        try {
            work = Pools.of(thread, pool).afterwards(pool.getClass());
        } finally {
            thread.busy = false;
        }
        thread.hold(thread.afterwards, How.WORK, work);
        if (task instanceof Future<?> future && Fences.isDone(future)) {
            // In any run this comes after that task, and may ask it for its result.
            thread.seenDone.add(future);
        }
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
        Pool pool = known.pool;
        LockClass work = pool == null && known.task().madeBy == thread.number ? asked(thread, known) : known.lockClass;
        // What only wraps another task of its class is one with it.
        if (!thread.runs(work)) {
            thread.run(task, pool == null ? work : LockClasses.inPool(work, pool));
        }
        thread.seenDone.addAll(known.task().seenDone);
    }

    /**
     * The class of a task that its maker runs itself. One helper may make such tasks on behalf of all who want something
     * computed once: what one of them computes is not what another one does.
     */
    private static LockClass asked(ThreadState thread, Instance task) {
        LockClass known = task.task().asked;
        if (known != null) {
            return known;
        }
        thread.busy = true;
        try {
            String name = task.lockClass.name;
            String asker = name.startsWith("task:") ? Askers.beyond(name.substring("task:".length())) : null;
            LockClass asked = asker == null ? task.lockClass : LockClasses.byName(name + " for " + asker);
            task.asTask().asked = asked;
            return asked;
        } finally {
            thread.busy = false;
        }
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
        if (!thread.busy) {
            // What it calls when it has its result may ask for that.
            thread.seenDone.add(task);
        }
        int[] seen = thread.busy ? null : thread.seenDone.all();
        Instance known = seen == null ? null : Fences.known(thread, task);
        if (known != null) {
            known.asTask().seenDone = seen;
        }
    }

    /** A future task has run: this thread has its result at once, if it asks for that next. */
    public static void hasRun(Object task) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.endRun(task);
            thread.seenDone.add(task);
            Instance known =
                    task instanceof FutureTask<?> future && Fences.isDone(future) ? Fences.known(thread, task) : null;
            if (known != null) {
                known.asTask().wasRunBy(thread);
                Instances.isOver(thread, known);
            }
        }
    }
}
