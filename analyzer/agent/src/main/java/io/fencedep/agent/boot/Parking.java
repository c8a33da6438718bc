package io.fencedep.agent.boot;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What programs call instead of {@link LockSupport}: a thread that parks waits for whoever unparks it. What parks inside the
 * JDK does so for something that has a name of its own.
 *
 * <p>The class of such waits is the method in which a thread parks, and who asked for that: a program's own kind of future
 * or lock parks in one method on behalf of all that use it. Who unparks a thread that does not park ends its next wait: the
 * last of them is kept until then.
 */
public final class Parking {
    private Parking() {}

    /** Instead of {@code LockSupport.park()}. */
    public static void park() {
        ThreadState thread = Threads.current();
        boolean begun = begins(thread, Timeouts.NONE);
        LockSupport.park();
        ends(thread, begun);
    }

    /** Instead of {@code LockSupport.park(blocker)}. */
    public static void park(@Nullable Object blocker) {
        ThreadState thread = Threads.current();
        boolean begun = begins(thread, Timeouts.NONE);
        LockSupport.park(blocker);
        ends(thread, begun);
    }

    /** Instead of {@code LockSupport.parkNanos(nanos)}. */
    public static void parkNanos(long nanos) {
        ThreadState thread = Threads.current();
        boolean begun = begins(thread, Timeouts.ofNanos(nanos));
        LockSupport.parkNanos(nanos);
        ends(thread, begun);
    }

    /** Instead of {@code LockSupport.parkNanos(blocker, nanos)}. */
    public static void parkNanos(@Nullable Object blocker, long nanos) {
        ThreadState thread = Threads.current();
        boolean begun = begins(thread, Timeouts.ofNanos(nanos));
        LockSupport.parkNanos(blocker, nanos);
        ends(thread, begun);
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
            } else if (waiter.isNewUnpark()) {
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
        Instance fence = fence(thread);
        Fences.begin(thread, fence, fence.lockClass, 0, nanos);
        return true;
    }

    private static Instance fence(ThreadState thread) {
        thread.busy = true;
        try {
            Instance fence = thread.parksAs(Askers.park());
            thread.parking = fence;
            Message earlier = thread.unparkedBy;
            if (earlier != null) {
                thread.unparkedBy = null;
                int generation = fence.generation;
                fence.generation = generation + 1;
                Inbox.put(earlier.asSignalOf(fence, generation));
            }
            return fence;
        } finally {
            thread.busy = false;
        }
    }

    private static void ends(ThreadState thread, boolean begun) {
        Instance fence = thread.parking;
        if (begun && fence != null) {
            thread.parking = null;
            Fences.end(thread, fence, true);
        }
    }
}
