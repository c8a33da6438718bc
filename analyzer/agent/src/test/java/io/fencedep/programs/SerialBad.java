package io.fencedep.programs;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Objects with queues that hand code to a pool, but not so that it runs one time after the other. */
public final class SerialBad {
    private static final Object one = new Object();
    private static final Object other = new Object();
    private static final Object left = new Object();
    private static final Object right = new Object();
    private static int count;

    private SerialBad() {}

    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        twoOfThem(pool);
        new Chain(pool).run();
        pool.shutdown();
        pool.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** Each runs one task after the other, both do not. */
    private static void twoOfThem(ExecutorService pool) throws Exception {
        for (boolean even : new boolean[] {true, false}) {
            SerialOk.Serial serial = new SerialOk.Serial(pool);
            CountDownLatch through = new CountDownLatch(1);
            serial.execute(() -> {
                both(even ? one : other, even ? other : one);
                through.countDown();
            });
            through.await();
        }
    }

    /** Hands over what follows before it does its own work. */
    private static final class Chain {
        private final Queue<Integer> steps = new ArrayDeque<>();
        private final CountDownLatch through = new CountDownLatch(8);
        private final ExecutorService pool;
        /** Keeps the threads from each other in this run; the agent does not see it. */
        private volatile int turn;

        Chain(ExecutorService pool) {
            this.pool = pool;
        }

        void run() throws Exception {
            for (int i = 0; i < 8; i++) {
                steps.add(i);
            }
            pool.execute(() -> step());
            through.await();
        }

        private void step() {
            int mine;
            synchronized (steps) {
                mine = steps.remove();
                if (!steps.isEmpty()) {
                    pool.execute(() -> step());
                }
            }
            while (turn != mine) {
                Thread.onSpinWait();
            }
            both(mine % 2 == 0 ? left : right, mine % 2 == 0 ? right : left);
            turn = mine + 1;
            through.countDown();
        }
    }

    private static void both(Object outer, Object inner) {
        synchronized (outer) {
            synchronized (inner) {
                count++;
            }
        }
    }
}
