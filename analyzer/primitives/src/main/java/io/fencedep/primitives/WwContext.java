package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;

/** One thread's attempt to acquire several locks of a {@link WwClass}. Older attempts win. For one thread only. */
public final class WwContext implements AutoCloseable {
    final LockIdentity identity;
    /** The smaller, the older. */
    final long ticket;
    /** How many locks it has; changed by its own thread. */
    int acquired;

    private final Tape tape;
    private final HeldLock slot;
    private boolean closed;

    WwContext(Recorder recorder, LockIdentity identity, long ticket) {
        this.tape = recorder.tape;
        this.identity = identity;
        this.ticket = ticket;
        ThreadLog log = tape.log();
        slot = tape.tellAcquire(log, identity, Manner.WRITE, null, Event.ABSENT, Tape.NO_KEY);
    }

    /**
     * Ends the context.
     *
     * @throws IllegalStateException if it still has locks
     */
    @Override
    public void close() {
        if (acquired > 0) {
            throw new IllegalStateException("an acquire context ends with " + acquired + " locks still held");
        }
        if (!closed) {
            closed = true;
            ThreadLog log = tape.log();
            tape.tellRelease(log, EventKind.RELEASE, identity);
            log.remove(slot);
        }
    }
}
