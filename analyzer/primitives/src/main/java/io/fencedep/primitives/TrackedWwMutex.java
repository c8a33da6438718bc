package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock of a {@link WwClass}: taken inside an acquire context in any order, or alone without one. Not reentrant.
 *
 * <p>Two contexts that meet are told apart by age: the older waits, the younger gives way if it has locks (wait-die). Every
 * call is told to the recorder.
 */
public final class TrackedWwMutex {
    private final Tape tape;
    private final LockIdentity identity;
    private final ReentrantLock monitor = new ReentrantLock();
    private final Condition free = monitor.newCondition();

    @Nullable
    private Thread owner;

    @Nullable
    private WwContext ownerContext;

    TrackedWwMutex(Recorder recorder, LockIdentity identity) {
        this.tape = recorder.tape;
        this.identity = identity;
    }

    /**
     * Takes it inside a context.
     *
     * @return false if this context has it already: then there is one to give back, not two
     * @throws WwDeadlockException if an older context has it while this one has others: give those back first
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public boolean lock(WwContext context) throws WwDeadlockException, InterruptedException {
        if (isOf(context)) {
            return false;
        }
        if (!take(context, Event.ABSENT, true)) {
            throw new WwDeadlockException(this);
        }
        return true;
    }

    private boolean isOf(WwContext context) {
        monitor.lock();
        try {
            return ownerContext == context;
        } finally {
            monitor.unlock();
        }
    }

    /**
     * Takes it after a back-off, when the context has nothing: waits as long as it takes.
     *
     * @throws IllegalStateException if the context has locks
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public void lockSlow(WwContext context) throws InterruptedException {
        if (context.acquired > 0) {
            throw new IllegalStateException("a context that has locks cannot wait for one without end");
        }
        take(context, Event.ABSENT, false);
    }

    /** Takes it alone. */
    public void lock() throws InterruptedException {
        take(null, Event.ABSENT, false);
    }

    /** Takes it alone if it comes free in time. */
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return take(null, Recorder.nanos(time, unit), false);
    }

    /** Takes it alone if it is free. */
    public boolean tryLock() {
        ThreadLog log = tape.log();
        monitor.lock();
        try {
            if (owner != null) {
                tape.failedTry(log, identity, Manner.WRITE);
                return false;
            }
            owner = Thread.currentThread();
            tape.tellAcquire(log, identity, Manner.TRIED, null, Event.ABSENT, Tape.NO_KEY);
            return true;
        } finally {
            monitor.unlock();
        }
    }

    /**
     * Gives it back.
     *
     * @throws IllegalMonitorStateException if this thread does not have it
     */
    public void unlock() {
        ThreadLog log = tape.log();
        monitor.lock();
        try {
            if (owner != Thread.currentThread()) {
                throw new IllegalMonitorStateException("not held by this thread: " + identity.instance);
            }
            tape.tellRelease(log, EventKind.RELEASE, identity);
            HeldLock slot = log.find(identity);
            if (slot != null) {
                log.remove(slot);
            }
            if (ownerContext != null) {
                ownerContext.acquired--;
            }
            owner = null;
            ownerContext = null;
            // All of them: whoever does not get it looks anew whether it must give way to who did.
            free.signalAll();
        } finally {
            monitor.unlock();
        }
    }

    /** Whether this thread has it. */
    public boolean isHeldByCurrentThread() {
        monitor.lock();
        try {
            return owner == Thread.currentThread();
        } finally {
            monitor.unlock();
        }
    }

    @Override
    public String toString() {
        return identity.instance;
    }

    private boolean take(@Nullable WwContext context, long timeout, boolean mayDie) throws InterruptedException {
        ThreadLog log = tape.log();
        LockIdentity nest = context == null ? null : context.identity;
        int manner = timeout == Event.ABSENT ? Manner.WRITE : Manner.TIMED;
        HeldLock slot = tape.tellAcquire(log, identity, manner, nest, timeout, Tape.NO_KEY);
        boolean taken = false;
        monitor.lock();
        try {
            taken = await(context, timeout, mayDie);
            if (taken) {
                owner = Thread.currentThread();
                ownerContext = context;
                if (context != null) {
                    context.acquired++;
                }
            }
            return taken;
        } finally {
            monitor.unlock();
            tape.tellAcquired(log, identity, !taken);
            if (!taken) {
                log.remove(slot);
            }
        }
    }

    /** Whether a context that has something came later than the one that has the lock. */
    private static boolean givesWay(@Nullable WwContext mine, @Nullable WwContext theirs) {
        return mine != null && theirs != null && mine.ticket > theirs.ticket && mine.acquired > 0;
    }

    private boolean await(@Nullable WwContext context, long timeout, boolean mayDie) throws InterruptedException {
        long left = timeout;
        while (owner != null) {
            if (mayDie && givesWay(context, ownerContext)) {
                return false;
            }
            if (timeout == Event.ABSENT) {
                free.await();
            } else if (left <= 0) {
                return false;
            } else {
                left = free.awaitNanos(left);
            }
        }
        return true;
    }
}
