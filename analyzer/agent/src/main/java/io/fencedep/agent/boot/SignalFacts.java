package io.fencedep.agent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** What is known of an instance as of something that is signalled: a future, a condition, a latch, a barrier, a semaphore. */
final class SignalFacts {
    /** Of what never is signalled; nothing is ever written into it. */
    static final SignalFacts NONE = new SignalFacts();
    /** Signals of those who give back what they got are numbered from here on. */
    private static final int PASSED = 1 << 29;
    /** From one of them to the next there is one in between, which is told with the first. */
    private static final int STEP = 2;

    /** After how many nanoseconds it completes by itself, whoever else does not; 0 for never. */
    volatile long expires;

    /** For a future: what is done for good once it is, by identity; null when nothing is known. */
    volatile int @Nullable [] after;

    /** For a future: the task that completes it and was not begun yet; null when there is none. */
    volatile @Nullable Instance task;

    /** Whether it was completed because its time was over, and nobody has come too late for that yet. */
    volatile boolean expired;

    /** Whether whoever got through has given back what it got. */
    volatile boolean givenBack;

    /** The class of the lock that a program has built out of it; null when it was not seen to be one. */
    volatile @Nullable LockClass builtAs;

    /** For a condition: what the holds of its lock are known by. */
    private volatile @Nullable WeakReference<Object> guard;

    /** Counts those who were let through by what they would have waited for otherwise. */
    private volatile int passes;

    /** For a condition, whether it holds at first; null when that is not known. */
    private volatile @Nullable Boolean atFirst;

    /** How many have arrived at a barrier since it opened last. */
    private int arrived;

    private int numbers;

    /** Whether this future, once it is done, tells that this one is. */
    boolean isAfter(int identity) {
        int[] known = after;
        if (known != null) {
            for (int each : known) {
                if (each == identity) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A number that it has not given before. */
    synchronized int number() {
        return ++numbers;
    }

    /** Whether anybody has counted a part of it down, or given back what it got. */
    boolean wasSignalled() {
        return numbers > 0 || givenBack;
    }

    /** One more arrives at a barrier; whether all have by now. */
    synchronized boolean arrives(int parties, boolean broken) {
        arrived = broken ? 0 : arrived + 1;
        boolean all = arrived >= parties;
        arrived = all ? 0 : arrived;
        return all;
    }

    /** For a condition: what the holds of its lock are known by; null while that is not known. */
    @Nullable
    Object guardedBy() {
        WeakReference<Object> known = guard;
        return known == null ? null : known.get();
    }

    /** For a condition: what the holds of its lock are known by. */
    void guardedBy(@Nullable Object synchronizer) {
        guard = synchronizer == null ? null : new WeakReference<>(synchronizer);
    }

    /**
     * Of two conditions of which one is signalled where the other one is waited for: whether this is the one that holds at
     * first, so that nobody has to wait for it then. Called under their lock.
     */
    boolean holdsAtFirst(SignalFacts other) {
        if (atFirst == null) {
            Boolean opposite = other.atFirst;
            atFirst = opposite == null || !opposite;
            other.atFirst = opposite == null ? Boolean.FALSE : opposite;
        }
        return atFirst;
    }

    /** The signal that whoever passes now may give later: not one of those that are counted. */
    int nextPass() {
        int next = passes + 1;
        passes = next;
        return PASSED + next * STEP;
    }

    /** Which signal is waited for now, when so many were given: what others got comes back where they gave it back before. */
    int awaited(int generation) {
        return givenBack && passes > 0 ? PASSED + passes * STEP : generation;
    }
}
