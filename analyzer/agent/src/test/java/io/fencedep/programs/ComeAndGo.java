package io.fencedep.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks, threads, pools and futures that come and go, phase after phase. Prints after each phase how many bytes are in use.
 */
public final class ComeAndGo {
    private static final Object outer = new Object();
    private static int count;

    private ComeAndGo() {}

    public static void main(String[] arguments) throws Exception {
        int phases = Integer.parseInt(arguments[0]);
        int scale = Integer.parseInt(arguments[1]);
        for (int i = 0; i < phases; i++) {
            locks(100 * scale);
            threads(scale);
            pools(scale / 10);
            waits(2 * scale);
            System.out.println(used());
        }
    }

    private static void locks(int many) {
        for (int i = 0; i < many; i++) {
            ReentrantLock lock = new ReentrantLock();
            StringBuffer buffer = new StringBuffer();
            synchronized (outer) {
                lock.lock();
                synchronized (buffer) {
                    count += buffer.append(i).length();
                }
                lock.unlock();
            }
            CompletableFuture<Integer> future = new CompletableFuture<>();
            future.complete(i);
            count += future.join();
        }
    }

    private static void threads(int many) throws InterruptedException {
        for (int i = 0; i < many; i += 4) {
            List<Thread> threads = new ArrayList<>();
            for (int j = 0; j < 4; j++) {
                Thread thread = new Thread(() -> locks(5));
                thread.start();
                threads.add(thread);
            }
            for (Thread each : threads) {
                each.join();
            }
        }
    }

    private static void pools(int many) throws Exception {
        for (int i = 0; i < many; i++) {
            ExecutorService pool = Executors.newFixedThreadPool(2);
            count += pool.submit(() -> 1).get();
            pool.shutdown();
        }
    }

    private static void waits(int many) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        for (int i = 0; i < many; i++) {
            CountDownLatch latch = new CountDownLatch(1);
            pool.execute(latch::countDown);
            latch.await();
            count += CompletableFuture.supplyAsync(() -> 1, pool).join();
        }
        pool.shutdown();
    }

    static long used() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            // Whoever follows what was given up needs a moment to see it.
            Thread.sleep(700);
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
