package io.fencedep.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program that does nothing but make what can be waited for, in a heap that it does not fill. Prints for each kind how many
 * nanoseconds one of them took, in the best of four rounds.
 */
public final class ObjectsWorkload {
    private static final int COUNT = 300_000;
    private static final int ROUNDS = 6;

    /** What is done to so many objects. */
    private interface Kind {
        long run() throws Exception;
    }

    private ObjectsWorkload() {}

    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        measure("futures, completed and joined", ObjectsWorkload::futures);
        measure("latches, counted down and awaited", ObjectsWorkload::latches);
        measure("tasks, submitted all at once", () -> tasks(pool));
        measure("futures of tasks with a stage each", () -> stages(pool));
        measure("locks, taken once", ObjectsWorkload::locks);
        pool.shutdown();
    }

    private static void measure(String name, Kind kind) throws Exception {
        long best = Long.MAX_VALUE;
        long sum = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            sum += kind.run();
            best = i < 2 ? best : Math.min(best, System.nanoTime() - start);
        }
        System.out.printf("%s: %.1f (%d)%n", name, (double) best / COUNT, sum);
    }

    private static long futures() {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            CompletableFuture<Integer> future = new CompletableFuture<>();
            future.complete(i);
            sum += future.join();
        }
        return sum;
    }

    private static long latches() throws InterruptedException {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            CountDownLatch latch = new CountDownLatch(1);
            latch.countDown();
            latch.await();
            sum += latch.getCount();
        }
        return sum;
    }

    private static long tasks(ExecutorService pool) throws Exception {
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            int number = i;
            all.add(pool.submit(() -> number));
        }
        long sum = 0;
        for (Future<Integer> each : all) {
            sum += each.get();
        }
        return sum;
    }

    private static long stages(ExecutorService pool) {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            int number = i;
            all.add(CompletableFuture.supplyAsync(() -> number, pool).thenApply(result -> result + 1));
        }
        return all.stream().mapToLong(CompletableFuture::join).sum();
    }

    private static long locks() {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            ReentrantLock lock = new ReentrantLock();
            lock.lock();
            sum += lock.getHoldCount();
            lock.unlock();
        }
        return sum;
    }
}
