package io.fencedep.programs;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Queues that are taken from, or put into, under the lock that the other side needs. */
public final class QueuesBad {
    private static final Object lock = new Object();
    private static final Object published = new Object();
    private static final BlockingQueue<String> linked = new LinkedBlockingQueue<>();
    private static final BlockingQueue<String> bounded = new ArrayBlockingQueue<>(2);
    private static final BlockingQueue<String> events = new ArrayBlockingQueue<>(2);
    private static final LinkedBlockingDeque<String> deque = new LinkedBlockingDeque<>(1);
    private static final BlockingQueue<String> sorted = new PriorityBlockingQueue<>();
    private static final DelayQueue<Due> delayed = new DelayQueue<>();
    private static final LinkedTransferQueue<String> transfer = new LinkedTransferQueue<>();
    private static final SynchronousQueue<String> meeting = new SynchronousQueue<>();

    private record Due() implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    private QueuesBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (lock) {
                        linked.put("x");
                        sorted.add("x");
                        delayed.add(new Due());
                        transfer.put("x");
                        meeting.offer("x", 1, TimeUnit.MILLISECONDS);
                    }
                },
                () -> {
                    synchronized (lock) {
                        linked.take();
                        sorted.take();
                        delayed.take();
                        transfer.take();
                        meeting.poll(1, TimeUnit.MILLISECONDS);
                    }
                });
        Turns.take(
                () -> {
                    synchronized (lock) {
                        bounded.put("x");
                        deque.putLast("x");
                    }
                },
                () -> {
                    synchronized (lock) {
                        bounded.poll();
                        deque.pollFirst();
                    }
                });
        toItself();
        publish();
    }

    /** What is published under a lock is consumed under it, and there is room for two. */
    private static void publish() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CompletableFuture<Void> consumed;
        try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>(pool, 2)) {
            consumed = publisher.consume(each -> {
                synchronized (published) {
                    each.length();
                }
            });
            Turns.take(() -> publisher.submit("first"));
            while (publisher.estimateMaximumLag() > 0) {
                Thread.sleep(1);
            }
            Turns.take(() -> {
                synchronized (published) {
                    publisher.submit("second");
                }
            });
        }
        consumed.join();
        pool.shutdown();
    }

    /** Who alone takes from a queue that others fill puts something in as well. */
    private static void toItself() throws Exception {
        Thread taker = new Thread(() -> Turns.run(() -> {
            for (int i = 0; i < 6; i++) {
                events.take();
            }
            events.put("one more");
            events.take();
        }));
        taker.start();
        for (int i = 0; i < 6; i++) {
            events.put("event");
        }
        taker.join();
    }
}
