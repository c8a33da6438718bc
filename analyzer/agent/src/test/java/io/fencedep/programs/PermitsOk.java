package io.fencedep.programs;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Permits that count what is under way: one thread takes them all, others give them back. Several at once are no matter, nor
 * are those that were taken one by one and given back at once. The first reader of a room takes it for all, and the last one
 * gives it back.
 */
public final class PermitsOk {
    private static final Semaphore underWay = new Semaphore(3);
    private static final Semaphore many = new Semaphore(8);

    private static final Semaphore all = new Semaphore(Integer.MAX_VALUE);
    private static final Semaphore pair = new Semaphore(2);
    private static final ReentrantLock lock = new ReentrantLock();

    private static final Semaphore room = new Semaphore(1);
    private static final Semaphore door = new Semaphore(1);
    private static int inside;

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
        for (int i = 0; i < 20; i++) {
            all.acquire(Integer.MAX_VALUE);
            all.release(Integer.MAX_VALUE);
        }
        many.acquire(4);
        many.release(4);
        many.acquire(2);
        many.release();
        many.release();
        Turns.take(
                () -> {
                    pair.acquire();
                    pair.tryAcquire();
                    pair.release(2);
                    lock.lock();
                    lock.unlock();
                },
                () -> {
                    lock.lock();
                    pair.acquire(2);
                    pair.release(2);
                    lock.unlock();
                    pair.release(pair.drainPermits());
                });
        Turns.take(PermitsOk::visit, PermitsOk::visit);
        Turns.take(PermitsOk::comeIn, PermitsOk::visit, PermitsOk::leave);
    }

    private static void visit() throws InterruptedException {
        comeIn();
        leave();
    }

    private static void comeIn() throws InterruptedException {
        door.acquire();
        if (inside++ == 0) {
            room.acquire();
        }
        door.release();
    }

    private static void leave() throws InterruptedException {
        door.acquire();
        if (--inside == 0) {
            room.release();
        }
        door.release();
    }
}
