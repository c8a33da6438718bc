package io.fencedep.programs;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Barriers, phases and exchanges under a lock that both sides take. */
public final class BarriersBad {
    private static final Object lock = new Object();
    private static final CyclicBarrier barrier = new CyclicBarrier(2);
    private static final Exchanger<String> exchanger = new Exchanger<>();
    private static final Phaser phaser = new Phaser(1);
    private static final Object late = new Object();
    private static final CyclicBarrier met = new CyclicBarrier(2);
    private static final Phaser advanced = new Phaser(2);

    private BarriersBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(BarriersBad::meet, BarriersBad::meet);
        comesLast(met::await);
        comesLast(advanced::arriveAndAwaitAdvance);
        Turns.take(
                () -> {
                    synchronized (lock) {
                        phaser.arrive();
                    }
                },
                () -> {
                    synchronized (lock) {
                        phaser.awaitAdvance(0);
                    }
                });
    }

    private static void meet() throws InterruptedException {
        synchronized (lock) {
            try {
                exchanger.exchange("", 1, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                lock.notifyAll();
            }
            try {
                barrier.await(1, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | BrokenBarrierException e) {
                lock.notifyAll();
            }
        }
    }

    /** Who comes last holds the lock: nobody waits under it in this run. */
    private static void comesLast(Callable<Integer> meeting) throws Exception {
        Thread first = new Thread(() -> {
            synchronized (late) {
                late.notifyAll();
            }
            try {
                meeting.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        first.start();
        while (first.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        synchronized (late) {
            meeting.call();
        }
        first.join();
    }
}
