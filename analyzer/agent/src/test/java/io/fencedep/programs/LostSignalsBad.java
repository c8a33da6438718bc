package io.fencedep.programs;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A task waits, in the only thread of its pool, for what another task of that pool signals. */
public final class LostSignalsBad {
    private static final BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();

    private LostSignalsBad() {}

    public static void main(String[] arguments) throws Exception {
        latch();
        queue();
        timer();
    }

    private static void latch() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CountDownLatch latch = new CountDownLatch(1);
        pool.submit(() -> latch.await(1, TimeUnit.MILLISECONDS));
        pool.submit(latch::countDown).get();
        pool.shutdown();
    }

    private static void queue() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.submit(() -> queue.poll(1, TimeUnit.MILLISECONDS));
        pool.submit(() -> queue.add(1)).get();
        pool.submit(queue::take).get();
        pool.shutdown();
    }

    private static void timer() throws Exception {
        Timer timer = new Timer(true);
        CountDownLatch signal = new CountDownLatch(1);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        Turns.run(() -> signal.await(1, TimeUnit.MILLISECONDS));
                    }
                },
                0);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        signal.countDown();
                    }
                },
                0);
        signal.await();
        timer.cancel();
    }
}
