package io.fencedep.programs;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A bounded queue that one thread empties, and so many others fill that some of them are hard to tell from that one. */
public final class CrowdsOk {
    private static final BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(4);
    private static final int MANY = 200;

    private CrowdsOk() {}

    public static void main(String[] arguments) throws Exception {
        Thread takes = new Thread(() -> Turns.run(() -> {
            for (int i = 0; i < MANY; i++) {
                queue.take();
            }
        }));
        takes.start();
        for (int i = 0; i < MANY; i++) {
            Turns.take(() -> queue.put(1));
        }
        while (takes.isAlive()) {
            Thread.sleep(1);
        }
    }
}
