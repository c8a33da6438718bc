package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;

/**
 * Whether releases of locks are recorded at all. Where they are not, or no more, every lock would be held for ever and below
 * all that come after it, which is not true and has no bound.
 */
final class Releases {
    /** So many locks are taken at most before the first release: events are not switched on at once. */
    private static final int BEFORE_FIRST = 500;
    /** No machine takes so many without giving one back. */
    private static final int IN_A_ROW = 4096;

    private final Output output;
    private int acquires;
    private int limit = BEFORE_FIRST;
    private boolean told;

    Releases(Output output) {
        this.output = output;
    }

    /** A lock is given back. */
    void release() {
        acquires = 0;
        limit = IN_A_ROW;
    }

    /** A lock is taken; false when that means nothing. */
    boolean acquire(FtraceLine line) {
        if (++acquires < limit) {
            return true;
        }
        if (acquires == limit) {
            output.lost(line.number, Event.ABSENT);
            if (!told) {
                output.warn(
                        line.number,
                        "locks are taken here, and none is released: they say nothing as long as that is so;"
                                + " record all events of the group lock");
            }
            told = true;
        }
        acquires = limit + 1;
        return false;
    }
}
