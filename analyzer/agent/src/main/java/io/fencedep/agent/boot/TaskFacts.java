package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/** What is known of an instance as of a task, or of something else that runs or hands knowledge on. */
final class TaskFacts {
    /** Of what is no task; nothing is ever written into it. */
    static final TaskFacts NONE = new TaskFacts();

    /** How it, or for a future the task that completes it, was handed over; null when that says nothing. */
    volatile @Nullable Handed handed;

    /** The task that it only wraps, as for an ExecutorCompletionService; null when it is one itself. */
    volatile @Nullable Instance wrapped;

    /** The number of the thread that made it. */
    volatile long madeBy;

    /** When its maker runs it itself: its class together with who asked for that; null when nobody did. */
    volatile @Nullable LockClass asked;

    /** What is done for good before it begins, or was when it ended; null when nothing is known. */
    volatile int @Nullable [] seenDone;

    /** Who has run it until it was done; null for nobody. */
    private volatile @Nullable Seen run;

    /** Who has waited for it last until it was done; null for nobody. */
    private volatile @Nullable Seen awaited;

    /** A thread, and in which item. */
    private record Seen(long thread, long item) {
        boolean is(ThreadState other) {
            return thread == other.number && item == other.itemSince();
        }
    }

    /** This thread has run it, and it is done for good. */
    void wasRunBy(ThreadState thread) {
        run = new Seen(thread.number, thread.itemSince());
    }

    /** This thread has waited for it, and it is done for good. */
    void wasAwaitedBy(ThreadState thread) {
        awaited = new Seen(thread.number, thread.itemSince());
    }

    /** Whether this thread, in the item that it runs, knows that it is done for good: it waits for it no more, in any run. */
    boolean isSeenBy(ThreadState thread) {
        Seen by = run;
        Seen last = awaited;
        return by != null && by.is(thread) || last != null && last.is(thread);
    }

    /** The entry of a map of which it computes the value; null for others. */
    volatile @Nullable KeyLock entry;

    private volatile @Nullable Reruns reruns;

    /** What is known of code that a pool runs again and again. */
    Reruns reruns() {
        Reruns known = reruns;
        return known == null ? makeReruns() : known;
    }

    private synchronized Reruns makeReruns() {
        Reruns known = reruns;
        if (known == null) {
            known = new Reruns();
            reruns = known;
        }
        return known;
    }

    /** Whether several threads may run it at once, as code that a pool runs again and again. */
    boolean mayOverlap() {
        Reruns known = reruns;
        return known != null && known.mayOverlap();
    }
}
