package io.fencedep.programs;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A writer under a monitor that readers take. */
public final class WriterBad {
    private static final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private static final Object monitor = new Object();

    private WriterBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    lock.readLock().lock();
                    synchronized (monitor) {
                        lock.readLock().unlock();
                    }
                },
                () -> {
                    synchronized (monitor) {
                        lock.writeLock().lock();
                        lock.writeLock().unlock();
                    }
                });
    }
}
