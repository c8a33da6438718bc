package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/** What instrumented code calls instead of {@code wait}, and before {@code notify}: monitors as what is waited for. */
public final class MonitorWaits {
    private MonitorWaits() {}

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
        Waits.Released released = thread.releaseMonitor(object);
        LockClass monitorClass = null;
        Instance fence = null;
        if (released != null) {
            thread.busy = true;
            try {
                LockClass named = LockClasses.of(object, thread.key());
                monitorClass = LockClasses.ofMonitor(object, named);
                fence = Instances.of(object, named, thread.key());
            } finally {
                thread.busy = false;
            }
        }
        boolean told = false;
        if (fence != null && monitorClass != null) {
            told = Fences.begin(
                    thread, fence, monitorClass.notified(), 0, Timeouts.ofMillis(nanos > 0 ? millis + 1 : millis));
        }
        try {
            reallyWait(object, millis, nanos);
        } finally {
            if (fence != null) {
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

    /** Before {@code object.notify()} or {@code object.notifyAll()}. */
    public static void notified(@Nullable Object object) {
        ThreadState thread = object == null ? null : Threads.current();
        if (object == null || thread == null || thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            LockClass named = LockClasses.of(object, thread.key());
            LockClass monitorClass = LockClasses.ofMonitor(object, named);
            Fences.signal(thread, Instances.of(object, named, thread.key()), monitorClass.notified());
        } finally {
            thread.busy = false;
        }
    }
}
