package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Of two tasks of a pool, one awaits a latch, and another one does so under the lock that this needs. One thread runs both
 * here, which has seen the latch open by then; in another run two threads do. And who awaits a latch that it opens itself
 * here may be the first to count it down.
 */
public final class SeenBad {
    private static final Object lock = new Object();
    private static final Object meeting = new Object();
    private static final CountDownLatch latch = new CountDownLatch(1);
    private static final CountDownLatch both = new CountDownLatch(2);

    private SeenBad() {}

    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        Turns.take(() -> {
            synchronized (lock) {
                latch.countDown();
            }
        });
        Future<?> first = pool.submit(() -> {
            latch.await();
            return null;
        });
        while (!first.isDone()) {
            Thread.sleep(1);
        }
        Thread.sleep(20);
        pool.submit(() -> {
                    synchronized (lock) {
                        latch.await();
                    }
                    return null;
                })
                .get();
        pool.shutdown();
        Turns.take(
                () -> {
                    synchronized (meeting) {
                        both.countDown();
                    }
                },
                () -> {
                    synchronized (meeting) {
                        both.countDown();
                        both.await();
                    }
                });
    }
}
