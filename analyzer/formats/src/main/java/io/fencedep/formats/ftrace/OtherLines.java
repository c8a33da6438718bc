package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.formats.ReadStats;

/**
 * The lines between the events.
 *
 * <pre>
 * # tracer: nop
 * # entries-in-buffer/entries-written: 749708/776679   #P:2
 * ##### CPU 2 buffer started ####
 * CPU:3 [LOST 1234 EVENTS]
 * CPU:3 [1234 EVENTS DROPPED]
 * CPU 1 is empty
 *  mine: CPU:3 [1234 EVENTS DROPPED]
 * cpus=2
 * </pre>
 */
final class OtherLines {
    private static final byte[] ENTRIES = Bytes.of("entries-in-buffer/entries-written:");
    private static final byte[] TRACER = Bytes.of("# tracer:");
    private static final byte[] CPU = Bytes.of("CPU");
    private static final byte[] EVENTS = Bytes.of("EVENTS");
    private static final byte[] EMPTY = Bytes.of(" is empty");
    private static final byte[] CPUS = Bytes.of("cpus=");
    private static final byte[] MACHINE = Bytes.of(": cpus=");
    private static final byte[] VERSION = Bytes.of("version = ");
    private static final byte[] REGISTERING = Bytes.of("registering plugin: ");
    private static final byte[] OVERRIDING = Bytes.of("overriding event ");

    private OtherLines() {}

    /** Whether this is a line that says nothing about events, or only that there are none. */
    static boolean isSilent(byte[] bytes, int from, int end) {
        return from == end
                || bytes[from] == '#'
                || Bytes.startsWith(bytes, from, end, CPUS)
                || Bytes.startsWith(bytes, from, end, VERSION)
                || Bytes.startsWith(bytes, from, end, REGISTERING)
                || Bytes.startsWith(bytes, from, end, OVERRIDING)
                || Bytes.startsWith(bytes, from, end, CPU) && Bytes.find(bytes, from, end, EMPTY) > 0
                || isBlank(bytes, from, end);
    }

    /** Whether this is the first line of a trace as the kernel prints it, or of one that trace-cmd prints. */
    static boolean isHeader(byte[] bytes, int from, int end) {
        return Bytes.startsWith(bytes, from, end, TRACER)
                || from < end && bytes[from] == '#' && Bytes.find(bytes, from, end, ENTRIES) > 0
                || machine(bytes, from, end) > 0
                || Bytes.startsWith(bytes, from, end, CPUS)
                        && Bytes.isDecimal(bytes, from + CPUS.length, trimmed(bytes, from, end));
    }

    /**
     * Where the name of a machine ends that this line announces, or -1: {@code trace-guest.dat: cpus=2}, as trace-cmd
     * prints it of each of several files.
     */
    static int machine(byte[] bytes, int from, int end) {
        int at = Bytes.find(bytes, from, end, MACHINE);
        return at > from && Bytes.isDecimal(bytes, at + MACHINE.length, trimmed(bytes, from, end)) ? at : -1;
    }

    /** Whether the recorder says here that it lost events. */
    static boolean isLoss(byte[] bytes, int start, int end) {
        int from = Bytes.find(bytes, start, end, CPU);
        int events = Bytes.find(bytes, Math.max(from, start), end, EVENTS);
        return from >= 0
                && (from == start || bytes[from - 1] == ' ')
                && events > 0
                && Bytes.findLast(bytes, from, events + 1, '[') > 0;
    }

    /** How many events a {@linkplain #isLoss loss} cost, or {@link Event#ABSENT}. */
    static long lost(byte[] bytes, int from, int end) {
        int at = Bytes.findLast(bytes, from, end, '[') + 1;
        while (at < end && (bytes[at] < '0' || bytes[at] > '9')) {
            at++;
        }
        return at < end ? Bytes.number(bytes, at, end) : Event.ABSENT;
    }

    /** Warns when a header says that old events were overwritten by new ones, which leaves no other trace. */
    static void checkHeader(byte[] bytes, int from, int end, long line, ReadStats stats) {
        int at = Bytes.find(bytes, from, end, ENTRIES);
        if (at < 0) {
            return;
        }
        at += ENTRIES.length;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        long kept = Bytes.number(bytes, at, end);
        int slash = Bytes.find(bytes, at, end, SLASH);
        long written = slash < 0 ? kept : Bytes.number(bytes, slash + 1, end);
        if (kept < written) {
            stats.warn(
                    line,
                    "the buffer was too small: the oldest " + (written - kept) + " of " + written
                            + " events were overwritten; a larger buffer_size_kb keeps them");
        }
    }

    private static final byte[] SLASH = Bytes.of("/");

    private static boolean isBlank(byte[] bytes, int from, int end) {
        return trimmed(bytes, from, end) == from;
    }

    private static int trimmed(byte[] bytes, int from, int end) {
        int to = end;
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        return to;
    }
}
