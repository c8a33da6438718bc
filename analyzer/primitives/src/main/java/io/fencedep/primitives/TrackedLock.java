package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.InterruptContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that records what is held and waited for when it is taken.
 *
 * <p>Behaves as {@link ReentrantLock}, with its conditions, interrupts, timeouts and fairness; one from {@link
 * Recorder#mutex} is not reentrant, so that whoever takes it twice waits for itself. An uncontended lock that this thread has
 * taken before, under the same holds, is not told to anybody, and costs two to three times the plain one; whatever blocks is
 * told before it blocks. Thread-safe.
 */
public final class TrackedLock implements Lock {
    /** Nobody opens it. */
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final Recorder recorder;
    private final Tape tape;
    private final LockIdentity identity;
    private final ReentrantLock delegate;

    TrackedLock(Recorder recorder, LockIdentity identity, boolean fair) {
        this.recorder = recorder;
        this.tape = recorder.tape;
        this.identity = identity;
        this.delegate = new ReentrantLock(fair);
    }

    @Override
    public void lock() {
        ThreadLog log = tape.log();
        if (delegate.isHeldByCurrentThread()) {
            if (identity.reentrant) {
                again(log);
                return;
            }
            tape.tellOnly(log, identity, Manner.WRITE, Event.ABSENT);
            waitForItself();
        }
        long key = log.key(identity, Manner.WRITE);
        if (isFree() && delegate.tryLock()) {
            tape.got(log, identity, Manner.WRITE, Event.ABSENT, key);
            return;
        }
        tape.tellAcquire(log, identity, Manner.WRITE, null, Event.ABSENT, key);
        delegate.lock();
        tape.tellAcquired(log, identity, false);
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        ThreadLog log = tape.log();
        if (delegate.isHeldByCurrentThread()) {
            if (identity.reentrant) {
                again(log);
            } else {
                waitForItself(log, Event.ABSENT);
            }
            return;
        }
        long key = log.key(identity, Manner.WRITE);
        if (isFree() && delegate.tryLock()) {
            tape.got(log, identity, Manner.WRITE, Event.ABSENT, key);
            return;
        }
        HeldLock slot = tape.tellAcquire(log, identity, Manner.WRITE, null, Event.ABSENT, key);
        boolean taken = false;
        try {
            delegate.lockInterruptibly();
            taken = true;
        } finally {
            settle(log, slot, taken);
        }
    }

    @Override
    public boolean tryLock() {
        ThreadLog log = tape.log();
        if (delegate.isHeldByCurrentThread()) {
            if (!identity.reentrant) {
                return failed(log);
            }
            again(log);
            return true;
        }
        if (delegate.tryLock()) {
            tape.got(log, identity, Manner.TRIED, Event.ABSENT, log.key(identity, Manner.TRIED));
            return true;
        }
        return failed(log);
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long nanos = Recorder.nanos(time, unit);
        ThreadLog log = tape.log();
        if (delegate.isHeldByCurrentThread()) {
            if (!identity.reentrant) {
                return nanos == 0 ? failed(log) : waitForItself(log, nanos);
            }
            again(log);
            return true;
        }
        if (nanos == 0) {
            return isFree() ? tryLock() : failed(log);
        }
        long key = log.key(identity, Manner.TIMED);
        if (isFree() && delegate.tryLock()) {
            tape.got(log, identity, Manner.TIMED, nanos, key);
            return true;
        }
        HeldLock slot = tape.tellAcquire(log, identity, Manner.TIMED, null, nanos, key);
        boolean taken = false;
        try {
            taken = delegate.tryLock(nanos, TimeUnit.NANOSECONDS);
        } finally {
            settle(log, slot, taken);
        }
        return taken;
    }

    @Override
    public void unlock() {
        ThreadLog log = tape.log();
        HeldLock slot = log.find(identity);
        if (slot != null && delegate.isHeldByCurrentThread()) {
            release(log, slot);
        }
        delegate.unlock();
    }

    @Override
    public Condition newCondition() {
        return new TrackedCondition(new Owner(), recorder, delegate.newCondition());
    }

    /** Whether this thread holds it. */
    public boolean isHeldByCurrentThread() {
        return delegate.isHeldByCurrentThread();
    }

    @Override
    public String toString() {
        return identity.instance;
    }

    /** Whoever takes it twice can only be stopped by an interrupt or a timeout. */
    private boolean waitForItself(ThreadLog log, long timeout) throws InterruptedException {
        tape.tellOnly(log, identity, timeout == Event.ABSENT ? Manner.WRITE : Manner.TIMED, timeout);
        try {
            if (timeout == Event.ABSENT) {
                NEVER.await();
            } else {
                NEVER.await(timeout, TimeUnit.NANOSECONDS);
            }
            return false;
        } finally {
            tape.tellAcquired(log, identity, true);
        }
    }

    private static void waitForItself() {
        for (; ; ) {
            try {
                NEVER.await();
            } catch (InterruptedException notToBeInterrupted) {
                // As a thread that waits for a lock that another one never gives back.
            }
        }
    }

    private boolean failed(ThreadLog log) {
        tape.failedTry(log, identity, Manner.WRITE);
        return false;
    }

    /** Whether nobody is to be passed by. */
    private boolean isFree() {
        return !delegate.isFair() || !delegate.hasQueuedThreads();
    }

    /** The thread takes what it has, and may: it is reentrant. */
    private void again(ThreadLog log) {
        delegate.lock();
        HeldLock slot = log.find(identity);
        if (slot != null) {
            slot.writes++;
            if (recorder.full || log.context != InterruptContext.TASK) {
                tape.tellAgain(log, slot, identity, Manner.WRITE);
            }
        }
    }

    private void settle(ThreadLog log, HeldLock slot, boolean taken) {
        tape.tellAcquired(log, identity, !taken);
        if (!taken) {
            log.remove(slot);
        }
    }

    private void release(ThreadLog log, HeldLock slot) {
        slot.writes--;
        tape.giveBack(log, slot, identity);
        if (slot.writes == 0) {
            log.remove(slot);
        }
    }

    private final class Owner implements ConditionOwner {
        @Override
        public LockIdentity identity() {
            return identity;
        }

        @Override
        public boolean isHeldByCurrentThread() {
            return delegate.isHeldByCurrentThread();
        }

        @Override
        public long giveUp(ThreadLog log) {
            HeldLock slot = log.find(identity);
            if (slot == null || !delegate.isHeldByCurrentThread()) {
                throw new IllegalMonitorStateException("not held: " + identity.instance);
            }
            int depth = slot.writes;
            for (int i = 0; i < depth; i++) {
                release(log, slot);
            }
            return depth;
        }

        @Override
        public void takeBack(ThreadLog log, long depth) {
            long key = log.key(identity, Manner.WRITE);
            HeldLock slot = tape.tellAcquire(log, identity, Manner.WRITE, null, Event.ABSENT, key);
            tape.tellAcquired(log, identity, false);
            slot.writes = (int) depth;
            for (int i = 1; recorder.full && i < depth; i++) {
                tape.tellAgain(log, slot, identity, Manner.WRITE);
            }
        }
    }
}
