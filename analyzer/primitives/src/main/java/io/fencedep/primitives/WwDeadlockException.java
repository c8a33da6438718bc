package io.fencedep.primitives;

/** An older context has the lock: give back all that this context has, take that lock slowly, and try again. */
public final class WwDeadlockException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient TrackedWwMutex contended;

    WwDeadlockException(TrackedWwMutex contended) {
        super("an older acquire context has " + contended);
        this.contended = contended;
    }

    /** The lock to take with {@link TrackedWwMutex#lockSlow} once all others are given back. */
    public TrackedWwMutex contended() {
        return contended;
    }
}
