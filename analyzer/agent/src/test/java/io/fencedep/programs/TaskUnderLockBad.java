package io.fencedep.programs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A task is awaited under a lock that it takes. */
public final class TaskUnderLockBad {
    private static final Object lock = new Object();
    private static final ExecutorService pool = Executors.newFixedThreadPool(2);
    private static int count;

    private TaskUnderLockBad() {}

    public static void main(String[] arguments) throws Exception {
        Future<?> task = pool.submit(TaskUnderLockBad::work);
        while (!task.isDone()) {
            Thread.sleep(1);
        }
        synchronized (lock) {
            task.get();
        }
        pool.shutdown();
    }

    private static void work() {
        synchronized (lock) {
            count++;
        }
    }
}
