package io.fencedep.agent.boot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a thread knows to be done for good, in the task that it runs, because it waited for it or did it, or because whoever
 * started it or handed the task over did before, or a thread or task that it waited for: to wait for that again waits for
 * nothing, in any run. The latest few are remembered.
 *
 * <p>That it only found it done when it asked counts until it takes something: whoever asks may as well not have asked.
 */
final class SeenDone {
    private static final int FEW = 16;

    private final int[] identities = new int[FEW];
    private int count;
    private int found;
    private long foundSince;

    void add(Object once) {
        add(System.identityHashCode(once));
    }

    private void add(int identity) {
        if (!contains(identity)) {
            identities[count++ & FEW - 1] = identity;
        }
    }

    private boolean contains(int identity) {
        for (int i = 0; i < Math.min(count, FEW); i++) {
            if (identities[i] == identity) {
                return true;
            }
        }
        return false;
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

    /** Whether it waited for that or did it, and did not just ask. */
    boolean knows(Object once) {
        return contains(System.identityHashCode(once));
    }

    boolean contains(Object once, long hold) {
        int identity = System.identityHashCode(once);
        return found == identity && foundSince == hold || contains(identity);
    }

    /** All of it, for whoever comes to know it by this; null when there is nothing. */
    int @Nullable [] all() {
        return count == 0 ? null : Arrays.copyOf(identities, Math.min(count, FEW));
    }

    /** Somebody else knew it, and what this thread does next comes after that in any run. */
    void addAll(int @Nullable [] known) {
        if (known != null) {
            for (int each : known) {
                add(each);
            }
        }
    }

    /** Another task begins, which in another run may begin before this thread saw any of it. */
    void clear() {
        if (count != 0) {
            count = 0;
            Arrays.fill(identities, 0);
        }
    }
}
