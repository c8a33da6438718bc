package bank;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Two locks, and who takes them. Nothing here hangs: one comes after the other. */
public final class Locks {
    static final Lock accounts = new ReentrantLock();
    static final Lock ledger = new ReentrantLock();

    private Locks() {}

    public static void book() {
        both(accounts, ledger);
    }

    public static void audit() {
        both(ledger, accounts);
    }

    public static void both(Lock first, Lock second) {
        first.lock();
        try {
            second.lock();
            second.unlock();
        } finally {
            first.unlock();
        }
    }

    private static final class Done {
        volatile boolean yes;

        void await() {
            while (!yes) {
                Thread.onSpinWait();
            }
        }
    }

    public static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    /** Each in a thread of its own; the second spins until the first has done, which orders nothing. */
    public static void bookAndAudit() throws InterruptedException {
        Done done = new Done();
        Thread booking = start(() -> {
            book();
            done.yes = true;
        });
        Thread auditing = start(() -> {
            done.await();
            audit();
        });
        booking.join();
        auditing.join();
    }
}
