package io.fencedep.programs;

import java.util.concurrent.Semaphore;

/** Permits that count what is under way: one thread takes them all, others give them back. Several at once are no matter. */
public final class PermitsOk {
    private static final Semaphore underWay = new Semaphore(3);
    private static final Semaphore many = new Semaphore(8);

    private PermitsOk() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < 9; i++) {
            underWay.acquire();
            Thread worker = new Thread(underWay::release);
            worker.start();
            if (i % 3 == 2) {
                worker.join();
            }
        }
        many.acquire(4);
        many.release(4);
        many.acquire(2);
        many.release();
        many.release();
    }
}
