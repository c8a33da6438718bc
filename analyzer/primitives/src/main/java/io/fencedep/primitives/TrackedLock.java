package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A reentrant lock that records what is held and waited for when it is taken.
 *
 * <p>Behaves as {@link ReentrantLock}, conditions included. An uncontended lock that this thread has taken before, under the
 * same holds, is not told to anybody; whatever blocks is told before it blocks.
 */
public final class TrackedLock implements Lock {
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
            again(log);
            return;
        }
        long key = log.key(identity, Manner.WRITE);
        if (isFree() && delegate.tryLock()) {
            got(log, Manner.WRITE, Event.ABSENT, key);
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
            again(log);
            return;
        }
        long key = log.key(identity, Manner.WRITE);
        if (isFree() && delegate.tryLock()) {
            got(log, Manner.WRITE, Event.ABSENT, key);
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
            again(log);
            return true;
        }
        if (delegate.tryLock()) {
            got(log, Manner.TRIED, Event.ABSENT, log.key(identity, Manner.TRIED));
            return true;
        }
        if (log.depth > 0 || log.foreign > 0 || log.state != 0 || recorder.full) {
            tape.tellFailedTry(log, identity, Manner.WRITE);
        }
        return false;
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long nanos = Recorder.nanos(time, unit);
        if (nanos == 0) {
            return tryLock();
        }
        ThreadLog log = tape.log();
        if (delegate.isHeldByCurrentThread()) {
            again(log);
            return true;
        }
        long key = log.key(identity, Manner.TIMED);
        if (isFree() && delegate.tryLock()) {
            got(log, Manner.TIMED, nanos, key);
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
        return new TrackedCondition(this, recorder, delegate.newCondition());
    }

    /** Whether this thread holds it. */
    public boolean isHeldByCurrentThread() {
        return delegate.isHeldByCurrentThread();
    }

    @Override
    public String toString() {
        return identity.instance;
    }

    LockIdentity identity() {
        return identity;
    }

    /** The thread is about to give it up whole, to wait; how often it had it. */
    int giveUp(ThreadLog log) {
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

    /** The thread has it back after a wait, as often as before. */
    void takeBack(ThreadLog log, int depth) {
        long key = log.key(identity, Manner.WRITE);
        HeldLock slot = tape.tellAcquire(log, identity, Manner.WRITE, null, Event.ABSENT, key);
        tape.tellAcquired(log, identity, false);
        slot.writes = depth;
        if (recorder.full) {
            for (int i = 1; i < depth; i++) {
                tape.tellAgain(log, slot, identity, Manner.WRITE);
            }
        }
    }

    private boolean isFree() {
        return !delegate.isFair() || !delegate.hasQueuedThreads();
    }

    /** It was got without blocking: told only if that is news. */
    private void got(ThreadLog log, int manner, long timeout, long key) {
        int known = recorder.full || log.foreign > 0 ? ChainMemo.NOT_KNOWN : log.chains.find(key);
        if (known == ChainMemo.NOT_KNOWN) {
            tape.tellAcquire(log, identity, manner, null, timeout, key);
        } else {
            log.takeQuietly(known, identity, manner, tape.position, timeout);
        }
    }

    private void again(ThreadLog log) {
        delegate.lock();
        HeldLock slot = log.find(identity);
        if (slot != null) {
            slot.writes++;
            if (recorder.full) {
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
}
