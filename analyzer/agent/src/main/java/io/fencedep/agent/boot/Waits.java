package io.fencedep.agent.boot;

import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * What one thread holds while it waits: locks that are given back for the time of a wait, and waits that an interrupt may end.
 */
abstract class Waits extends Holds {
    /** The lock that is given back for the time of a wait. */
    private @Nullable Released suspended;

    /** What it asked for and may be told to give up by an interrupt; null when it does not. */
    private @Nullable Object asked;

    private int askedHow;
    /** Who interrupted it last; null when nobody is known. */
    private volatile @Nullable Holds interrupter;

    Waits(Thread thread, ReferenceQueue<Thread> queue) {
        super(thread, queue);
    }

    /** A hold that is given back for a while. */
    record Released(Object object, Object synchronizer, int how, int count) {}

    /** The number of the hold of a monitor, or of a lock by what its holds are known by; 0 when it is not held. */
    final long sectionOf(Object object) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            int kind = each.how & How.KIND;
            if (kind <= How.STAMPED && (each.isFor(object) || each.synchronizer() == object)) {
                return each.sequence;
            }
        }
        return 0;
    }

    /** Gives a monitor back for good, however often it was taken; null when it is not held. */
    final @Nullable Released releaseMonitor(Object object) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            if ((each.how & How.KIND) == How.MONITOR && each.isFor(object)) {
                Released released = new Released(object, object, each.how, each.count);
                remove(each);
                return released;
            }
        }
        return null;
    }

    /** Gives a lock back for good, however often it was taken; null when it is not held. */
    final @Nullable Released releaseFully(Object object) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            boolean same = each.isFor(object) || each.synchronizer() == object;
            Object lock = same && (each.how & How.READ) == 0 ? each.object() : null;
            if (lock != null) {
                Object known = each.synchronizer();
                Released released = new Released(lock, known == null ? lock : known, each.how, each.count);
                remove(each);
                return released;
            }
        }
        return null;
    }

    /** Holds again what was given back. */
    final void takeAgain(Released released) {
        enter(released.object, released.synchronizer, released.how);
        Path path = last();
        if (released.count > 1 && path.isFor(released.object)) {
            path.count = released.count;
            path.gives = Path.NOTHING;
        }
    }

    /** Gives a lock back for the time of a wait. */
    final void suspends(Object object) {
        suspended = releaseFully(object);
    }

    /** Holds again what {@link #suspends} gave back. */
    final void takeAgain() {
        Released lock = suspended;
        suspended = null;
        if (lock != null) {
            takeAgain(lock);
        }
    }

    // ---- waits that an interrupt may end

    /** Asks for something that an interrupt may end the wait for: what kind of wait it was, only its end tells. */
    final void asks(Object object, int how) {
        askedHow = how;
        asked = object;
    }

    /** Has what it asked for, having waited for it for as long as that took. */
    final void got(Object object, Object synchronizer, int how) {
        asked = null;
        enter(object, synchronizer, how);
    }

    /** The same for so many permits of a semaphore. */
    final void gotPermits(Object semaphore, int permits) {
        asked = null;
        enterPermits(semaphore, How.SEMAPHORE, permits);
    }

    /** This thread was interrupted by another one. */
    final void interruptedBy(Holds other) {
        interrupter = other;
    }

    /**
     * An interrupt ended the wait. By whom it was is what counts: one who holds the very lock lets others go that ask for
     * it; an interrupt from elsewhere, as of a test that gives up, may as well not come.
     */
    final void interrupted(Object object, Object synchronizer, int how) {
        asked = null;
        Holds other = interrupter;
        interrupter = null;
        boolean byHolder = other != null && other.holds(object);
        timeout = Timeouts.INTERRUPTED;
        enter(object, synchronizer, byHolder ? how | How.TIMED : how);
        exit(object, how);
    }

    final @Nullable Object asked() {
        return asked;
    }

    final int askedHow() {
        return askedHow;
    }
}
