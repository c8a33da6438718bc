package io.fencedep.programs;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** So many boxes, each with a lock of its own and a condition, that a thread cannot remember each of them. */
public final class ManyOk {
    private static final int BOXES = 120;

    /** Has no name but that of its type. */
    private static final class Lock extends ReentrantLock {
        private static final long serialVersionUID = 1;
    }

    private static final class Box {
        private final Lock lock = new Lock();
        private final Condition full = lock.newCondition();
        private boolean isFull;

        void put() {
            lock.lock();
            try {
                isFull = true;
                full.signal();
            } finally {
                lock.unlock();
            }
        }

        void take() throws InterruptedException {
            lock.lock();
            try {
                while (!isFull) {
                    full.await();
                }
            } finally {
                lock.unlock();
            }
        }

        boolean isAwaited() {
            lock.lock();
            try {
                return lock.hasWaiters(full);
            } finally {
                lock.unlock();
            }
        }
    }

    private ManyOk() {}

    public static void main(String[] arguments) throws Exception {
        Box[] boxes = new Box[BOXES];
        for (int i = 0; i < BOXES; i++) {
            boxes[i] = new Box();
        }
        Thread taker = new Thread(() -> {
            for (Box each : boxes) {
                for (Box other : boxes) {
                    other.isAwaited();
                }
                Turns.run(each::take);
            }
        });
        taker.start();
        for (Box each : boxes) {
            while (!each.isAwaited()) {
                Thread.onSpinWait();
            }
            each.put();
        }
        taker.join();
    }
}
