package io.fencedep.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/** What waits and what signals have pools of their own, or one that grows. */
public final class LostSignalsOk {
    private static final BlockingQueue<Integer> queue = new LinkedBlockingQueue<>(2);

    private LostSignalsOk() {}

    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        ExecutorService other = Executors.newSingleThreadExecutor();
        CountDownLatch latch = new CountDownLatch(1);
        Future<?> waits = pool.submit(() -> {
            latch.await();
            return queue.take();
        });
        other.submit(latch::countDown);
        other.submit(() -> queue.add(1));
        waits.get();
        pool.shutdown();
        other.shutdown();
        cached();
        barrier();
        latch();
    }

    private static void cached() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        pool.submit(() -> pool.submit(() -> 1).get()).get();
        pool.shutdown();
    }

    private static void barrier() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        CyclicBarrier barrier = new CyclicBarrier(3);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(pool.submit(() -> barrier.await()));
        }
        for (Future<?> each : all) {
            each.get();
        }
        pool.shutdown();
    }

    /** All who wait have counted it down themselves, and there is room for all. */
    private static void latch() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        CountDownLatch all = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            pool.execute(() -> {
                all.countDown();
                Turns.run(all::await);
            });
        }
        all.await();
        pool.shutdown();
    }
}
