package io.fencedep.primitives;

import io.fencedep.core.model.EventKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A queue that runs work in threads of its own, at most so many items at once, in the order in which it was handed over.
 * Every item is told to the recorder. The threads are daemons and stay until {@link #close}. Thread-safe.
 */
public final class TrackedQueue implements AutoCloseable {
    private final Recorder recorder;
    private final Tape tape;
    private final String name;
    private final int capacity;
    private final ExecutorService threads;
    private final Set<TrackedWork> unfinished = new LinkedHashSet<>();

    TrackedQueue(Recorder recorder, String name, int capacity) {
        this.recorder = recorder;
        this.tape = recorder.tape;
        this.name = name;
        this.capacity = capacity;
        AtomicInteger count = new AtomicInteger();
        ThreadFactory workers = body -> {
            Thread thread = new Thread(body, name + "/" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        threads =
                capacity > 0 ? Executors.newFixedThreadPool(capacity, workers) : Executors.newCachedThreadPool(workers);
    }

    /**
     * Hands work over, to run when it is its turn.
     *
     * @param className what it does, such as the name of its function
     * @throws RejectedExecutionException if the queue is closed
     */
    public TrackedWork submit(String className, Runnable body) {
        TrackedWork work = new TrackedWork(recorder, this, className, body);
        synchronized (unfinished) {
            if (threads.isShutdown()) {
                throw new RejectedExecutionException("queue " + name + " is closed");
            }
            unfinished.add(work);
        }
        work.tellQueued();
        try {
            threads.execute(work::run);
        } catch (RejectedExecutionException closedMeanwhile) {
            work.cancel();
            throw closedMeanwhile;
        }
        return work;
    }

    /**
     * Waits until all items that were handed over before have run, however they went.
     *
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public void flush() throws InterruptedException {
        List<CompletableFuture<Void>> before;
        synchronized (unfinished) {
            before = unfinished.stream().map(TrackedWork::done).toList();
        }
        ThreadLog log = tape.log();
        tape.tell(log, EventKind.WORK_FLUSH, (event, tables) -> event.queue = tables.name(name));
        try {
            for (CompletableFuture<Void> each : before) {
                try {
                    each.get();
                } catch (ExecutionException | CancellationException toldToWhoeverFlushesTheItem) {
                    // The item has run, and that is what the queue waits for.
                }
            }
        } finally {
            tape.tell(log, EventKind.WORK_FLUSHED, (event, tables) -> event.queue = tables.name(name));
        }
    }

    /** Takes no more work, interrupts what runs, and gives up what has not begun: whoever flushes that is told. */
    @Override
    public void close() {
        List<TrackedWork> left;
        synchronized (unfinished) {
            threads.shutdownNow();
            left = List.copyOf(unfinished);
        }
        left.forEach(TrackedWork::cancel);
    }

    String name() {
        return name;
    }

    int capacity() {
        return capacity;
    }

    void finished(TrackedWork work) {
        synchronized (unfinished) {
            unfinished.remove(work);
        }
    }
}
