package io.fencedep.programs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/** Virtual threads that take the lock under which they are awaited; nothing before Java 21. */
public final class VirtualBad {
    private static final ReentrantLock lock = new ReentrantLock();
    private static int count;

    private VirtualBad() {}

    public static void main(String[] arguments) throws Exception {
        if (Runtime.version().feature() < 21) {
            return;
        }
        Runnable part = VirtualBad::next;
        Thread thread = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, part);
        while (thread.isAlive()) {
            Thread.sleep(1);
        }
        lock.lock();
        thread.join();
        lock.unlock();
        ExecutorService pool = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        Future<?> task = pool.submit(part);
        while (!task.isDone()) {
            Thread.sleep(1);
        }
        lock.lock();
        task.get();
        lock.unlock();
        pool.shutdown();
    }

    private static void next() {
        lock.lock();
        count++;
        lock.unlock();
    }
}
