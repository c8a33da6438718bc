package io.fencedep.programs;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Two locks in both orders. */
public final class LocksBad {
    private static final ReentrantLock first = new ReentrantLock();
    private static final ReentrantLock second = new ReentrantLock(true);

    private LocksBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> both(first, second), () -> both(second, first));
    }

    static void both(Lock first, Lock second) {
        first.lock();
        try {
            second.lock();
            second.unlock();
        } finally {
            first.unlock();
        }
    }
}
