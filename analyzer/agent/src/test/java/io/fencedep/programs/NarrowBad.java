package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;

/** Tasks of which two may run at once. */
public final class NarrowBad {
    private static final Object narrowOne = new Object();
    private static final Object narrowOther = new Object();
    private static int count;

    private NarrowBad() {}

    public static void main(String[] arguments) throws Exception {
        Narrow narrow = new Narrow(3, 2);
        for (int round = 0; round < 3; round++) {
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch second = new CountDownLatch(1);
            CountDownLatch through = new CountDownLatch(2);
            narrow.execute(() -> {
                both(narrowOne, narrowOther);
                first.countDown();
                Turns.run(second::await);
                through.countDown();
            });
            narrow.execute(() -> {
                Turns.run(first::await);
                both(narrowOther, narrowOne);
                second.countDown();
                through.countDown();
            });
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
