package io.fencedep.core.model;

/** How something ended, as {@code result} or {@code status} say it. */
public enum EventResult {
    UNSAID,
    OK,
    SIGNALED,
    TIMEOUT,
    INTERRUPTED,
    ERROR,
    FAILED,
    AGAIN
}
