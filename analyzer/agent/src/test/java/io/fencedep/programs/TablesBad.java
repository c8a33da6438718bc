package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Who takes every lock of a large table and then one more; and the lock of a pool, under which it tells its end. */
public final class TablesBad {
    private static final int SIZE = 200;
    private static final ReentrantLock order = new ReentrantLock();
    private static final Object owner = new Object();

    private static final class Part {
        private final ReentrantLock partLock = new ReentrantLock();
        private int size;
    }

    private TablesBad() {}

    public static void main(String[] arguments) throws Exception {
        Part[] table = new Part[SIZE];
        for (int i = 0; i < SIZE; i++) {
            table[i] = new Part();
        }
        Turns.take(() -> clear(table), () -> evict(table[SIZE - 20]));
        end();
    }

    private static void clear(Part[] table) {
        for (Part each : table) {
            each.partLock.lock();
        }
        order.lock();
        order.unlock();
        for (Part each : table) {
            each.size = 0;
            each.partLock.unlock();
        }
    }

    private static void evict(Part part) {
        order.lock();
        part.partLock.lock();
        part.size--;
        part.partLock.unlock();
        order.unlock();
    }

    private static void end() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch through = new CountDownLatch(1);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            protected void terminated() {
                synchronized (owner) {
                    owner.notifyAll();
                }
            }
        };
        pool.execute(() -> await(begun, through));
        begun.await();
        synchronized (owner) {
            pool.shutdown();
        }
        through.countDown();
        pool.awaitTermination(10, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch begun, CountDownLatch through) {
        begun.countDown();
        try {
            through.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
