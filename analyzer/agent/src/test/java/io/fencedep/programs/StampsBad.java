package io.fencedep.programs;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.StampedLock;

/** A stamped lock through its view as a lock, and those that are asked for again by their reader. */
public final class StampsBad {
    private static final StampedLock viewed = new StampedLock();
    private static final StampedLock twice = new StampedLock();
    private static final StampedLock written = new StampedLock();
    private static final StampedLock nested = new StampedLock();
    private static final Lock writer = viewed.asWriteLock();
    private static final Object monitor = new Object();

    private StampsBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    writer.lock();
                    synchronized (monitor) {
                        writer.unlock();
                    }
                },
                () -> {
                    synchronized (monitor) {
                        writer.lock();
                        writer.unlock();
                    }
                });
        Turns.take(() -> {
            long stamp = twice.readLock();
            if (twice.tryWriteLock(1, TimeUnit.MILLISECONDS) != 0) {
                throw new IllegalStateException();
            }
            twice.unlockRead(stamp);
        });
        Turns.take(() -> {
            long stamp = written.writeLock();
            if (written.tryWriteLock(1, TimeUnit.MILLISECONDS) != 0) {
                throw new IllegalStateException();
            }
            written.unlockWrite(stamp);
        });
        Turns.take(
                () -> {
                    long stamp = nested.readLock();
                    nested.unlockRead(nested.readLock());
                    nested.unlockRead(stamp);
                },
                () -> nested.unlockWrite(nested.writeLock()));
    }
}
