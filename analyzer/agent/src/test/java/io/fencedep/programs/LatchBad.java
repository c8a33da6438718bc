package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;

/** A latch is awaited under the lock that whoever counts it down holds. */
public final class LatchBad {
    private static final Object lock = new Object();
    private static final CountDownLatch latch = new CountDownLatch(1);

    private LatchBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (lock) {
                        latch.countDown();
                    }
                },
                () -> {
                    synchronized (lock) {
                        latch.await();
                    }
                });
    }
}
