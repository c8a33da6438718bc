package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Places of which a limited number can be taken at once, such as the slots of a hardware queue. Whoever took one holds it
 * until somebody gives it back. Behaves as an unfair {@link Semaphore}: whoever gives back more than was taken makes places.
 * Every call is told to the recorder. Thread-safe.
 */
public final class TrackedSemaphore {
    private final Tape tape;
    private final LockIdentity identity;
    private final Semaphore delegate;
    /** Guarded by the tape's lock. */
    private final ArrayDeque<ThreadLog> holders = new ArrayDeque<>();
    /** How many places were given back by others before whoever took them had time to say so; guarded likewise. */
    private int early;

    TrackedSemaphore(Recorder recorder, LockIdentity identity) {
        this.tape = recorder.tape;
        this.identity = identity;
        this.delegate = new Semaphore(identity.capacity);
    }

    /**
     * Takes a place, and waits for one if need be.
     *
     * @throws InterruptedException if this thread is interrupted before it has one
     */
    public void acquire() throws InterruptedException {
        tryAcquire(Event.ABSENT);
    }

    /** Takes a place if one is free. */
    public boolean tryAcquire() {
        ThreadLog log = tape.log();
        if (!delegate.tryAcquire()) {
            tape.failedTry(log, identity, Manner.WRITE);
            return false;
        }
        tape.locked(() -> log.addForeign(1));
        tape.tellOnly(log, identity, Manner.TRIED, Event.ABSENT);
        tape.locked(() -> hold(log));
        return true;
    }

    /**
     * Takes a place if one comes free in time.
     *
     * @throws InterruptedException if this thread is interrupted before it has one
     */
    public boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException {
        return tryAcquire(Recorder.nanos(time, unit));
    }

    /** Gives a place back: this thread's own, or one that another thread took. */
    public void release() {
        ThreadLog log = tape.log();
        tape.tellRelease(log, EventKind.RELEASE, identity);
        tape.locked(() -> {
            ThreadLog holder = holders.removeLastOccurrence(log) ? log : holders.pollFirst();
            if (holder != null) {
                holder.addForeign(-1);
            } else {
                early++;
            }
        });
        delegate.release();
    }

    private boolean tryAcquire(long timeout) throws InterruptedException {
        ThreadLog log = tape.log();
        tape.locked(() -> log.addForeign(1));
        tape.tellOnly(log, identity, Manner.WRITE, timeout);
        boolean taken = false;
        try {
            if (timeout == Event.ABSENT) {
                delegate.acquire();
                taken = true;
            } else {
                taken = delegate.tryAcquire(timeout, TimeUnit.NANOSECONDS);
            }
        } finally {
            tape.tellAcquired(log, identity, !taken);
            boolean holds = taken;
            tape.locked(() -> {
                if (holds) {
                    hold(log);
                } else {
                    log.addForeign(-1);
                }
            });
        }
        return taken;
    }

    /** The thread has a place, unless another one has given it back already. */
    private void hold(ThreadLog log) {
        if (early > 0) {
            early--;
            log.addForeign(-1);
        } else {
            holders.addLast(log);
        }
    }
}
