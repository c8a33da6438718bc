package io.fencedep.agent.boot;

/** How code comes along that is handed to a pool again and again: in one thread after the other, or in several at once. */
final class Reruns {
    private static final int OFTEN = 16;

    /** The number of the thread that runs it; 0 for none. */
    private volatile long runner;
    /** Whether it was handed over and not begun since. */
    private volatile boolean pending;
    /** Whether it was made and not begun since. */
    private volatile boolean unbegun;
    /** Which one was made last, by its hash code; racy. */
    private int latest;
    /** Whether nothing keeps it from running several times at once. */
    private volatile boolean anyhow;
    /** How often it has begun, and how often while it ran already; racy. */
    private long runs;

    private long overlaps;

    /** It was made to be handed to somebody. Who makes one while another one waits to be begun takes care of no order. */
    void made(int identity) {
        if (latest != identity || !unbegun) {
            anyhow |= unbegun;
            unbegun = true;
            latest = identity;
        }
    }

    /** It is handed to a pool. Who has it there already takes care of no order. */
    void handedOver() {
        anyhow |= pending;
        pending = true;
    }

    /** Who runs it has handed it over once more, as the last thing that it does. */
    void handedOn() {
        runner = 0;
        handedOver();
    }

    /** There is nothing about it that could keep it from running several times at once. */
    void isForAnybody() {
        anyhow = true;
    }

    void begins(long thread) {
        pending = false;
        unbegun = false;
        runs++;
        if (runner != 0 && runner != thread) {
            overlaps++;
        }
        runner = thread;
    }

    /** Whether another thread has begun with it since this one did. */
    boolean isTakenFrom(long thread) {
        return runner != thread;
    }

    void ends(long thread) {
        if (runner == thread) {
            runner = 0;
        }
    }

    /**
     * Whether several threads may run it at once. What is handed over only when it is through runs in one thread after the
     * other; that its last thread was not quite back yet when the next one began says little.
     */
    boolean mayOverlap() {
        return anyhow || overlaps > 2 + runs / OFTEN;
    }
}
