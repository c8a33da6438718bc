package io.fencedep.primitives;

/** The lock of a condition, as the condition needs it. */
interface ConditionOwner {
    LockIdentity identity();

    boolean isHeldByCurrentThread();

    /**
     * The thread is about to give the lock up whole, to wait.
     *
     * @return how often it had it, for {@link #takeBack}
     * @throws IllegalMonitorStateException if it does not have it
     */
    long giveUp(ThreadLog log);

    /** The thread has the lock back after a wait, as often as before. */
    void takeBack(ThreadLog log, long depth);
}
