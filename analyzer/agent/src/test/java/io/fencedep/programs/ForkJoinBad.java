package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Tasks of fork-join pools that need the lock under which they are waited for. */
public final class ForkJoinBad {
    private static final Object lock = new Object();
    private static final Object needed = new Object();
    private static final Object nested = new Object();
    private static volatile boolean elsewhere;
    private static volatile boolean busy;
    private static int count;

    private static final class Step extends RecursiveTask<Integer> {
        private static final long serialVersionUID = 1;

        @Override
        protected Integer compute() {
            return next();
        }
    }

    private static final class Needs extends RecursiveTask<Integer> {
        private static final long serialVersionUID = 1;

        @Override
        protected Integer compute() {
            synchronized (needed) {
                return 1;
            }
        }
    }

    /** Forks tasks of its own kind under a lock that these take as well: it runs them all itself, unless it is overtaken. */
    private static final class Nested extends RecursiveAction {
        private static final long serialVersionUID = 1;
        private final int depth;

        Nested(int depth) {
            this.depth = depth;
        }

        @Override
        protected void compute() {
            synchronized (nested) {
                if (depth > 0) {
                    ForkJoinTask<?> below = new Nested(depth - 1);
                    below.fork();
                    below.join();
                }
            }
        }
    }

    private ForkJoinBad() {}

    public static void main(String[] arguments) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(2);
        ForkJoinTask<Integer> task = pool.submit(new Step());
        while (!task.isDone()) {
            Thread.sleep(1);
        }
        synchronized (lock) {
            task.join();
        }
        pool.shutdown();
        // Until another thread had a part of it.
        while (!elsewhere) {
            stream(64);
        }
        synchronized (lock) {
            stream(1);
        }
        latch();
        joinsFirst();
        runsItself();
    }

    /** While its other thread has something to do, a pool leaves what a thread forks to that thread. */
    private static void runsItself() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(2);
        pool.execute(() -> {
            busy = true;
            while (busy) {
                Thread.onSpinWait();
            }
        });
        while (!busy) {
            Thread.onSpinWait();
        }
        pool.submit(new Nested(1)).get();
        busy = false;
        pool.shutdown();
    }

    /** Who signals has waited for a task before, which needs the lock under which the signal is waited for. */
    private static void joinsFirst() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(2);
        CountDownLatch behind = new CountDownLatch(1);
        Turns.take(
                () -> {
                    pool.submit(new Needs()).join();
                    behind.countDown();
                },
                () -> {
                    synchronized (needed) {
                        behind.await();
                    }
                });
        pool.shutdown();
    }

    /** With one thread, the second task cannot run while the first one waits. */
    private static void latch() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        CountDownLatch behind = new CountDownLatch(1);
        pool.submit(() -> behind.await(1, TimeUnit.MILLISECONDS));
        pool.submit(behind::countDown).get();
        pool.shutdown();
    }

    private static int stream(int size) {
        return IntStream.range(0, size).parallel().map(each -> next()).sum();
    }

    private static int next() {
        elsewhere |= Thread.currentThread() instanceof ForkJoinWorkerThread && count > 1;
        synchronized (lock) {
            return ++count;
        }
    }
}
