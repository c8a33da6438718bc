package io.fencedep.programs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Hangs: a task is awaited under a lock that it needs, which no search for monitors and owners finds. Another thread ends the
 * process when a report tells of it.
 */
public final class HangsBad {
    private static final Object lock = new Object();
    private static int count;

    private HangsBad() {}

    /** @param arguments the report that is waited for */
    public static void main(String[] arguments) throws Exception {
        Thread watcher = new Thread(() -> Turns.run(() -> endWhenTold(Path.of(arguments[0]))));
        watcher.setDaemon(true);
        watcher.start();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        synchronized (lock) {
            Future<?> task = pool.submit(() -> {
                synchronized (lock) {
                    count++;
                }
            });
            task.get();
        }
    }

    private static void endWhenTold(Path report) throws Exception {
        while (!Files.exists(report) || !Files.readString(report).contains("observed")) {
            Thread.sleep(20);
        }
        // Where the machine is busy, what is written from time to time may say so before the watch does.
        Thread.sleep(1500);
        Runtime.getRuntime().halt(3);
    }
}
