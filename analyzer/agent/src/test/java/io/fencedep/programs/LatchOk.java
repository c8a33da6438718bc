package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;

/** A latch is awaited under a lock that nobody else needs. */
public final class LatchOk {
    private static final Object lock = new Object();
    private static final Object other = new Object();
    private static final CountDownLatch latch = new CountDownLatch(1);

    private LatchOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (other) {
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
