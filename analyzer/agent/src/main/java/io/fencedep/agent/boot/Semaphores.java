package io.fencedep.agent.boot;

import java.util.concurrent.Semaphore;

/**
 * What instrumented code calls for semaphores: locks as long as whoever takes permits gives them back, fences once others
 * do.
 */
public final class Semaphores {
    private Semaphores() {}

    /** Before permits are taken. */
    public static void acquire(Semaphore semaphore, long nanos, int permits) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy || permits <= 0 ? null : Fences.known(thread, semaphore);
        if (known == null) {
            return;
        }
        if (known.handedOver) {
            thread.exit(semaphore, How.SEMAPHORE, Integer.MAX_VALUE);
            Fences.begin(thread, known, permitsOf(known), 0, nanos);
        } else {
            thread.timeout = nanos;
            thread.enterPermits(semaphore, How.SEMAPHORE | How.within(nanos), permits);
        }
    }

    /** Before permits are asked for, unless an interrupt ends the wait. */
    public static void ask(Semaphore semaphore, int permits) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy || permits <= 0 ? null : Fences.known(thread, semaphore);
        if (known != null && known.handedOver) {
            acquire(semaphore, Timeouts.NONE, permits);
        } else if (known != null) {
            thread.asks(semaphore, How.SEMAPHORE);
        }
    }

    /** After they were had. */
    public static void got(Semaphore semaphore, int permits) {
        ThreadState thread = Threads.current();
        if (!thread.busy && thread.asked() == semaphore) {
            thread.gotPermits(semaphore, permits);
            thread.more(semaphore, How.SEMAPHORE, permits - 1);
        } else {
            acquired(true, semaphore, permits);
        }
    }

    /** After an interrupt ended the wait for them. */
    public static void interrupted(Semaphore semaphore, int permits) {
        ThreadState thread = Threads.current();
        if (!thread.busy && thread.asked() == semaphore) {
            thread.interrupted(semaphore, semaphore, How.SEMAPHORE);
        } else {
            acquired(false, semaphore, permits);
        }
    }

    /** After permits were asked for: whether they were had. */
    public static void acquired(boolean taken, Semaphore semaphore, int permits) {
        ThreadState thread = Threads.current();
        if (thread.busy || permits <= 0) {
            return;
        }
        if (thread.waiting != null) {
            Fences.waitEnds(semaphore);
        } else if (taken) {
            thread.more(semaphore, How.SEMAPHORE, permits - 1);
        } else {
            thread.exit(semaphore, How.SEMAPHORE);
        }
    }

    /** After a try. */
    public static void triedToAcquire(boolean taken, Semaphore semaphore, int permits) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy || !taken || permits <= 0 ? null : Fences.known(thread, semaphore);
        if (known != null && !known.handedOver) {
            thread.enterPermits(semaphore, How.SEMAPHORE | How.TRIED, permits);
            thread.more(semaphore, How.SEMAPHORE, permits - 1);
        }
    }

    /** After all permits that there were have been taken at once. */
    public static void drained(int permits, Semaphore semaphore) {
        triedToAcquire(true, semaphore, permits);
    }

    /** Before permits are given back. What of them this thread did not take, it hands over for others. */
    public static void release(Semaphore semaphore, int permits) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy || permits <= 0 ? null : Fences.known(thread, semaphore);
        if (known == null) {
            return;
        }
        if (thread.exit(semaphore, How.SEMAPHORE, permits) && !known.handedOver) {
            return;
        }
        if (!known.handedOver) {
            known.handedOver = true;
            thread.tell(Message.Kind.RELEASE_FOR_OTHER, known, known.lockClass, null, null, 0, 0, 0);
        }
        Fences.signal(thread, known, permitsOf(known));
    }

    /** The class of what one waits for whom another one hands a permit: another thing than the semaphore as a lock. */
    static LockClass permitsOf(Instance semaphore) {
        LockClass own = semaphore.lockClass;
        return semaphore.startsEmpty ? own : LockClasses.byName(own.name + ".release");
    }
}
