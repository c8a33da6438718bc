package io.fencedep.formats.ftrace;

import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Toggle;

/**
 * The start of a line as the option {@code verbose} makes it, with the flags as a number.
 *
 * <pre>
 *             bash    1234   1 9 00000001 0000003a [05f7c340] 100123.456ms (+0.012ms): lock_acquire: 00000000a81dca85 m
 *             bash    1234   1 0 00000000 0000003b [0000000005f7c340] 1234 (+12): lock_acquire: 00000000a81dca85 m
 * </pre>
 */
final class VerboseForm {
    /** Up to where in a line the time must have begun. */
    private static final int MAX_PREFIX = 120;

    private static final int MICROS = 1000;
    private static final int FRACTION_DIGITS = 3;

    private static final int IRQS_OFF = 0x01;
    /** That nothing is known of interrupts; since 6.13 that a lazy rescheduling is due. */
    private static final int UNKNOWN = 0x02;

    private static final int HARDIRQ = 0x08;
    private static final int SOFTIRQ = 0x10;
    private static final int NMI = 0x40;
    private static final int SOFTIRQS_OFF = 0x80;

    private static final int FIELDS = 5;
    private static final int PID = 0;
    private static final int CPU = 1;
    private static final int FLAGS = 2;
    private static final int DEPTH = 3;
    private static final int MAX_CPU_DIGITS = 5;

    private static final byte[] CLOSE = Bytes.of("]");
    private static final byte[] MILLIS = Bytes.of("ms");
    private static final byte[] STEP = Bytes.of(" (+");
    private static final byte[] STEP_END = Bytes.of("): ");

    private VerboseForm() {}

    /** Fills this line up to where the event's name stands; false when it does not look like that. */
    static boolean parse(FtraceLine line, int start) {
        int stop = Math.min(line.end, start + MAX_PREFIX);
        for (int at = start; at < stop; at++) {
            if (line.bytes[at] == '[' && parseTime(line, at) && parseTask(line, start, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean parseTime(FtraceLine line, int bracket) {
        byte[] bytes = line.bytes;
        int close = Bytes.find(bytes, bracket, Math.min(line.end, bracket + 18), CLOSE);
        if (close < 0 || close - bracket < 9 || !Bytes.isHex(bytes, bracket + 1, close)) {
            return false;
        }
        int from = close + 2;
        int to = line.digits(from);
        long time = Bytes.number(bytes, from, to);
        if (to == from) {
            return false;
        }
        if (to < line.end && bytes[to] == '.') {
            int fraction = to + 1;
            to = line.digits(fraction);
            if (to - fraction != FRACTION_DIGITS || !line.startsWith(MILLIS, to)) {
                return false;
            }
            time = (time * MICROS + Bytes.number(bytes, fraction, to)) * MICROS;
            to += MILLIS.length;
        }
        int end = line.startsWith(STEP, to) ? line.find(STEP_END, to) : -1;
        line.time = time;
        line.nameFrom = end + STEP_END.length;
        return end > 0;
    }

    /** {@code comm pid cpu flags depth index}, read backwards. */
    private static boolean parseTask(FtraceLine line, int start, int bracket) {
        byte[] bytes = line.bytes;
        int at = bracket;
        int[] from = new int[FIELDS];
        int[] to = new int[FIELDS];
        for (int field = FIELDS - 1; field >= 0; field--) {
            while (at > start && bytes[at - 1] == ' ') {
                at--;
            }
            to[field] = at;
            while (at > start && bytes[at - 1] != ' ') {
                at--;
            }
            from[field] = at;
            boolean number = field >= DEPTH ? Bytes.isHex(bytes, at, to[field]) : Bytes.isDecimal(bytes, at, to[field]);
            if (!number) {
                return false;
            }
        }
        line.pid = Bytes.decimal(bytes, from[PID], to[PID]);
        line.cpu = Bytes.decimal(bytes, from[CPU], to[CPU]);
        line.commTo = Math.max(start, from[PID] - 1);
        while (line.commTo > start && bytes[line.commTo - 1] == ' ') {
            line.commTo--;
        }
        flags(line, Bytes.decimal(bytes, from[FLAGS], to[FLAGS]));
        line.preemptDepth = (int) (Bytes.hex(bytes, from[DEPTH], to[DEPTH]) & 0xf);
        return line.cpu >= 0 && to[CPU] - from[CPU] <= MAX_CPU_DIGITS;
    }

    private static void flags(FtraceLine line, int flags) {
        boolean soft = (flags & SOFTIRQ) != 0;
        line.hasFlags = true;
        line.irqs = (flags & IRQS_OFF) != 0 ? Toggle.NO : (flags & UNKNOWN) != 0 ? Toggle.UNSAID : Toggle.YES;
        line.softirqs = soft || (flags & SOFTIRQS_OFF) != 0 ? Toggle.NO : Toggle.UNSAID; // old kernels do not tell
        if ((flags & NMI) != 0) {
            line.context = InterruptContext.NMI;
        } else if ((flags & HARDIRQ) != 0) {
            line.context = InterruptContext.HARDIRQ;
        } else {
            line.context = soft ? InterruptContext.SOFTIRQ : InterruptContext.TASK;
        }
    }
}
