package io.fencedep.report;

import java.util.List;

/**
 * What the tasks of a finding did in one recording, over time: a lane for each task, with bars for what it held and what it
 * waited for. Time is a row of moments, which are not evenly apart.
 *
 * @param recording which recording
 * @param path the input that it is in
 * @param moments in order
 * @param lanes one for each task
 */
public record Timeline(String recording, String path, List<Moment> moments, List<Lane> lanes) {

    /**
     * When something began or ended.
     *
     * @param line of the recording
     * @param time nanoseconds on the recording's clock; negative when unknown
     */
    public record Moment(long line, long time) {}

    /** What a bar stands for. */
    public enum Sort {
        HOLD,
        WAIT,
        /** Held as well, and no part of the finding. */
        ALSO
    }

    /** How a bar ends. */
    public enum End {
        /** At its last moment. */
        KNOWN,
        /** Later than its last moment, nobody knows when. */
        UNKNOWN,
        /** Not before the recording does. */
        NEVER
    }

    /**
     * What one task does.
     *
     * @param task who
     * @param bars in the order in which they begin
     */
    public record Lane(String task, List<Bar> bars) {
        public Lane {
            bars = List.copyOf(bars);
        }
    }

    /**
     * Something that lasts.
     *
     * @param from the number of the moment when it begins
     * @param to the number of the moment when it ends
     * @param end whether it does
     * @param text what it is
     * @param detail the lines, for whoever asks
     */
    public record Bar(Sort sort, int from, int to, End end, String text, String detail) {}

    public Timeline {
        moments = List.copyOf(moments);
        lanes = List.copyOf(lanes);
    }

    /** Whether it is known when all of it was. */
    public boolean hasTimes() {
        return moments.stream().allMatch(moment -> moment.time() >= 0);
    }
}
