package io.fencedep.agent.schedules;

/**
 * Something that the bodies of a {@link JavaProgram} share.
 *
 * @param size how many permits, counts, parties, threads of a pool or places in a queue it has, 0 for no bound; of a task
 *     the number of its pool, of a stage as well, or below 0; of two futures in one the number of the first
 * @param behind of a flag its lock, of a thread, task or stage its body
 * @param source of a stage what it follows, of two futures in one the number of the second; else below 0
 * @param grouped whether it shares its class with another one
 * @param style which of the ways to write it is taken
 */
record Thing(Kind kind, int size, int behind, int source, boolean grouped, int style) {
    private static final int BY_CALLER = 7;
    private static final int FORK_JOIN = 8;
    private static final int TIMER = 9;

    /** What there is. */
    enum Kind {
        MONITOR,
        LOCK,
        READ_WRITE,
        STAMPED,
        SEMAPHORE,
        /** A concurrent map that computes the value of one key. */
        MAP,
        /** A semaphore of which others than those that take permits give some. */
        PERMITS,
        LATCH,
        FUTURE,
        /** What runs when a future is done: in the thread that does it, or that asks for it later, or in a pool. */
        STAGE,
        /** Two futures, to be waited for together. */
        BOTH,
        /** Two futures, of which one is enough. */
        EITHER,
        TASK,
        POOL,
        THREAD,
        QUEUE,
        /** A queue without room: who puts meets who takes. */
        HANDOVER,
        FLAG,
        BARRIER;

        /** Whether the same one serves again and again. */
        boolean lasts() {
            return switch (this) {
                case MONITOR, LOCK, READ_WRITE, STAMPED, SEMAPHORE, MAP, POOL -> true;
                default -> false;
            };
        }
    }

    Thing(Kind kind, int size, int behind, boolean grouped, int style) {
        this(kind, size, behind, -1, grouped, style);
    }

    Thing(Kind kind, int size, int behind, int style) {
        this(kind, size, behind, -1, false, style);
    }

    Thing ofSize(int other) {
        return new Thing(kind, other, behind, source, grouped, style);
    }

    /** A pool whose tasks are run by whoever hands them over while no thread is free. */
    boolean isByCaller() {
        return kind == Kind.POOL && style == BY_CALLER && size > 0;
    }

    boolean isForkJoin() {
        return kind == Kind.POOL && style == FORK_JOIN && size > 0;
    }

    boolean isTimer() {
        return kind == Kind.POOL && style == TIMER && size == 1;
    }

    /** Whether a latch is awaited in a way that tells a fork-join pool of it. */
    boolean isManaged() {
        return kind == Kind.LATCH && style >= BY_CALLER;
    }

    /** Whether a pool runs first what was handed to it first. */
    boolean keepsOrder() {
        return !isForkJoin() && !isTimer();
    }

    /** Whether its body runs in a pool. */
    boolean isPooled() {
        return kind == Kind.TASK || kind == Kind.STAGE && size >= 0;
    }

    /** Whether it takes whatever is put into it. */
    boolean isUnbounded() {
        return kind == Kind.QUEUE && size == 0;
    }

    /** Whether it joins two futures. */
    boolean isOfTwo() {
        return kind == Kind.BOTH || kind == Kind.EITHER;
    }

    boolean isExchanger() {
        return kind == Kind.BARRIER && size == 2 && style % 3 == 2;
    }
}
