package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;

/** Hangs: a latch is awaited under a lock that whoever counts it down needs, so nobody is ever seen to count it down. */
public final class HangsUnsignalledBad {
    private static final Object lock = new Object();
    private static final CountDownLatch done = new CountDownLatch(1);
    private static int count;

    private HangsUnsignalledBad() {}

    public static void main(String[] arguments) throws Exception {
        Thread worker = new Thread(() -> {
            synchronized (lock) {
                count++;
            }
            done.countDown();
        });
        synchronized (lock) {
            worker.start();
            done.await();
        }
    }
}
