package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;

/** Tasks that run one after the other, in whatever thread. */
public final class NarrowOk {
    private static final Object one = new Object();
    private static final Object other = new Object();
    private static int count;

    private NarrowOk() {}

    public static void main(String[] arguments) throws Exception {
        Narrow narrow = new Narrow(3, 1);
        for (int round = 0; round < 30; round++) {
            CountDownLatch through = new CountDownLatch(5);
            for (int i = 0; i < 5; i++) {
                boolean even = (round + i) % 2 == 0;
                narrow.execute(() -> {
                    both(even ? one : other, even ? other : one);
                    through.countDown();
                });
            }
            through.await();
        }
        narrow.close();
    }

    private static void both(Object outer, Object inner) {
        synchronized (outer) {
            synchronized (inner) {
                count++;
            }
        }
    }
}
