package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;

/** Hangs: two locks that a program builds itself are taken in both orders. */
public final class HangsBuiltBad {
    private static final class Flag {
        private boolean set;

        synchronized void lock() throws InterruptedException {
            while (set) {
                wait();
            }
            set = true;
        }
    }

    private static final Flag one = new Flag();
    private static final Flag other = new Flag();
    private static final CountDownLatch both = new CountDownLatch(2);

    private HangsBuiltBad() {}

    public static void main(String[] arguments) throws Exception {
        new Thread(() -> Turns.run(() -> take(one, other))).start();
        take(other, one);
    }

    private static void take(Flag first, Flag second) throws InterruptedException {
        first.lock();
        both.countDown();
        both.await();
        second.lock();
    }
}
