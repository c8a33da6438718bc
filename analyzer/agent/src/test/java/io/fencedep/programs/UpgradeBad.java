package io.fencedep.programs;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A reader that would wait for itself, had it not given up. */
public final class UpgradeBad {
    private static final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private UpgradeBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> {
            lock.readLock().lock();
            if (lock.writeLock().tryLock(1, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException();
            }
            lock.readLock().unlock();
        });
    }
}
