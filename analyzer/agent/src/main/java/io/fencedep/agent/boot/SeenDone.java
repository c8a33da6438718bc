package io.fencedep.agent.boot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a thread knows to be done for good, in the task that it runs, because it waited for it or did it, or because whoever
 * started it or handed the task over did before, or a thread or task that it waited for: to wait for that again waits for
 * nothing, in any run. The latest few are remembered. Of what several have to do, each part counts by itself.
 *
 * <p>That it only found it done when it asked counts until it takes something: whoever asks may as well not have asked.
 */
final class SeenDone {
    private static final int FEW = 16;
    private static final int ALL = 0;
    private static final int AFTER = 4;

    private final int[] identities = new int[FEW];
    /** For each of them its part that was done; {@link #ALL} for all of it. */
    private final int[] parts = new int[FEW];

    /** What the latest few futures came after. */
    private final int[] @Nullable [] after = new int[AFTER][];

    private int afters;
    private int count;
    private int found;
    private long foundSince;

    void add(Object once) {
        add(System.identityHashCode(once), ALL);
    }

    /**
     * One of several that have to do their part has done it.
     *
     * @param part a number that no other part has; not 0
     */
    void add(Object once, int part) {
        add(System.identityHashCode(once), part);
    }

    private void add(int identity, int part) {
        for (int i = 0; i < Math.min(count, FEW); i++) {
            if (identities[i] == identity && parts[i] == part) {
                return;
            }
        }
        int at = count++ & FEW - 1;
        identities[at] = identity;
        parts[at] = part;
    }

    private boolean contains(int identity) {
        for (int i = 0; i < Math.min(count, FEW); i++) {
            if (identities[i] == identity && parts[i] == ALL) {
                return true;
            }
        }
        for (int i = 0; i < Math.min(afters, AFTER); i++) {
            int[] known = after[i];
            for (int j = 0; known != null && j < known.length; j++) {
                if (known[j] == identity) {
                    return true;
                }
            }
        }
        return false;
    }

    /** All of these are done, since something is that came after them. */
    void addAfter(int @Nullable [] identities) {
        if (identities != null) {
            after[afters++ & AFTER - 1] = identities;
        }
    }

    /** How many parts of this are done. */
    int parts(Object once) {
        int identity = System.identityHashCode(once);
        int done = 0;
        for (int i = 0; i < Math.min(count, FEW); i++) {
            done += identities[i] == identity && parts[i] != ALL ? 1 : 0;
        }
        return done;
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

    /** All of it, the oldest first, for whoever comes to know it by this; null when there is nothing. */
    int @Nullable [] all() {
        return latest(FEW);
    }

    /** The same, of no more than so many. */
    int @Nullable [] latest(int most) {
        if (count == 0) {
            return null;
        }
        int size = Math.min(count, most);
        int[] all = new int[2 * size];
        for (int i = 0; i < size; i++) {
            int at = count - size + i & FEW - 1;
            all[i] = identities[at];
            all[size + i] = parts[at];
        }
        return all;
    }

    /** Somebody else knew it, and what this thread does next comes after that in any run. */
    void addAll(int @Nullable [] known) {
        if (known != null) {
            int size = known.length / 2;
            for (int i = 0; i < size; i++) {
                add(known[i], known[size + i]);
            }
        }
    }

    /** Another task begins, which in another run may begin before this thread saw any of it. */
    void clear() {
        if (count != 0) {
            count = 0;
            Arrays.fill(identities, 0);
        }
        if (afters != 0) {
            afters = 0;
            Arrays.fill(after, null);
        }
    }
}
