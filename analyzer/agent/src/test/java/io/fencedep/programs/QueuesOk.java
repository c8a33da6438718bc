package io.fencedep.programs;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Queues whose sides need different locks, and two queues over which threads take turns. */
public final class QueuesOk {
    private static final Object one = new Object();
    private static final Object other = new Object();
    private static final BlockingQueue<Integer> linked = new LinkedBlockingQueue<>();
    private static final BlockingQueue<Integer> asked = new ArrayBlockingQueue<>(1);
    private static final BlockingQueue<Integer> answered = new ArrayBlockingQueue<>(1);

    private static final BlockingQueue<Integer> first = new LinkedBlockingQueue<>();
    /** Also a monitor, which is another thing than the queue. */
    private static final BlockingQueue<Integer> second = new LinkedBlockingQueue<>();

    private QueuesOk() {}

    /** What one thread takes out of a queue, and puts back, fills it no more than whoever filled it first. */
    private static void keepObjects() throws Exception {
        BlockingQueue<Object> kept = new ArrayBlockingQueue<>(2);
        kept.put(new Object());
        kept.put(new Object());
        Thread user = new Thread(() -> Turns.run(() -> {
            for (int i = 0; i < 5; i++) {
                kept.put(kept.take());
            }
        }));
        user.start();
        user.join();
    }

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (one) {
                        linked.put(1);
                    }
                },
                () -> {
                    synchronized (other) {
                        linked.take();
                    }
                });
        Thread server = new Thread(() -> Turns.run(() -> {
            for (int i = 0; i < 5; i++) {
                int asks = asked.take();
                synchronized (one) {
                    asks++;
                }
                answered.put(asks);
            }
        }));
        server.start();
        for (int i = 0; i < 5; i++) {
            synchronized (one) {
                one.notifyAll();
            }
            asked.put(i);
            answered.take();
        }
        server.join();
        keepObjects();
        useAsMonitor();
        useUnderLock();
    }

    /** Objects are taken out and put back under a lock, in whatever order. */
    private static void useUnderLock() throws Exception {
        BlockingQueue<Object> objects = new ArrayBlockingQueue<>(2);
        objects.put(new Object());
        objects.put(new Object());
        Turns.Part user = () -> {
            for (int i = 0; i < 3; i++) {
                synchronized (one) {
                    Object used = objects.take();
                    synchronized (used) {
                        used.notifyAll();
                    }
                    objects.put(used);
                }
            }
        };
        Turns.take(user, user);
    }

    /** Who has the lock waits for nobody who adds to the queue. */
    private static void useAsMonitor() throws Exception {
        Thread relay = new Thread(() -> Turns.run(() -> {
            for (int i = 0; i < 5; i++) {
                int next = first.take();
                synchronized (one) {
                    synchronized (second) {
                        next += second.size();
                    }
                }
                second.put(next);
            }
        }));
        Thread source = new Thread(() -> Turns.run(() -> {
            for (int i = 0; i < 5; i++) {
                Thread.sleep(5);
                synchronized (one) {
                    one.notifyAll();
                }
                first.put(i);
            }
        }));
        relay.start();
        source.start();
        for (int i = 0; i < 5; i++) {
            second.take();
        }
        source.join();
        relay.join();
    }
}
