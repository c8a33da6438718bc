package io.fencedep.programs;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Pools that run one task at a time, but for what they refuse, or what comes when their queue is full; tasks that are awaited
 * under a lock and were through already, here.
 */
public final class PlacesBad {
    private static final Object refused = new Object();
    private static final Object behindRefused = new Object();
    private static final Object full = new Object();
    private static final Object behindFull = new Object();
    private static final Object awaited = new Object();
    private static final ReentrantReadWriteLock shared = new ReentrantReadWriteLock();
    private static int count;

    private PlacesBad() {}

    public static void main(String[] arguments) throws Exception {
        byCaller();
        growing();
        through();
        readers();
    }

    /** Who invokes all tasks at once asks whether they are through before it waits. */
    private static void through() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.submit(() -> both(awaited, new Object())).get();
        synchronized (awaited) {
            pool.invokeAll(List.of(() -> 1));
        }
        pool.shutdown();
    }

    /** Readers wait for each other only when somebody who writes comes between them. */
    private static void readers() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        CompletableFuture<Void> read = CompletableFuture.runAsync(PlacesBad::read, pool);
        while (!read.isDone()) {
            Thread.sleep(1);
        }
        shared.readLock().lock();
        read.join();
        shared.readLock().unlock();
        Turns.take(() -> {
            shared.writeLock().lock();
            shared.writeLock().unlock();
        });
        pool.shutdown();
    }

    private static void read() {
        shared.readLock().lock();
        shared.readLock().unlock();
    }

    private static void both(Object outer, Object inner) {
        synchronized (outer) {
            synchronized (inner) {
                count++;
            }
        }
    }

    /** Whoever hands a task over to a busy pool runs it. */
    private static void byCaller() throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> first = pool.submit(() -> {
            both(refused, behindRefused);
            begun.countDown();
            go.await();
            return 1;
        });
        begun.await();
        Future<?> second = pool.submit(() -> both(behindRefused, refused));
        go.countDown();
        first.get();
        second.get();
        pool.shutdown();
    }

    /** A second thread comes as soon as a task finds the queue full. */
    private static void growing() throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 2, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        pool.submit(() -> both(full, behindFull)).get();
        pool.submit(() -> both(behindFull, full)).get();
        pool.shutdown();
    }
}
