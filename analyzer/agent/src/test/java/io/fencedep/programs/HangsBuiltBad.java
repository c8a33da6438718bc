package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Hangs: two locks that a program builds itself are taken in both orders, one that is waited for and one that is tried. */
public final class HangsBuiltBad {
    private interface Own {
        void lock() throws InterruptedException;
    }

    private static final class Flag implements Own {
        private boolean set;

        @Override
        public synchronized void lock() throws InterruptedException {
            while (set) {
                wait();
            }
            set = true;
        }
    }

    private static final class Spin implements Own {
        private final AtomicBoolean taken = new AtomicBoolean();

        @Override
        public void lock() {
            while (!taken.compareAndSet(false, true)) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        void unlock() {
            taken.set(false);
        }
    }

    private static final Flag flag = new Flag();
    private static final Spin spin = new Spin();
    private static final CountDownLatch both = new CountDownLatch(2);

    private HangsBuiltBad() {}

    public static void main(String[] arguments) throws Exception {
        new Thread(() -> Turns.run(() -> take(flag, spin))).start();
        take(spin, flag);
        spin.unlock();
    }

    private static void take(Own first, Own second) throws InterruptedException {
        first.lock();
        both.countDown();
        both.await();
        second.lock();
    }
}
