package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls where it waits for the notification of a monitor, may have to wait for it, or gives it; and
 * the same for conditions of locks, as far as that is not the same for all that can be waited for.
 *
 * <p>A method that waits in a loop until a condition holds waits for nothing when it holds already, as a queue that has an
 * item, or a lock that is free; in another run it may not. So whoever comes to such a loop counts as one who waits. It
 * {@linkplain Passed has passed} then, and when it notifies later, having given the monitor back in between, that gives back
 * what it got: only what it waited for since then is on the way to that.
 */
public final class Notifications {
    private static final long NO_BOUND = -1;

    private Notifications() {}

    /** Instead of {@code object.wait()}. */
    public static void await(Object object) throws InterruptedException {
        await(object, 0, 0);
    }

    /** Instead of {@code object.wait(millis)}. */
    public static void await(Object object, long millis) throws InterruptedException {
        await(object, millis, 0);
    }

    /** Instead of {@code object.wait(millis, nanos)}. */
    public static void await(Object object, long millis, int nanos) throws InterruptedException {
        ThreadState thread = object == null ? null : Threads.current();
        if (thread == null || thread.busy) {
            reallyWait(object, millis, nanos);
            return;
        }
        long section = thread.sectionOf(object);
        Waits.Released released = thread.releaseMonitor(object);
        Instance fence = released == null ? null : fence(thread, object);
        boolean told = false;
        if (fence != null && !BuiltLocks.has(thread, object)) {
            LockClass notified = notifiedClass(thread, object);
            int generation = thread.passed.undo(object, section, fence.awaited());
            long bound = Timeouts.ofMillis(nanos > 0 ? millis + 1 : millis);
            TaskWaits.forNotice(thread, fence, bound);
            told = Fences.begin(thread, fence, notified, 0, bound, generation);
        } else if (fence != null) {
            BuiltLocks.waits(thread, fence);
        }
        try {
            reallyWait(object, millis, nanos);
        } catch (InterruptedException e) {
            if (fence != null) {
                BuiltLocks.givesUp(thread, object, fence);
            }
            throw e;
        } finally {
            if (fence != null && thread.waiting != null) {
                Fences.end(thread, fence, told);
            }
            if (released != null) {
                thread.takeAgain(released);
            }
        }
    }

    /** One wait for one: the loop is the program's. */
    @SuppressWarnings("WaitNotInLoop")
    private static void reallyWait(Object object, long millis, int nanos) throws InterruptedException {
        if (nanos == 0) {
            object.wait(millis);
        } else {
            object.wait(millis, nanos);
        }
    }

    /**
     * Has a monitor, or will take it then, and waits for its notification unless a condition holds.
     *
     * @param site the number of the field that it sets when it is through, as in {@link Sites}: a lock that the program
     *     builds itself; 0 for none
     */
    public static void mayWait(@Nullable Object object, int site) {
        ThreadState thread = object == null ? null : Threads.current();
        if (object == null || thread == null || thread.busy) {
            return;
        }
        Waits.Released released = thread.releaseMonitor(object);
        passes(thread, object, fence(thread, object), notifiedClass(thread, object), released, site);
    }

    /** It has a lock, and waits for a condition of it unless something holds; as in {@link #mayWait}. */
    public static void mayAwait(@Nullable Object condition, int site) {
        ThreadState thread = condition == null ? null : Threads.current();
        Instance known = condition == null || thread == null || thread.busy ? null : Fences.known(thread, condition);
        Object synchronizer = known == null ? null : known.signals().guardedBy();
        Waits.Released released = thread == null || synchronizer == null ? null : thread.releaseFully(synchronizer);
        if (condition != null && thread != null && known != null && released != null) {
            passes(thread, condition, known, known.lockClass, released, site);
        }
    }

    /** The same as {@link #mayWait} in a method that notifies as well. */
    public static void mayWaitAndSignal(@Nullable Object object) {
        ThreadState thread = object == null ? null : Threads.current();
        long section = object == null || thread == null || thread.busy ? 0 : thread.sectionOf(object);
        if (object != null && thread != null && section != 0) {
            thread.passed.comes(fence(thread, object), notifiedClass(thread, object), section);
        }
    }

    /** The same as {@link #mayAwait} in a method that signals as well. */
    public static void mayAwaitAndSignal(@Nullable Object condition) {
        ThreadState thread = condition == null ? null : Threads.current();
        Instance known = condition == null || thread == null || thread.busy ? null : Fences.known(thread, condition);
        Object synchronizer = known == null ? null : known.signals().guardedBy();
        long section = thread == null || synchronizer == null ? 0 : thread.sectionOf(synchronizer);
        if (known != null && thread != null && section != 0) {
            thread.passed.comes(known, known.lockClass, section);
        }
    }

    /** It has come to such a loop by the innermost hold, and has notified. */
    private static void cameBefore(
            ThreadState thread,
            Object synchronizer,
            long section,
            Instance notified,
            LockClass notifiedClass,
            int given) {
        Instance awaited = thread.passed.takeComing(section);
        Object object = awaited == null ? null : awaited.get();
        if (awaited == null || object == null || given == Passed.UNTOLD || thread.last().sequence != section) {
            return;
        }
        boolean same = awaited.id == notified.id;
        if (same ? given != Passed.NONE : awaited.asSignals().holdsAtFirst(notified.asSignals())) {
            return;
        }
        Waits.Released released =
                object == synchronizer ? thread.releaseMonitor(object) : thread.releaseFully(synchronizer);
        if (released == null) {
            return;
        }
        boolean told = passes(thread, object, awaited, thread.passed.comingClass(), released, 0);
        if (told && !same && given == Passed.NONE) {
            thread.tell(Message.Kind.FENCE_CREATE, notified, notifiedClass, null, null, notified.generation, 0, 0);
        }
    }

    /** @param site the number of the field that it sets then, which others wait for until it is reset; 0 for none */
    private static boolean passes(
            ThreadState thread,
            Object object,
            Instance fence,
            LockClass notified,
            Waits.@Nullable Released released,
            int site) {
        int before = fence.awaited();
        boolean hasOthers = thread.holdsSomething() && !thread.holdsOnlyWork();
        boolean told;
        if (site != 0 && BuiltLocks.takes(thread, object, fence, notified, site)) {
            // It waits for a lock then, and not for the notification.
            told = ThreadState.everything || notified.sample();
        } else {
            told = Fences.begin(thread, fence, notified, How.PASSED, NO_BOUND, before);
            Fences.end(thread, fence, told);
        }
        if (released != null) {
            thread.takeAgain(released);
        }
        int given = Passed.UNTOLD;
        if (told) {
            given = fence.asSignals().nextPass();
            thread.tell(Message.Kind.FENCE_CREATE, fence, notified, null, null, given, 0, 0);
        }
        long section = released == null ? Passed.OUTSIDE : thread.sectionOf(released.object());
        thread.passed.add(object, section, before, given, hasOthers);
        return told;
    }

    /** A condition was made, of the lock whose holds are known by this. */
    public static void conditionMade(Object condition, Object synchronizer) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.madeCondition(condition, synchronizer);
        }
    }

    /** Begins to wait for a condition, and gives its lock back meanwhile. */
    public static void conditionWaitBegins(Object condition, Object synchronizer, long nanos) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        long section = thread.sectionOf(synchronizer);
        thread.suspends(synchronizer);
        Instance known = Fences.known(thread, condition);
        if (known != null && !BuiltLocks.has(thread, condition)) {
            int generation = thread.passed.undo(condition, section, known.awaited());
            Fences.begin(thread, known, known.lockClass, 0, nanos, generation);
        } else if (known != null) {
            BuiltLocks.waits(thread, known);
        }
    }

    /** The wait for a condition is over, and its lock is taken again. */
    public static void conditionWaitEnds(Object condition) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            Fences.waitEnds(condition);
            thread.takeAgain();
        }
    }

    /** Before whoever waits for a condition is told. */
    public static void signalled(Object condition, Object synchronizer) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, condition);
        if (known != null) {
            gives(thread, condition, known, known.lockClass, synchronizer);
        }
    }

    /** Before {@code object.notify()} or {@code object.notifyAll()}. */
    public static void notified(@Nullable Object object) {
        ThreadState thread = object == null ? null : Threads.current();
        if (object == null || thread == null || thread.busy) {
            return;
        }
        gives(thread, object, fence(thread, object), notifiedClass(thread, object), object);
    }

    /** Notifies if somebody waits: where nobody does, it gives what others may wait for in another run all the same. */
    public static void mayNotify(int waiting, @Nullable Object object) {
        if (waiting <= 0) {
            notified(object);
        }
    }

    private static void gives(
            ThreadState thread, Object object, Instance fence, LockClass notified, Object synchronizer) {
        long section = thread.sectionOf(synchronizer);
        BuiltLocks.notifies(thread, object, fence, notified);
        int passed = thread.passed.takeEarlier(object, section, thread.depth() > 1, thread.itemSince());
        if (passed == Passed.NONE) {
            Fences.signal(thread, fence, notified);
        } else {
            fence.asSignals().givenBack = true;
            if (passed != Passed.UNTOLD) {
                Fences.signal(thread, fence, notified, passed);
            }
        }
        cameBefore(thread, synchronizer, section, fence, notified, passed);
    }

    private static Instance fence(ThreadState thread, Object object) {
        thread.busy = true;
        try {
            return Instances.of(object, LockClasses.of(object, thread.key()), thread.key());
        } finally {
            thread.busy = false;
        }
    }

    private static LockClass notifiedClass(ThreadState thread, Object object) {
        thread.busy = true;
        try {
            return LockClasses.ofMonitor(object, LockClasses.of(object, thread.key()))
                    .notified();
        } finally {
            thread.busy = false;
        }
    }
}
