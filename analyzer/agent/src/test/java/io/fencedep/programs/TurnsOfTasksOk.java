package io.fencedep.programs;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Code that a pool runs again and again, in one thread and the next, but never in two at once. */
public final class TurnsOfTasksOk {
    private static final Object one = new Object();
    private static final Object other = new Object();
    private static int count;

    private TurnsOfTasksOk() {}

    public static void main(String[] arguments) throws Exception {
        periodic();
        actors();
    }

    private static void both(Object outer, Object inner) {
        synchronized (outer) {
            synchronized (inner) {
                count++;
            }
        }
    }

    private static void periodic() throws Exception {
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(2);
        CountDownLatch turns = new CountDownLatch(10);
        pool.scheduleAtFixedRate(
                () -> {
                    boolean even = turns.getCount() % 2 == 0;
                    both(even ? one : other, even ? other : one);
                    turns.countDown();
                },
                0,
                5,
                TimeUnit.MILLISECONDS);
        for (int i = 0; i < 4; i++) {
            pool.schedule(
                    () -> {
                        Thread.sleep(3);
                        return 1;
                    },
                    i * 3,
                    TimeUnit.MILLISECONDS);
        }
        turns.await();
        pool.shutdownNow();
        pool.awaitTermination(1, TimeUnit.SECONDS);
    }

    private static final class First {}

    private static final class Second {}

    /** Handed over only when it is not under way. */
    private static final class Actor implements Runnable {
        private final ConcurrentLinkedQueue<Integer> mail = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean underWay = new AtomicBoolean();
        private final Object first = new First();
        private final Object second = new Second();
        private final Executor pool;
        private final CountDownLatch read;

        Actor(Executor pool, CountDownLatch read) {
            this.pool = pool;
            this.read = read;
        }

        void tell(int message) {
            mail.add(message);
            handOver();
        }

        private void handOver() {
            if (!mail.isEmpty() && underWay.compareAndSet(false, true)) {
                pool.execute(this);
            }
        }

        @Override
        public void run() {
            Integer message = mail.poll();
            if (message != null) {
                boolean even = message % 2 == 0;
                both(even ? first : second, even ? second : first);
                read.countDown();
            }
            underWay.set(false);
            handOver();
        }
    }

    private static void actors() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        CountDownLatch read = new CountDownLatch(60);
        Actor[] actors = {new Actor(pool, read), new Actor(pool, read), new Actor(pool, read)};
        for (int message = 0; message < 20; message++) {
            for (Actor each : actors) {
                each.tell(message);
            }
            Thread.sleep(1);
        }
        read.await();
        pool.shutdown();
    }
}
