package io.fencedep.programs;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hangs in many ways at once, of which nobody was ever seen to be the one who signals. A watchdog sleeps meanwhile, as in programs
 * that are to end at last.
 */
public final class HangsTogetherBad {
    private static final ExecutorService single = Executors.newSingleThreadExecutor();
    private static final ForkJoinPool forks = new ForkJoinPool(1);
    private static final Timer timer = new Timer();
    private static final CompletableFuture<String> loaded = new CompletableFuture<>();
    private static final CountDownLatch flushed = new CountDownLatch(1);
    private static final Semaphore ready = new Semaphore(0);
    private static final ReentrantLock left = new ReentrantLock();
    private static final ReentrantLock state = new ReentrantLock();
    private static final Condition changed = state.newCondition();
    private static final Map<String, Integer> values = new ConcurrentHashMap<>();
    private static final Object counts = new Object();
    private static final PipedOutputStream out = new PipedOutputStream();
    private static final PipedInputStream pipe = pipe();
    private static int count;

    private HangsTogetherBad() {}

    public static void main(String[] arguments) throws Exception {
        watchdog();
        single.execute(loaded::join);
        single.execute(() -> loaded.complete("x"));
        forks.execute(ready::acquireUninterruptibly);
        forks.execute(ready::release);
        timer.schedule(task(flushed::await), 0);
        timer.schedule(task(flushed::countDown), 0);
        inTurns(
                () -> {
                    synchronized (counts) {
                        out.write(new byte[100]);
                        count++;
                    }
                },
                () -> {
                    synchronized (counts) {
                        count--;
                    }
                    count += pipe.read();
                });
        inTurns(left::lock, left::lock);
        CountDownLatch both = new CountDownLatch(2);
        new Thread(() -> value(both, "a", "b")).start();
        new Thread(() -> value(both, "b", "a")).start();
        state.lock();
        try {
            changed.signalAll();
            changed.await();
        } finally {
            state.unlock();
        }
    }

    private static int value(CountDownLatch both, String key, String other) {
        return values.computeIfAbsent(key, ignored -> {
            both.countDown();
            Turns.run(both::await);
            return values.computeIfAbsent(other, nobody -> 1) + 1;
        });
    }

    private static void watchdog() {
        Thread dog = new Thread(() -> {
            Turns.run(() -> TimeUnit.MINUTES.sleep(10));
            System.err.println("still there");
            Runtime.getRuntime().halt(1);
        });
        dog.setDaemon(true);
        dog.start();
    }

    private static TimerTask task(Turns.Part code) {
        return new TimerTask() {
            @Override
            public void run() {
                Turns.run(code);
            }
        };
    }

    private static void inTurns(Turns.Part first, Turns.Part second) throws InterruptedException {
        Thread one = new Thread(() -> Turns.run(first));
        one.start();
        one.join(200);
        new Thread(() -> Turns.run(second)).start();
    }

    private static PipedInputStream pipe() {
        try {
            return new PipedInputStream(out, 8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
