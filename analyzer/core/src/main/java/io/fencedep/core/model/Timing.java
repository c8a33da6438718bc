package io.fencedep.core.model;

import org.jspecify.annotations.Nullable;

/**
 * What a trace tells of a line beyond the line itself: when it was, and when what began there was over.
 *
 * @param time of the line, or {@link Event#ABSENT}
 * @param hold whether something that can come free again began there
 * @param released where that came free; null when it never did
 * @param waited where a wait that began there was over; null when it never was
 */
public record Timing(
        long time,
        boolean hold,
        @Nullable Moment released,
        @Nullable Moment waited) {

    /**
     * A line and when it was.
     *
     * @param line counted from 1
     * @param time nanoseconds on the trace's own clock, or {@link Event#ABSENT}
     */
    public record Moment(long line, long time) {}
}
