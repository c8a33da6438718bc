package io.fencedep.agent.boot;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a thread has been let through by a condition for which it would have waited otherwise: it may have taken something,
 * and gives it back with a later notification; and what it has taken out of queues under a lock, and puts back under it. The
 * latest few are remembered.
 */
final class Passed {
    /** It has not passed, or not before it took the monitor that it has now. */
    static final int NONE = -1;
    /** It has, but that was not told, or need not be. */
    static final int UNTOLD = -2;

    /** In place of a hold of the monitor: it had none, and would have taken it only to wait. */
    static final long OUTSIDE = -2;

    private static final int FEW = 4;

    private final int[] identities = new int[FEW];
    /** By which hold of its monitor. */
    private final long[] sections = new long[FEW];
    /** Which signal it would have waited for, and which one it gives. */
    private final int[] awaited = new int[FEW];

    private final int[] given = new int[FEW];
    /** Whether it had other locks by then. */
    private final boolean[] under = new boolean[FEW];

    /** Of queues: how many things it has taken out, and how many holds it had ever had by then. */
    private final int[] counts = new int[FEW];

    private final long[] moments = new long[FEW];
    private int next;

    /** What it comes by in a method that signals as well, and by which hold of the monitor or lock. */
    private @Nullable Instance coming;

    private @Nullable LockClass comingClass;
    private long comingBy;

    /**
     * It has passed.
     *
     * @param section the number of the hold of its monitor
     * @param hasOthers whether it has other locks
     */
    void add(Object object, long section, int awaits, int gives, boolean hasOthers) {
        int identity = System.identityHashCode(object);
        int at = find(identity);
        if (at < 0) {
            at = next++ & FEW - 1;
        }
        identities[at] = identity;
        sections[at] = section;
        awaited[at] = awaits;
        given[at] = gives;
        under[at] = hasOthers;
    }

    /**
     * It comes to such a condition, in a method that will signal by the same hold.
     *
     * @param awaited what it waits for unless the condition holds
     */
    void comes(Instance awaited, LockClass awaitedClass, long section) {
        coming = awaited;
        comingClass = awaitedClass;
        comingBy = section;
    }

    /** What it has come by in this hold, and is asked about now; null for nothing. */
    @Nullable
    Instance takeComing(long section) {
        Instance awaited = comingBy == section ? coming : null;
        coming = null;
        return awaited;
    }

    /** The class of what {@link #takeComing} answered last. */
    LockClass comingClass() {
        return Objects.requireNonNull(comingClass);
    }

    /** It waits after all; for which signal. */
    int undo(Object object, long section, int otherwise) {
        coming = null;
        int at = find(System.identityHashCode(object));
        if (at < 0 || sections[at] != section) {
            return otherwise;
        }
        identities[at] = 0;
        return awaited[at];
    }

    /**
     * Which signal it gives, if it has passed by an earlier hold of the monitor. Where it has had another lock all the time, and
     * taken none in between, the signal says nothing: nobody can have waited for it who has that lock. What it passed in an
     * earlier task of its pool it does not give back in this one, which another thread may as well run.
     *
     * @param itemSince which number the hold has that its present task is; 0 when it runs none
     */
    int takeEarlier(Object object, long section, boolean hasOthers, long itemSince) {
        int at = find(System.identityHashCode(object));
        if (at < 0 || sections[at] == section) {
            return NONE;
        }
        identities[at] = 0;
        if (sections[at] < itemSince) {
            return NONE;
        }
        return under[at] && hasOthers && section == sections[at] + 1 ? UNTOLD : given[at];
    }

    /**
     * It has taken something out of a queue, under a lock.
     *
     * @param section the number of the hold of that lock
     * @param moment how many holds it has had
     */
    void took(Object queue, long section, long moment, int gives) {
        int known = find(System.identityHashCode(queue));
        int before = known >= 0 && sections[known] == section ? counts[known] : 0;
        add(queue, section, 0, gives, true);
        int at = find(System.identityHashCode(queue));
        counts[at] = before + 1;
        moments[at] = moment;
    }

    /** Which signal it gives, if it has taken something out of the queue by the same hold of a lock. */
    int putsBack(Object queue, long section, long moment) {
        int at = find(System.identityHashCode(queue));
        if (at < 0) {
            return NONE;
        }
        boolean within = sections[at] == section;
        int gives = moments[at] == moment ? UNTOLD : given[at];
        if (!within || --counts[at] == 0) {
            identities[at] = 0;
        }
        return within ? gives : NONE;
    }

    private int find(int identity) {
        for (int i = 0; i < FEW; i++) {
            if (identities[i] == identity) {
                return i;
            }
        }
        return -1;
    }
}
