package io.fencedep.programs;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Pools that are too small for what their tasks await, and tasks that are awaited under a lock that they take. */
public final class PoolsBad {
    private static final Object behind = new Object();
    private static final Object lock = new Object();
    private static final Object first = new Object();
    private static final Object second = new Object();
    private static final Object settings = new Object();
    private static final Object statistics = new Object();
    private static final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private static int count;

    private PoolsBad() {}

    public static void main(String[] arguments) throws Exception {
        scheduled();
        growing();
        all();
        two();
        completions();
        terminated();
        threadOfItsOwn();
        oneWorker();
        objects();
        behindAnother();
        before();
        after();
    }

    /** Objects of one class in both orders, in tasks of a pool without a bound. */
    private static void objects() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        Part one = new Part();
        Part other = new Part();
        pool.submit(() -> one.with(other)).get();
        pool.submit(() -> other.with(one)).get();
        pool.shutdown();
    }

    private static final class Part {
        synchronized void with(Part other) {
            other.alone();
        }

        private synchronized void alone() {
            count++;
        }
    }

    /** What is awaited under a lock may be behind one that needs it, in a pool that knows only what is wrapped around it. */
    private static void behindAnother() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.submit(() -> {
                    synchronized (behind) {
                        count++;
                    }
                })
                .get();
        Future<Integer> task = new ExecutorCompletionService<Integer>(pool).submit(() -> 1);
        while (!task.isDone()) {
            Thread.sleep(1);
        }
        synchronized (behind) {
            task.get();
        }
        pool.shutdown();
    }

    /** Its second thread had nothing to do, but may. */
    private static void oneWorker() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        pool.submit(() -> {
                    synchronized (first) {
                        synchronized (second) {
                            count++;
                        }
                    }
                })
                .get();
        pool.submit(() -> {
                    synchronized (second) {
                        synchronized (first) {
                            count++;
                        }
                    }
                })
                .get();
        pool.shutdown();
    }

    private static int next() {
        synchronized (lock) {
            return ++count;
        }
    }

    private static Object awaited(Future<?> inner) throws Exception {
        try {
            return inner.get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "";
        }
    }

    private static void scheduled() throws Exception {
        scheduler
                .schedule(() -> awaited(scheduler.schedule(() -> 1, 0, TimeUnit.SECONDS)), 0, TimeUnit.SECONDS)
                .get();
        scheduler.shutdown();
    }

    /** It grows only when its queue is full. */
    private static void growing() throws Exception {
        ExecutorService pool = new ThreadPoolExecutor(1, 4, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(10));
        pool.submit(() -> awaited(pool.submit(() -> 1))).get();
        pool.shutdown();
    }

    private static void all() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        pool.submit(() -> pool.invokeAll(List.of(() -> 1, () -> 2), 100, TimeUnit.MILLISECONDS))
                .get();
        pool.shutdown();
    }

    private static void two() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        CyclicBarrier both = new CyclicBarrier(2);
        Callable<Object> outer = () -> {
            Future<Integer> inner;
            both.await();
            inner = pool.submit(() -> 1);
            both.await();
            return awaited(inner);
        };
        Future<?> one = pool.submit(outer);
        pool.submit(outer).get();
        one.get();
        pool.shutdown();
    }

    private static void completions() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        ExecutorCompletionService<Integer> done = new ExecutorCompletionService<>(pool);
        Future<Integer> task = done.submit(PoolsBad::next);
        while (!task.isDone()) {
            Thread.sleep(1);
        }
        synchronized (lock) {
            done.take();
        }
        pool.shutdown();
    }

    private static void terminated() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        AtomicBoolean over = new AtomicBoolean();
        pool.execute(() -> {
            synchronized (lock) {
                lock.notifyAll();
            }
            over.set(true);
        });
        while (!over.get()) {
            Thread.sleep(1);
        }
        synchronized (lock) {
            pool.shutdown();
            pool.awaitTermination(1, TimeUnit.DAYS);
        }
    }

    private static void threadOfItsOwn() throws Exception {
        FutureTask<Integer> task = new FutureTask<>(PoolsBad::next);
        Turns.take(task::run);
        synchronized (lock) {
            task.get();
        }
    }

    /** What a pool does before each task and after it. */
    private static final class Counting extends ThreadPoolExecutor {
        private final AtomicInteger through = new AtomicInteger();

        Counting() {
            super(2, 2, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            synchronized (settings) {
                count++;
            }
        }

        @Override
        protected void afterExecute(Runnable task, Throwable failure) {
            synchronized (statistics) {
                count--;
            }
            through.incrementAndGet();
        }
    }

    private static void before() throws Exception {
        Counting pool = new Counting();
        Future<Integer> next = pool.submit(PoolsBad::next);
        while (pool.through.get() < 1) {
            Thread.sleep(1);
        }
        synchronized (settings) {
            next.get();
        }
        pool.shutdown();
    }

    private static void after() throws Exception {
        Counting pool = new Counting();
        pool.submit(PoolsBad::next).get();
        while (pool.through.get() < 1) {
            Thread.sleep(1);
        }
        pool.shutdown();
        synchronized (statistics) {
            pool.awaitTermination(1, TimeUnit.DAYS);
        }
    }
}
