package io.fencedep.programs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/** Tasks that join tasks, some of which they run themselves; futures awaited in the common pool. */
public final class ForkJoinOk {
    private static final Object lock = new Object();
    private static final ReadWriteLock RUNNER = new ReentrantReadWriteLock();
    private static int count;

    private static final class Sum extends RecursiveTask<Integer> {
        private static final long serialVersionUID = 1;
        private final int size;

        Sum(int size) {
            this.size = size;
        }

        @Override
        protected Integer compute() {
            if (size < 2) {
                synchronized (lock) {
                    return ++count;
                }
            }
            Sum half = new Sum(size / 2);
            half.fork();
            return new Sum(size - size / 2).compute() + half.join();
        }
    }

    /** As of a test runner: what stands at the top takes a lock, alone or with others, and what is below needs none. */
    private static final class Node extends RecursiveAction {
        private static final long serialVersionUID = 1;
        private final int depth;
        private final boolean alone;

        Node(int depth, boolean alone) {
            this.depth = depth;
            this.alone = alone;
        }

        @Override
        protected void compute() {
            if (depth == 1) {
                Lock own = alone ? RUNNER.writeLock() : RUNNER.readLock();
                Turns.run(() -> ForkJoinPool.managedBlock(new Taker(own)));
                try {
                    below();
                } finally {
                    own.unlock();
                }
            } else if (depth < 4) {
                below();
            } else {
                count += IntStream.range(0, 8).parallel().sum();
            }
        }

        private void below() {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Node node = new Node(depth + 1, i == 0);
                node.fork();
                nodes.add(node);
            }
            Collections.reverse(nodes);
            nodes.forEach(ForkJoinTask::join);
        }
    }

    private ForkJoinOk() {}

    public static void main(String[] arguments) throws Exception {
        ForkJoinPool.commonPool().invoke(new Sum(64));
        ForkJoinPool pool = new ForkJoinPool(1);
        pool.invoke(new Sum(16));
        pool.shutdown();
        CompletableFuture.supplyAsync(
                        () -> CompletableFuture.supplyAsync(() -> 1).join())
                .join();
        IntStream.range(0, 8)
                .parallel()
                .map(each -> CompletableFuture.supplyAsync(() -> each).join())
                .sum();
        managed();
        ForkJoinPool runner = new ForkJoinPool(3);
        runner.invoke(new Node(0, false));
        runner.shutdown();
    }

    /** A task waits for another one, and says so to its pool, which lets that run meanwhile. */
    private static void managed() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        ForkJoinPool pool = new ForkJoinPool(1);
        Future<?> waiting = pool.submit(() -> Turns.run(() -> ForkJoinPool.managedBlock(new Blocker(done))));
        pool.submit(done::countDown);
        waiting.get();
        pool.shutdown();
    }

    private record Taker(Lock lock) implements ForkJoinPool.ManagedBlocker {
        @Override
        public boolean block() {
            lock.lock();
            return true;
        }

        @Override
        public boolean isReleasable() {
            return false;
        }
    }

    private record Blocker(CountDownLatch latch) implements ForkJoinPool.ManagedBlocker {
        @Override
        public boolean block() throws InterruptedException {
            latch.await();
            return true;
        }

        @Override
        public boolean isReleasable() {
            return latch.getCount() == 0;
        }
    }
}
