package io.fencedep.programs;

import java.util.concurrent.locks.StampedLock;

/** A stamped lock and a monitor in both orders. */
public final class StampedBad {
    private static final StampedLock lock = new StampedLock();
    private static final Object monitor = new Object();

    private StampedBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    long stamp = lock.readLock();
                    synchronized (monitor) {
                        lock.unlockRead(stamp);
                    }
                },
                () -> {
                    synchronized (monitor) {
                        long stamp = lock.writeLock();
                        lock.unlock(stamp);
                    }
                });
    }
}
