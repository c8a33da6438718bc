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

    private QueuesOk() {}

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
    }
}
