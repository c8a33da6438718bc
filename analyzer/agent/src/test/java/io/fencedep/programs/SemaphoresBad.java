package io.fencedep.programs;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Two semaphores of one permit in both orders; two permits of one semaphore, one by one; a permit that is left of several,
 * which were taken at once, while a lock is taken.
 */
public final class SemaphoresBad {
    private static final Semaphore one = new Semaphore(1);
    private static final Semaphore other = new Semaphore(1);
    private static final Semaphore two = new Semaphore(2);

    private static final Semaphore three = new Semaphore(3);
    private static final ReentrantLock lock = new ReentrantLock();

    private SemaphoresBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> both(one, other), () -> both(other, one));
        Turns.take(() -> both(two, two), () -> both(two, two));
        Turns.take(
                () -> {
                    three.acquire(2);
                    three.release();
                    lock.lock();
                    lock.unlock();
                    three.release();
                },
                () -> {
                    lock.lock();
                    three.acquire(3);
                    three.release(3);
                    lock.unlock();
                });
    }

    private static void both(Semaphore first, Semaphore second) throws InterruptedException {
        first.acquire();
        second.acquire();
        second.release();
        first.release();
    }
}
