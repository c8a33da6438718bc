package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Namespace;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Something that runs later on a {@link TrackedQueue}. Whatever happens to it is told to the recorder. Thread-safe. */
public final class TrackedWork {
    private static final AtomicLong RUNS = new AtomicLong();

    private final Tape tape;
    private final TrackedQueue queue;
    private final String className;
    private final String instance;
    private final Runnable body;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    TrackedWork(Recorder recorder, TrackedQueue queue, String className, Runnable body) {
        this.tape = recorder.tape;
        this.queue = queue;
        this.className = className;
        this.instance = recorder.name(className);
        this.body = body;
    }

    /**
     * Waits until it has run.
     *
     * @throws ExecutionException if it failed; its cause is what it threw
     * @throws CancellationException if its queue was closed before it began
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public void flush() throws InterruptedException, ExecutionException {
        flush(Event.ABSENT);
    }

    /**
     * Waits until it has run, but not for ever.
     *
     * @return whether it has
     * @throws ExecutionException if it failed; its cause is what it threw
     * @throws CancellationException if its queue was closed before it began
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public boolean flush(long time, TimeUnit unit) throws InterruptedException, ExecutionException {
        return flush(Recorder.nanos(time, unit));
    }

    /** Whether it has run, or never will. */
    public boolean isDone() {
        return done.isDone();
    }

    CompletableFuture<Void> done() {
        return done;
    }

    void tellQueued() {
        tell(EventKind.WORK_QUEUE, true);
    }

    /** Gives it up if it has not begun. */
    void cancel() {
        if (begun.compareAndSet(false, true)) {
            queue.finished(this);
            done.completeExceptionally(new CancellationException("queue " + queue.name() + " was closed"));
        }
    }

    void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        ThreadLog log = tape.log();
        long hash = Tape.hash(className, queue.name());
        if (queue.capacity() > 1) {
            // How many hold a place and wait for one thing at the same time is counted by hold: tell each one anew.
            hash += ChainMemo.mix(hash, RUNS.incrementAndGet());
        }
        tell(EventKind.WORK_BEGIN, true);
        log.beginUnit();
        log.state += hash;
        Throwable thrown = null;
        try {
            body.run();
        } catch (RuntimeException | Error e) {
            thrown = e;
        } finally {
            log.state -= hash;
            tell(EventKind.WORK_END, false);
            log.beginUnit();
        }
        queue.finished(this);
        if (thrown == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(thrown);
        }
    }

    private boolean flush(long timeout) throws InterruptedException, ExecutionException {
        ThreadLog log = tape.log();
        tape.tell(log, EventKind.WORK_FLUSH, className, (event, tables) -> {
            event.instance = tables.instance(Namespace.WORK, instance);
            event.timeout = timeout;
        });
        try {
            if (timeout == Event.ABSENT) {
                done.get();
            } else {
                done.get(timeout, TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } finally {
            tape.tell(
                    log,
                    EventKind.WORK_FLUSHED,
                    (event, tables) -> event.instance = tables.instance(Namespace.WORK, instance));
        }
    }

    private void tell(EventKind kind, boolean onQueue) {
        tape.tell(tape.log(), kind, className, (event, tables) -> {
            event.instance = tables.instance(Namespace.WORK, instance);
            if (onQueue) {
                event.queue = tables.name(queue.name());
                event.capacity = queue.capacity() > 0 ? queue.capacity() : Event.ABSENT;
            }
        });
    }
}
