package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

/** Two tasks of the common pool, one after the other, take two locks in both orders. */
public final class CommonPoolBad {
    private static final Object LEFT = new Object();
    private static final Object RIGHT = new Object();

    private CommonPoolBad() {}

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        ForkJoinPool.commonPool().execute(() -> {
            both(LEFT, RIGHT);
            first.countDown();
        });
        first.await();
        CountDownLatch second = new CountDownLatch(1);
        ForkJoinPool.commonPool().execute(() -> {
            both(RIGHT, LEFT);
            second.countDown();
        });
        second.await();
    }

    private static void both(Object first, Object second) {
        synchronized (first) {
            synchronized (second) {
                Thread.onSpinWait();
            }
        }
    }
}
