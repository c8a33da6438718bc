package io.fencedep.agent.boot;

import java.util.concurrent.locks.ReentrantLock;

/** Takes a lock to see whether hooks are called; what it shows is not told. */
public final class Probe {
    private Probe() {}

    /** Whether the current thread is seen to hold a lock that it takes. */
    public static boolean sees(ReentrantLock lock) {
        ThreadState thread = Threads.current();
        boolean before = thread.busy;
        thread.busy = false;
        thread.silent = true;
        try {
            lock.lock();
            try {
                return thread.holds(lock);
            } finally {
                lock.unlock();
            }
        } finally {
            thread.silent = false;
            thread.busy = before;
        }
    }
}
