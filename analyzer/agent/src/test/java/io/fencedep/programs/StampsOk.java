package io.fencedep.programs;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Optimistic reads, conversions and downgrades, none of which is a hold where the monitor is taken; and what is read twice,
 * but never written, or only tried the second time.
 */
public final class StampsOk {
    private static final StampedLock stamped = new StampedLock();
    private static final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private static final Object monitor = new Object();
    private static final StampedLock neverWritten = new StampedLock();
    private static int count;

    private StampsOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (monitor) {
                        stamped.unlockWrite(stamped.writeLock());
                    }
                },
                () -> {
                    long stamp = stamped.tryOptimisticRead();
                    next();
                    stamped.validate(stamp);
                    stamp = stamped.tryConvertToReadLock(stamped.writeLock());
                    stamped.tryConvertToOptimisticRead(stamp);
                    next();
                    stamped.unlock(stamped.readLock());
                    next();
                    Lock reader = stamped.asReadLock();
                    reader.lock();
                    reader.unlock();
                    next();
                },
                () -> {
                    lock.writeLock().lock();
                    lock.readLock().lock();
                    lock.writeLock().unlock();
                    lock.readLock().unlock();
                },
                () -> {
                    long stamp = neverWritten.readLock();
                    neverWritten.unlockRead(neverWritten.readLock());
                    neverWritten.unlockRead(stamp);
                    stamp = stamped.readLock();
                    stamped.unlockRead(stamped.tryReadLock());
                    stamped.unlockRead(stamp);
                });
    }

    private static void next() {
        synchronized (monitor) {
            count++;
        }
    }
}
