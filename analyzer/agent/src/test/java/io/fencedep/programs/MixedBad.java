package io.fencedep.programs;

import java.util.concurrent.locks.ReentrantLock;

/** A monitor and a lock in both orders. */
public final class MixedBad {
    private static final Object monitor = new Object();
    private static final ReentrantLock lock = new ReentrantLock();

    private MixedBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (monitor) {
                        lock.lock();
                        lock.unlock();
                    }
                },
                () -> {
                    lock.lock();
                    synchronized (monitor) {
                        lock.unlock();
                    }
                });
    }
}
