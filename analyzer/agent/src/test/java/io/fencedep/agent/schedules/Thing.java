package io.fencedep.agent.schedules;

/**
 * Something that the bodies of a {@link JavaProgram} share.
 *
 * @param size how many permits, counts, parties, threads of a pool or places in a queue it has, 0 for no bound; of a task
 *     the number of its pool
 * @param behind of a flag its lock, of a thread or task its body
 * @param grouped whether it shares its class with another one
 * @param style which of the ways to write it is taken
 */
record Thing(Kind kind, int size, int behind, boolean grouped, int style) {
    /** What there is. */
    enum Kind {
        MONITOR,
        LOCK,
        READ_WRITE,
        STAMPED,
        SEMAPHORE,
        /** A semaphore that begins without permits. */
        PERMITS,
        LATCH,
        FUTURE,
        TASK,
        POOL,
        THREAD,
        QUEUE,
        FLAG,
        BARRIER;

        /** Whether the same one serves again and again. */
        boolean lasts() {
            return switch (this) {
                case MONITOR, LOCK, READ_WRITE, STAMPED, SEMAPHORE, POOL -> true;
                default -> false;
            };
        }
    }

    Thing ofSize(int other) {
        return new Thing(kind, other, behind, grouped, style);
    }

    Thing(Kind kind, int size, int behind, int style) {
        this(kind, size, behind, false, style);
    }
}
