package io.fencedep.programs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Waits under a lock for what the thread has seen to be done before it took the lock that this needed; or whoever started it,
 * or handed it over, or a task or thread that it has waited for.
 */
public final class SeenOk {
    private static final Object latchLock = new Object();
    private static final Object futureLock = new Object();
    private static final Object taskLock = new Object();
    private static final Object ownLock = new Object();
    private static final CountDownLatch latch = new CountDownLatch(2);
    private static final Object childLock = new Object();
    private static final Object partLock = new Object();
    private static final CountDownLatch opened = new CountDownLatch(1);
    private static final CompletableFuture<String> future = new CompletableFuture<>();
    private static final CompletableFuture<String> own = new CompletableFuture<>();
    private static final FutureTask<String> task = new FutureTask<>(() -> {
        synchronized (taskLock) {
            return "done";
        }
    });

    private SeenOk() {}

    public static void main(String[] arguments) throws Exception {
        others();
        together();
        Turns.take(SeenOk::countDown, SeenOk::countDown, SeenOk::await);
        Turns.take(
                () -> {
                    synchronized (futureLock) {
                        future.complete("done");
                    }
                },
                SeenOk::get);
        Turns.take(task::run, SeenOk::ask);
        Turns.take(() -> {
            synchronized (ownLock) {
                own.complete("done");
            }
            synchronized (ownLock) {
                own.join();
            }
        });
    }

    private static void others() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        Turns.take(
                () -> {
                    synchronized (childLock) {
                        opened.countDown();
                    }
                },
                () -> {
                    opened.await();
                    join(new Thread(() -> Turns.run(SeenOk::openedUnderLock)));
                    pool.submit(() -> Turns.run(SeenOk::openedUnderLock)).get();
                },
                () -> {
                    join(new Thread(() -> Turns.run(opened::await)));
                    openedUnderLock();
                },
                () -> {
                    pool.submit(() -> Turns.run(opened::await)).get();
                    openedUnderLock();
                });
        pool.shutdown();
    }

    /** A task that was waited for and the thread itself are all that count a latch down. */
    private static void together() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        CountDownLatch both = new CountDownLatch(2);
        Runnable part = () -> {
            synchronized (partLock) {
                both.countDown();
            }
        };
        pool.submit(part).get();
        synchronized (partLock) {
            both.countDown();
            both.await();
        }
        pool.shutdown();
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }

    private static void openedUnderLock() throws InterruptedException {
        synchronized (childLock) {
            opened.await();
        }
    }

    private static void countDown() {
        synchronized (latchLock) {
            latch.countDown();
        }
    }

    private static void await() throws InterruptedException {
        latch.await();
        synchronized (latchLock) {
            latch.await();
        }
    }

    private static void get() throws Exception {
        future.get();
        synchronized (futureLock) {
            future.get();
        }
    }

    private static void ask() throws Exception {
        task.get();
        synchronized (taskLock) {
            task.get();
        }
    }
}
