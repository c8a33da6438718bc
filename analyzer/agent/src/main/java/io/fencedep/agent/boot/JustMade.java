package io.fencedep.agent.boot;

/**
 * Objects that a thread has made under a hold, without having taken anything since that: as long as it shows them to nobody,
 * it waits for nobody who would have their monitors. Kept by their hash codes, so that nothing is kept alive.
 */
final class JustMade {
    private static final int MOST = 8;

    private final int[] objects = new int[MOST];
    private final long[] moments = new long[MOST];
    private long published = -1;
    private int next;

    /** An object was made at this moment, unless something was put where others find it since that began. */
    void add(Object object, long moment) {
        if (published == moment) {
            return;
        }
        int slot = next++ & MOST - 1;
        objects[slot] = System.identityHashCode(object);
        moments[slot] = moment;
    }

    /** Whether this object was made at this moment and is taken for the first time. */
    boolean takes(Object object, long moment) {
        for (int i = 0; i < MOST; i++) {
            if (moments[i] == moment && objects[i] == System.identityHashCode(object)) {
                moments[i] = 0;
                return published != moment;
            }
        }
        return false;
    }

    /** Something was put where other threads find it. */
    void publishedAt(long moment) {
        published = moment;
    }
}
