package io.fencedep.programs;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A writer under a monitor that readers take; and readers in both orders, of a lock that somebody writes later on. */
public final class WriterBad {
    private static final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private static final Object monitor = new Object();
    private static final ReentrantReadWriteLock late = new ReentrantReadWriteLock();
    private static final Object outside = new Object();

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
        Turns.take(
                () -> {
                    synchronized (outside) {
                        late.readLock().lock();
                        late.readLock().unlock();
                    }
                },
                () -> {
                    late.readLock().lock();
                    synchronized (outside) {
                        late.readLock().unlock();
                    }
                },
                () -> {
                    late.writeLock().lock();
                    late.writeLock().unlock();
                });
    }
}
