package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/** What instrumented code calls for threads that are started and joined. */
public final class Starts {
    /** Whether the program has started a thread. */
    private static volatile boolean some;

    private Starts() {}

    /** Whether a thread was started besides the one that a program begins with. */
    public static boolean areSome() {
        return some;
    }

    /** Is about to start a thread that runs this code; null for code of its own. */
    public static void starts(Thread child, @Nullable Object code) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        some = true;
        thread.busy = true;
        try {
            ThreadState started = Threads.of(child);
            thread.tell(Message.Kind.TASK_START, null, null, started, new Trace(), 0, 0, 0);
            thread.steps();
            thread.shows(child);
            thread.shows(code);
            started.seenDone.addAll(thread.seenDone.all());
            ClassInits.started(thread, started, code == null ? child : code);
        } finally {
            thread.busy = false;
        }
    }

    /** Is about to interrupt a thread. */
    public static void interrupts(Thread other) {
        ThreadState thread = Threads.current();
        if (thread.busy || !thread.holdsSomething()) {
            return;
        }
        thread.busy = true;
        try {
            Threads.of(other).interruptedBy(thread);
        } finally {
            thread.busy = false;
        }
    }

    /** Is about to wait for the end of a thread. */
    public static void joins(Thread child, long nanos) {
        ThreadState thread = Threads.current();
        if (thread.busy || nanos == 0) {
            return;
        }
        thread.busy = true;
        try {
            ThreadState joined = Threads.of(child);
            int how = (nanos > 0 ? How.TIMED : 0) | (thread.managed > 0 ? How.HELPED : 0);
            // A join is a wait on the thread object, whose monitor is free meanwhile.
            thread.suspends(child);
            Trace trace = new Trace();
            trace.timeout = nanos;
            thread.awaited++;
            thread.waiting = new ThreadState.Waiting(Message.Kind.TASK_JOIN, null, null, joined, how);
            thread.tell(Message.Kind.TASK_JOIN, null, null, joined, trace, 0, how, 0);
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
            if (result == 0) {
                thread.seenDone.addAll(joined.seenDone.all());
            }
            thread.tell(Message.Kind.TASK_JOINED, null, null, joined, null, 0, 0, result);
            thread.steps();
        } finally {
            thread.busy = false;
        }
        thread.takeAgain();
    }
}
