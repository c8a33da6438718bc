package io.fencedep.programs;

import java.util.concurrent.locks.ReentrantLock;

/** Two locks in both orders, one of them without waiting. */
public final class TriesOk {
    private static final ReentrantLock first = new ReentrantLock();
    private static final ReentrantLock second = new ReentrantLock(true);

    private TriesOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    first.lock();
                    second.lock();
                    second.unlock();
                    first.unlock();
                },
                () -> {
                    second.lock();
                    if (first.tryLock()) {
                        first.unlock();
                    }
                    second.unlock();
                });
    }
}
