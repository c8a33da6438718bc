package io.fencedep.agent.boot;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What programs call instead of {@link LockSupport}: a thread that parks waits for whoever unparks it. What parks inside the
 * JDK does so for something that has a name of its own.
 *
 * <p>The class of such waits is the method in which a thread parks first. Until it has, those that unpark it cannot name it:
 * the last of them is kept until then.
 */
public final class Parking {
    private Parking() {}

    /** Instead of {@code LockSupport.park()}. */
    public static void park() {
        ThreadState thread = Threads.current();
        boolean told = begins(thread, Timeouts.NONE);
        LockSupport.park();
        ends(thread, told);
    }

    /** Instead of {@code LockSupport.park(blocker)}. */
    public static void park(@Nullable Object blocker) {
        ThreadState thread = Threads.current();
        boolean told = begins(thread, Timeouts.NONE);
        LockSupport.park(blocker);
        ends(thread, told);
    }

    /** Instead of {@code LockSupport.parkNanos(nanos)}. */
    public static void parkNanos(long nanos) {
        ThreadState thread = Threads.current();
        boolean told = begins(thread, Timeouts.ofNanos(nanos));
        LockSupport.parkNanos(nanos);
        ends(thread, told);
    }

    /** Instead of {@code LockSupport.parkNanos(blocker, nanos)}. */
    public static void parkNanos(@Nullable Object blocker, long nanos) {
        ThreadState thread = Threads.current();
        boolean told = begins(thread, Timeouts.ofNanos(nanos));
        LockSupport.parkNanos(blocker, nanos);
        ends(thread, told);
    }

    /** Before {@code LockSupport.unpark(thread)}. */
    public static void unparks(@Nullable Thread parked) {
        ThreadState thread = parked == null ? null : Threads.current();
        if (parked == null || thread == null || thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            ThreadState waiter = Threads.of(parked);
            Instance fence = waiter.parking;
            if (fence != null) {
                Fences.signal(thread, fence, fence.lockClass);
            } else {
                waiter.unparkedBy = new Message(Message.Kind.HOLDS, thread, null, null, null, new Trace(), 0, 0, 0);
            }
        } finally {
            thread.busy = false;
        }
    }

    private static boolean begins(ThreadState thread, long nanos) {
        if (thread.busy || nanos == 0) {
            return false;
        }
        Instance fence = thread.parking;
        if (fence == null) {
            fence = first(thread);
        }
        Fences.begin(thread, fence, fence.lockClass, 0, nanos);
        return true;
    }

    /** The first time that a thread parks gives its waits their class. */
    private static Instance first(ThreadState thread) {
        thread.busy = true;
        try {
            LockClass parking = LockClasses.byName(LockClasses.place("park", new Trace()));
            Instance fence = new Instance(thread, System.identityHashCode(thread), parking, null);
            thread.parking = fence;
            Message earlier = thread.unparkedBy;
            thread.unparkedBy = null;
            if (earlier != null) {
                Inbox.put(earlier.asSignalOf(fence));
                fence.generation = 1;
            }
            return fence;
        } finally {
            thread.busy = false;
        }
    }

    private static void ends(ThreadState thread, boolean told) {
        Instance fence = thread.parking;
        if (told && fence != null) {
            Fences.end(thread, fence, true);
        }
    }
}
