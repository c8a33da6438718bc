package io.fencedep.core.schedules;

/**
 * One thing that a task of a {@link Program} does.
 *
 * @param on the number of the lock, fence, task or work item that it does it to
 */
public record Step(Do what, int on) {
    /** What a task can do. */
    public enum Do {
        WRITE,
        READ,
        RECURSIVE_READ,
        /** Takes the lock if it is free, else goes on behind the matching {@link #UNLOCK}. */
        TRY,
        UNLOCK,
        /** From here on it is on its way to the signal, and says so. */
        BEGIN,
        SIGNAL,
        WAIT,
        /** Waits for a fence, but not for ever. */
        WAIT_A_WHILE,
        /** Waits for a fence or the one with the next number. */
        WAIT_ANY,
        START,
        JOIN,
        QUEUE,
        FLUSH,
        /** Resets the device: until it is through, nobody else signals its fences. */
        RESET,
        RESET_DONE,
        /** Takes a reference to a page. */
        GET,
        PUT,
        /** Moves a page, which waits until nobody else has a reference. */
        MIGRATE,
        /** Allocates, and then frees memory itself or goes on behind the matching {@link #RECLAIMED}. */
        ALLOC,
        /** Begins to free memory. */
        RECLAIM,
        RECLAIMED,
        /** Calls the notifier, whose callback runs right here. */
        NOTIFY,
        NOTIFIED,
        /** From here on no interrupt hits the task. */
        IRQS_OFF,
        IRQS_ON
    }

    public boolean waits() {
        return switch (what) {
            case WRITE, READ, RECURSIVE_READ, WAIT, WAIT_ANY, JOIN, FLUSH, MIGRATE -> true;
            default -> false;
        };
    }

    public boolean takesLock() {
        return what.compareTo(Do.UNLOCK) < 0;
    }
}
