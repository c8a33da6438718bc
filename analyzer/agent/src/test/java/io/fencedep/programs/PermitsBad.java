package io.fencedep.programs;

import java.util.concurrent.Semaphore;

/** A permit is awaited under the monitor that whoever releases it holds. */
public final class PermitsBad {
    private static final Semaphore permits = new Semaphore(0);
    private static final Object lock = new Object();

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
    }
}
