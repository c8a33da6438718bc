package io.fencedep.programs;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs no more than so many tasks at once in threads of its own, which are no pool of the JDK. */
final class Narrow implements Executor, AutoCloseable {
    private final Line waiting = new Line();
    private final Line workers = new Line();
    private final AtomicInteger busy = new AtomicInteger();
    private final int most;
    private volatile boolean closed;

    Narrow(int threads, int most) {
        this.most = most;
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::loop, "narrow-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** A queue of the program's own. */
    private static final class Line {
        private final ConcurrentLinkedQueue<Runnable> all = new ConcurrentLinkedQueue<>();
    }

    @Override
    public void execute(Runnable task) {
        waiting.all.add(task);
        if (busy.getAndUpdate(count -> Math.min(most, count + 1)) < most) {
            Runnable first = next();
            if (first != null) {
                workers.all.add(new Worker(first));
            }
        }
    }

    private Runnable next() {
        Runnable next = waiting.all.poll();
        while (next == null) {
            busy.decrementAndGet();
            if (waiting.all.isEmpty() || busy.getAndUpdate(count -> Math.min(most, count + 1)) >= most) {
                return null;
            }
            next = waiting.all.poll();
        }
        return next;
    }

    private void loop() {
        while (!closed) {
            Runnable worker = workers.all.poll();
            if (worker != null) {
                worker.run();
            } else {
                Turns.run(() -> Thread.sleep(1));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Worker implements Runnable {
        private Runnable current;

        Worker(Runnable first) {
            current = first;
        }

        @Override
        public void run() {
            while (current != null) {
                current.run();
                current = next();
            }
        }
    }
}
