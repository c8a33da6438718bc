package io.fencedep.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A task awaits one of another pool; the tasks of one thread take two locks in either order; one helper flushes two pools, one
 * of them under a lock that tasks of the other one take; a task says that it has begun and then waits to be let go by who
 * asks for that too late to have to wait; tasks of a pool of two commit what they have written, which waits, under a lock of
 * commits, until nobody writes; tasks of a pool of two await those that were handed over before them.
 */
public final class PoolOk {
    private static final ExecutorService pool = Executors.newSingleThreadExecutor();
    private static final ExecutorService other = Executors.newSingleThreadExecutor();

    private static final ExecutorService writer = made();
    private static final ExecutorService saver = made();
    private static final Object written = new Object();

    private static int locks;

    private static final Object counted = new Object();

    private PoolOk() {}

    public static void main(String[] arguments) throws Exception {
        Future<?> outer = pool.submit(() -> other.submit(() -> "done").get());
        outer.get();
        pool.submit(() -> both(pool, other)).get();
        pool.submit(() -> both(other, pool)).get();
        pool.shutdown();
        other.shutdown();
        flushes();
        letGo();
        afterwards();
        results();
        commits();
        inOrder();
    }

    /** The queue of the pool gives out what is awaited before who awaits it. */
    private static void inOrder() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        CountDownLatch all = new CountDownLatch(1);
        List<Future<Integer>> steps = new ArrayList<>();
        steps.add(two.submit(() -> {
            all.await();
            return 0;
        }));
        CompletableFuture<Integer> last = CompletableFuture.supplyAsync(() -> 0, two);
        for (int i = 0; i < 40; i++) {
            Future<Integer> before = steps.get(i);
            CompletableFuture<Integer> future = last;
            steps.add(two.submit(() -> before.get() + future.join()));
            last = CompletableFuture.supplyAsync(future::join, two);
        }
        all.countDown();
        steps.get(40).get();
        last.join();
        two.shutdown();
    }

    /** What is written by several, and waited for until nobody does. */
    private static final class Written {
        private int writing;

        void write() {
            synchronized (this) {
                writing++;
            }
            synchronized (this) {
                writing--;
                notifyAll();
            }
        }

        synchronized void nobody() throws InterruptedException {
            while (writing > 0) {
                wait();
            }
        }
    }

    private static void commits() throws Exception {
        Written file = new Written();
        Object commit = new Object();
        ExecutorService two = Executors.newFixedThreadPool(2);
        List<Future<?>> all = new ArrayList<>();
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            all.add(two.submit(() -> {
                both.countDown();
                both.await();
                file.write();
                return "done";
            }));
        }
        for (int i = 0; i < 60; i++) {
            boolean writes = i % 3 == 0;
            all.add(two.submit(() -> {
                synchronized (writes ? new Object() : commit) {
                    file.write();
                    if (!writes) {
                        file.nobody();
                    }
                }
                return "done";
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        two.shutdown();
    }

    private static void letGo() throws Exception {
        ExecutorService single = made();
        AtomicReference<Thread> worker = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<?> task = single.submit(() -> {
            worker.set(Thread.currentThread());
            begun.countDown();
            goOn.await();
            return "done";
        });
        while (worker.get() == null || worker.get().getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        begun.await();
        goOn.countDown();
        task.get();
        single.shutdown();
    }

    /** Whoever waits for a task does not wait for what its pool does after that. */
    private static void afterwards() throws Exception {
        AtomicInteger through = new AtomicInteger();
        ExecutorService counting =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>()) {
                    @Override
                    protected void afterExecute(Runnable task, Throwable failure) {
                        synchronized (counted) {
                            through.incrementAndGet();
                        }
                    }
                };
        for (int i = 1; i < 3; i++) {
            synchronized (counted) {
                counting.submit(() -> "done").get();
            }
            while (through.get() < i) {
                Thread.sleep(1);
            }
        }
        counting.shutdown();
    }

    /** What the pool does after a task asks for its result, which is there. */
    private static void results() throws Exception {
        AtomicInteger failed = new AtomicInteger();
        ExecutorService asking = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>()) {
            @Override
            protected void afterExecute(Runnable task, Throwable failure) {
                try {
                    ((Future<?>) task).get();
                } catch (Exception e) {
                    failed.incrementAndGet();
                }
            }
        };
        for (int i = 0; i < 3; i++) {
            asking.submit(() -> "done").get();
        }
        asking.shutdown();
    }

    private static ExecutorService made() {
        return Executors.newSingleThreadExecutor();
    }

    private static void flushes() throws Exception {
        Turns.take(
                () -> {
                    flush(writer);
                    synchronized (written) {
                        flush(saver);
                    }
                },
                () -> writer.submit(() -> {
                            synchronized (written) {
                                locks++;
                            }
                        })
                        .get());
        writer.shutdown();
        saver.shutdown();
    }

    /** Nothing is queued any more when this is through. */
    private static void flush(ExecutorService queue) throws Exception {
        queue.submit(() -> {}).get();
    }

    private static void both(Object outer, Object inner) {
        synchronized (outer) {
            synchronized (inner) {
                locks++;
            }
        }
    }
}
