package io.fencedep.programs;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Threads that take turns over permits, conditions, barriers, phases, exchanges and a parked thread. */
public final class TurnsOk {
    private static final ReentrantLock lock = new ReentrantLock();
    private static final Condition odd = lock.newCondition();
    private static final Condition even = lock.newCondition();
    private static final Object monitor = new Object();
    private static volatile int turn;

    private TurnsOk() {}

    public static void main(String[] arguments) throws Exception {
        permits();
        conditions();
        meetings();
        parked();
    }

    private static Thread started(Turns.Part part) {
        Thread thread = new Thread(() -> Turns.run(part));
        thread.start();
        return thread;
    }

    private static void permits() throws Exception {
        Semaphore mine = new Semaphore(1);
        Semaphore yours = new Semaphore(0);
        Thread other = started(() -> {
            for (int i = 0; i < 10; i++) {
                yours.acquire();
                mine.release();
            }
        });
        for (int i = 0; i < 10; i++) {
            mine.acquire();
            yours.release();
        }
        other.join();
    }

    private static void conditions() throws Exception {
        Thread other = started(() -> turns(1, odd, even));
        turns(0, even, odd);
        other.join();
    }

    private static void turns(int mine, Condition own, Condition next) throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            lock.lock();
            try {
                while (turn % 2 != mine) {
                    own.await();
                }
                turn++;
                next.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    private static void meetings() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        Exchanger<String> exchanger = new Exchanger<>();
        Phaser phaser = new Phaser(2);
        Turns.Part part = () -> {
            for (int i = 0; i < 5; i++) {
                synchronized (monitor) {
                    turn++;
                }
                barrier.await();
                exchanger.exchange("");
                phaser.arriveAndAwaitAdvance();
            }
        };
        Thread other = started(part);
        part.run();
        other.join();
    }

    private static void parked() throws Exception {
        turn = 0;
        Thread other = started(() -> {
            while (turn == 0) {
                LockSupport.park();
            }
            synchronized (monitor) {
                turn++;
            }
        });
        synchronized (monitor) {
            turn = 1;
            LockSupport.unpark(other);
        }
        other.join();
    }
}
