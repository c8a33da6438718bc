package io.fencedep.programs;

import java.util.concurrent.Semaphore;

/**
 * A permit is awaited under the monitor that whoever releases it holds; and all permits of another semaphore are, which
 * others take one of.
 */
public final class PermitsBad {
    private static final Semaphore permits = new Semaphore(0);
    private static final Object lock = new Object();
    private static final Semaphore shared = new Semaphore(3);
    private static final Object owned = new Object();

    private PermitsBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (lock) {
                        permits.release();
                    }
                },
                () -> {
                    synchronized (lock) {
                        permits.acquire();
                    }
                });
        Turns.take(
                () -> {
                    shared.acquire();
                    synchronized (owned) {
                        shared.release();
                    }
                },
                () -> {
                    synchronized (owned) {
                        shared.acquire(3);
                        shared.release(3);
                    }
                });
    }
}
