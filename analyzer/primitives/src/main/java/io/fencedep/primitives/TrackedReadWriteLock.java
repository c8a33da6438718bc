package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.InterruptContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A reentrant lock for one writer or many readers that records what is held and waited for when it is taken.
 *
 * <p>Behaves as {@link ReentrantReadWriteLock}: a writer may read, and keeps the lock as a reader when it stops writing; a
 * reader that asks to write waits for ever, and is reported.
 */
public final class TrackedReadWriteLock implements ReadWriteLock {
    private final Recorder recorder;
    private final Tape tape;
    private final LockIdentity identity;
    private final ReentrantReadWriteLock delegate = new ReentrantReadWriteLock();
    private final Side read = new Side(Manner.READ, delegate.readLock());
    private final Side write = new Side(Manner.WRITE, delegate.writeLock());

    TrackedReadWriteLock(Recorder recorder, LockIdentity identity) {
        this.recorder = recorder;
        this.tape = recorder.tape;
        this.identity = identity;
    }

    @Override
    public Lock readLock() {
        return read;
    }

    @Override
    public Lock writeLock() {
        return write;
    }

    /** Whether anybody waits for it, to read or to write. */
    public boolean hasQueuedThreads() {
        return delegate.hasQueuedThreads();
    }

    @Override
    public String toString() {
        return identity.instance;
    }

    /** The lock as readers or writers see it. */
    private final class Side implements Lock {
        private final int mode;
        private final Lock side;

        Side(int mode, Lock side) {
            this.mode = mode;
            this.side = side;
        }

        @Override
        public void lock() {
            ThreadLog log = tape.log();
            HeldLock own = log.find(identity);
            if (own != null && (isRead() || own.isForWrite())) {
                side.lock();
                count(log, own);
                return;
            }
            long key = log.key(identity, mode);
            if (own == null && nobodyWaits() && side.tryLock()) {
                tape.got(log, identity, mode, Event.ABSENT, key);
                return;
            }
            if (own != null) {
                tape.tellOnly(log, identity, mode, Event.ABSENT);
                side.lock();
                return;
            }
            tape.tellAcquire(log, identity, mode, null, Event.ABSENT, key);
            side.lock();
            tape.tellAcquired(log, identity, false);
        }

        @Override
        public void lockInterruptibly() throws InterruptedException {
            lockFor(Event.ABSENT);
        }

        @Override
        public boolean tryLock() {
            ThreadLog log = tape.log();
            HeldLock own = log.find(identity);
            boolean taken = side.tryLock();
            if (taken && own != null) {
                count(log, own);
            } else if (taken) {
                int manner = mode | Manner.TRIED;
                tape.got(log, identity, manner, Event.ABSENT, log.key(identity, manner));
            } else {
                tape.failedTry(log, identity, mode);
            }
            return taken;
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
            return lockFor(Recorder.nanos(time, unit));
        }

        @Override
        public void unlock() {
            ThreadLog log = tape.log();
            HeldLock own = log.find(identity);
            if (own != null && (isRead() ? own.reads : own.writes) > 0) {
                uncount(log, own);
            }
            side.unlock();
        }

        @Override
        public Condition newCondition() {
            if (isRead()) {
                throw new UnsupportedOperationException("readers have no conditions");
            }
            return new TrackedCondition(new Owner(), recorder, side.newCondition());
        }

        private boolean lockFor(long timeout) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            ThreadLog log = tape.log();
            HeldLock own = log.find(identity);
            if (own != null && (isRead() || own.isForWrite())) {
                side.lock();
                count(log, own);
                return true;
            }
            if (timeout == 0) {
                return nobodyWaits() ? tryLock() : failed(log);
            }
            int manner = mode | (timeout == Event.ABSENT ? 0 : Manner.TIMED);
            long key = log.key(identity, manner);
            if (own == null && nobodyWaits() && side.tryLock()) {
                tape.got(log, identity, manner, timeout, key);
                return true;
            }
            return own == null ? blockFor(log, manner, timeout, key) : upgradeFor(log, timeout);
        }

        private boolean failed(ThreadLog log) {
            tape.failedTry(log, identity, mode);
            return false;
        }

        private boolean blockFor(ThreadLog log, int manner, long timeout, long key) throws InterruptedException {
            HeldLock slot = tape.tellAcquire(log, identity, manner, null, timeout, key);
            boolean taken = false;
            try {
                taken = sleep(timeout);
            } finally {
                tape.tellAcquired(log, identity, !taken);
                if (!taken) {
                    log.remove(slot);
                }
            }
            return taken;
        }

        /** A reader asks to write: this can only end by the timeout or an interrupt. */
        private boolean upgradeFor(ThreadLog log, long timeout) throws InterruptedException {
            tape.tellOnly(log, identity, mode, timeout);
            try {
                return sleep(timeout);
            } finally {
                tape.tellAcquired(log, identity, true);
            }
        }

        private boolean sleep(long timeout) throws InterruptedException {
            if (timeout != Event.ABSENT) {
                return side.tryLock(timeout, TimeUnit.NANOSECONDS);
            }
            side.lockInterruptibly();
            return true;
        }

        private boolean isRead() {
            return mode == Manner.READ;
        }

        private void count(ThreadLog log, HeldLock own) {
            if (isRead()) {
                own.reads++;
            } else {
                own.writes++;
            }
            if (recorder.full || readsUnderWrite(own) || log.context != InterruptContext.TASK) {
                tape.tellAgain(log, own, identity, mode);
            }
        }

        /** That there are readers at all, the analysis must know. */
        private boolean readsUnderWrite(HeldLock own) {
            return isRead() && own.isForWrite();
        }

        private void uncount(ThreadLog log, HeldLock own) {
            if (isRead()) {
                own.reads--;
            } else {
                own.writes--;
            }
            boolean last = own.reads + own.writes == 0;
            boolean stopsWriting = !last && own.isForWrite() && own.writes == 0;
            tape.giveBack(log, own, identity);
            if (last) {
                log.remove(own);
            } else if (stopsWriting) {
                tape.tellRelease(log, EventKind.DOWNGRADE, identity);
                own.manner = Manner.READ;
                log.rekey(own);
            }
        }
    }

    /** Whoever waits is not passed by: a reader who came later than a writer would go first for ever. */
    private boolean nobodyWaits() {
        return !delegate.hasQueuedThreads();
    }

    /** The lock of a writer, for its conditions: given up with all that the thread has of it, its reads too. */
    private final class Owner implements ConditionOwner {
        @Override
        public LockIdentity identity() {
            return identity;
        }

        @Override
        public boolean isHeldByCurrentThread() {
            return delegate.isWriteLockedByCurrentThread();
        }

        @Override
        public long giveUp(ThreadLog log) {
            HeldLock own = log.find(identity);
            if (own == null || !isHeldByCurrentThread()) {
                throw new IllegalMonitorStateException("not held for write: " + identity.instance);
            }
            long depth = (long) own.writes << Integer.SIZE | own.reads;
            own.writes = 0;
            own.reads = 0;
            while (own.told > 0) {
                tape.giveBack(log, own, identity);
            }
            log.remove(own);
            return depth;
        }

        @Override
        public void takeBack(ThreadLog log, long depth) {
            long key = log.key(identity, Manner.WRITE);
            HeldLock own = tape.tellAcquire(log, identity, Manner.WRITE, null, Event.ABSENT, key);
            tape.tellAcquired(log, identity, false);
            own.writes = (int) (depth >>> Integer.SIZE);
            own.reads = (int) depth;
            for (int i = 1; recorder.full && i < own.writes; i++) {
                tape.tellAgain(log, own, identity, Manner.WRITE);
            }
            for (int i = 0; i < own.reads; i++) {
                tape.tellAgain(log, own, identity, Manner.READ);
            }
        }
    }
}
