package io.fencedep.core.model;

/** How a lock is taken. */
public enum LockMode {
    WRITE,
    /** A reader that waits for a queued writer. */
    READ,
    /** A reader that only waits for a writer that has the lock. */
    RECURSIVE_READ
}
