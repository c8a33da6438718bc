package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/** What is known of an instance as of a queue. What counts threads is racy, and where there are many, several share a bit. */
final class QueueFacts {
    /** Of what is no queue; nothing is ever written into it. */
    static final QueueFacts NONE = new QueueFacts();

    private static final long SEVERAL = -1;

    /** What those wait for that find it full; null when it never is. */
    volatile @Nullable Instance room;

    /** Whether anybody who puts something into it waits for room. */
    volatile boolean waitsForRoom;

    /** Whether it was told that who takes waits for room. */
    volatile boolean waitsForItself;

    /** The threads that took something out, by their numbers. */
    private long takers;

    /** The thread that took something out, if there was but one. */
    private volatile long onlyTaker;

    /** How much was put in by others than the one who takes. */
    private int putByOthers;

    /** The threads that ran something that they took out. */
    private long runners;

    /** Whether this thread alone has taken something out, and others have put in more than there is room for. */
    boolean isFilledByOthers(long thread, int room) {
        return onlyTaker == thread && putByOthers > room;
    }

    int putByOthers() {
        return putByOthers;
    }

    /** This thread puts something in. */
    void put(long thread) {
        if (onlyTaker != thread) {
            putByOthers++;
        }
    }

    /** Whether this thread takes something out for the first time, as far as that is known. */
    boolean isFirstFor(long thread) {
        long bit = 1L << thread;
        boolean first = (takers & bit) == 0;
        takers |= bit;
        if (onlyTaker != thread) {
            onlyTaker = onlyTaker == 0 ? thread : SEVERAL;
        }
        return first;
    }

    /** Counts this thread among those that run what they take out; how many there are by now. */
    synchronized int runners(long thread) {
        runners |= 1L << thread;
        return Long.bitCount(runners);
    }
}
