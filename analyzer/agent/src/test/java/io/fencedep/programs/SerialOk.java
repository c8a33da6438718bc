package io.fencedep.programs;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** What runs one task after the other on the threads of a pool, and makes anew what it hands to that each time. */
public final class SerialOk {
    private static final Object left = new Object();
    private static final Object right = new Object();
    private static int count;

    /** Each pool's tasks have their own. */
    private final Object one = new Object();

    private final Object other = new Object();
    private final Object first = new Object();
    private final Object second = new Object();

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

    /** An executor may be asked for a task of the fork-join kind. */
    private static final class Execution extends ForkJoinTask<Void> {
        private static final long serialVersionUID = 1;
        private final transient Runnable code;

        Execution(Runnable code) {
            this.code = code;
        }

        @Override
        public Void getRawResult() {
            return null;
        }

        @Override
        protected void setRawResult(Void value) {}

        @Override
        protected boolean exec() {
            code.run();
            return true;
        }
    }

    /** Hands itself over, in a new task each time, unless it is under way. */
    private static final class Actor implements Runnable {
        private final ConcurrentLinkedQueue<Runnable> mail = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean underWay = new AtomicBoolean();
        private final ForkJoinPool pool;

        Actor(ForkJoinPool pool) {
            this.pool = pool;
        }

        void tell(Runnable message) {
            mail.add(message);
            handOver();
        }

        private void handOver() {
            if (!mail.isEmpty() && underWay.compareAndSet(false, true)) {
                pool.execute(new Execution(this));
            }
        }

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

    public static void main(String[] arguments) throws Exception {
        new SerialOk().inTurns(Executors.newFixedThreadPool(3));
        new SerialOk().inTurns(new ForkJoinPool(3));
        ForkJoinPool pool = new ForkJoinPool(3);
        Actor actor = new Actor(pool);
        CountDownLatch read = new CountDownLatch(60);
        for (int i = 0; i < 60; i++) {
            boolean even = i % 2 == 0;
            actor.tell(() -> {
                both(even ? left : right, even ? right : left);
                read.countDown();
            });
            if (i % 10 == 0) {
                Thread.sleep(1);
            }
        }
        read.await();
        pool.shutdown();
    }

    private void inTurns(ExecutorService pool) throws Exception {
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
