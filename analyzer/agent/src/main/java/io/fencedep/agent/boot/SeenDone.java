package io.fencedep.agent.boot;

import java.util.Arrays;

/**
 * What a thread knows to be done for good, in the task that it runs, because it waited for it or did it: to wait for that
 * again waits for nothing, in any run. The latest few are remembered.
 *
 * <p>That it only found it done when it asked counts until it takes something: whoever asks may as well not have asked.
 */
final class SeenDone {
    private static final int FEW = 8;

    private final int[] identities = new int[FEW];
    private int count;
    private int found;
    private long foundSince;

    void add(Object once) {
        identities[count++ & FEW - 1] = System.identityHashCode(once);
    }

    /**
     * It was found to be done.
     *
     * @param hold the number of the latest hold
     */
    void found(Object once, long hold) {
        found = System.identityHashCode(once);
        foundSince = hold;
    }

    boolean contains(Object once, long hold) {
        int identity = System.identityHashCode(once);
        if (found == identity && foundSince == hold) {
            return true;
        }
        for (int i = 0; i < Math.min(count, FEW); i++) {
            if (identities[i] == identity) {
                return true;
            }
        }
        return false;
    }

    /** Another task begins, which in another run may begin before this thread saw any of it. */
    void clear() {
        if (count != 0) {
            count = 0;
            Arrays.fill(identities, 0);
        }
    }
}
