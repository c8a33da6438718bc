package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Places of which a limited number can be taken at once, such as the slots of a hardware queue. Whoever took one holds it
 * until somebody gives it back. Every call is told to the recorder.
 */
public final class TrackedSemaphore {
    private final Tape tape;
    private final LockIdentity identity;
    private final Semaphore delegate;
    /** Guarded by the tape's lock. */
    private final ArrayDeque<ThreadLog> holders = new ArrayDeque<>();

    TrackedSemaphore(Recorder recorder, LockIdentity identity) {
        this.tape = recorder.tape;
        this.identity = identity;
        this.delegate = new Semaphore(identity.capacity);
    }

    /** Takes a place, and waits for one if need be. */
    public void acquire() throws InterruptedException {
        tryAcquire(Event.ABSENT);
    }

    /** Takes a place if one comes free in time. */
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
            }
        });
        delegate.release();
    }

    private boolean tryAcquire(long timeout) throws InterruptedException {
        ThreadLog log = tape.log();
        tape.locked(() -> {
            holders.addLast(log);
            log.addForeign(1);
        });
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
            if (!taken) {
                tape.locked(() -> {
                    holders.removeLastOccurrence(log);
                    log.addForeign(-1);
                });
            }
        }
        return taken;
    }
}
