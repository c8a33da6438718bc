package io.fencedep.programs;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** What runs one task after the other on the threads of a pool, and makes anew what it hands to that each time. */
public final class SerialOk {
    private static final Object one = new Object();
    private static final Object other = new Object();
    private static final Object first = new Object();
    private static final Object second = new Object();
    private static int count;

    private SerialOk() {}

    /** As the documentation of {@link Executor} has it. */
    static final class Serial implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private final Executor pool;
        private Runnable active;

        Serial(Executor pool) {
            this.pool = pool;
        }

        @Override
        public synchronized void execute(Runnable task) {
            tasks.add(() -> {
                try {
                    task.run();
                } finally {
                    next();
                }
            });
            if (active == null) {
                next();
            }
        }

        private synchronized void next() {
            active = tasks.poll();
            if (active != null) {
                pool.execute(active);
            }
        }
    }

    /** Hands an object of an inner class to the pool whenever there is mail and none is under way. */
    static final class Mailbox {
        private final ConcurrentLinkedQueue<Runnable> mail = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean underWay = new AtomicBoolean();
        private final Executor pool;

        Mailbox(Executor pool) {
            this.pool = pool;
        }

        void tell(Runnable message) {
            mail.add(message);
            handOver();
        }

        private void handOver() {
            if (!mail.isEmpty() && underWay.compareAndSet(false, true)) {
                pool.execute(new Delivery());
            }
        }

        private final class Delivery implements Runnable {
            @Override
            public void run() {
                Runnable message = mail.poll();
                if (message != null) {
                    message.run();
                }
                underWay.set(false);
                handOver();
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        Serial serial = new Serial(pool);
        Mailbox mailbox = new Mailbox(pool);
        CountDownLatch read = new CountDownLatch(60);
        for (int i = 0; i < 60; i++) {
            boolean even = i % 2 == 0;
            serial.execute(() -> both(even ? one : other, even ? other : one));
            mailbox.tell(() -> {
                both(even ? first : second, even ? second : first);
                read.countDown();
            });
            if (i % 10 == 0) {
                Thread.sleep(1);
            }
        }
        CompletableFuture.runAsync(() -> both(one, other), serial)
                .thenRunAsync(() -> both(other, one), serial)
                .get();
        read.await();
        pool.shutdown();
    }

    private static void both(Object outer, Object inner) {
        synchronized (outer) {
            synchronized (inner) {
                count++;
            }
        }
    }
}
