package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * Code that an object makes anew each time that its queue is not empty any more, and that runs one thing after the other out
 * of that queue, in whatever threads of the program: a pool of the JDK tells itself what it runs. It counts as one task as
 * long as it is not made twice before it begins, and runs nothing more once another thread has begun with the next one.
 */
public final class Drains {
    /** Whatever threads the program has for it. */
    private static final Pool THREADS = new Pool("threads of the program", 0);

    private Drains() {}

    /** Such code was made, to be handed to somebody. */
    public static void made(Object code) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            Instance turns = TaskClasses.isDrain(code) ? Tasks.inTurns(thread, code) : null;
            if (turns != null) {
                turns.asTask().reruns().made(System.identityHashCode(code));
            }
        } finally {
            thread.busy = false;
        }
    }

    /** Is about to run something that it took out of no known queue. */
    static void runs(ThreadState thread, Object task) {
        Object outer = thread.draining;
        boolean drain = TaskClasses.isDrain(task);
        if (outer != null && drain && outer.getClass() == task.getClass()) {
            // That one ended by an exception.
            end(thread);
        } else if (outer != null) {
            goesOn(thread);
            return;
        }
        if (drain && thread.latest(How.WORK) == null) {
            begins(thread, task);
        }
    }

    private static void begins(ThreadState thread, Object task) {
        Instance turns;
        Object stands;
        LockClass work;
        thread.busy = true;
        try {
            turns = Tasks.inTurns(thread, task);
            stands = turns == null ? null : turns.get();
            work = turns == null ? null : LockClasses.inPool(turns.lockClass, THREADS);
        } finally {
            thread.busy = false;
        }
        if (turns != null && stands != null && work != null) {
            thread.hold(stands, How.WORK, work);
            thread.draining = task;
            Tasks.beginsAgain(thread, turns, task);
        }
    }

    /** Has run something. */
    static void ran(ThreadState thread, @Nullable Object task) {
        if (thread.draining == task) {
            end(thread);
        } else {
            goesOn(thread);
        }
    }

    /** What it runs comes out of a blocking queue: then each such thing is a task, and that it waits for more is none. */
    static void takesFromQueue(ThreadState thread) {
        Instance again = thread.again;
        if (again != null) {
            again.asTask().reruns().isForAnybody();
        }
        end(thread);
    }

    private static void end(ThreadState thread) {
        thread.draining = null;
        thread.endAll(How.WORK);
        Tasks.endsAgain(thread);
    }

    /** What runs something more when the next one has begun already runs at once with that. */
    private static void goesOn(ThreadState thread) {
        Instance again = thread.again;
        if (again != null && !again.mayOverlap() && again.asTask().reruns().isTakenFrom(thread.number)) {
            again.asTask().reruns().isForAnybody();
            ThreadState.tellAgain();
        }
    }
}
