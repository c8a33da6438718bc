package io.fencedep.formats.ftrace;

import io.fencedep.core.model.InterruptContext;
import java.util.Arrays;

/**
 * A line of the function graph tracer, which prints events as comments among the functions. Time, task and flags are
 * there only where options ask for them; without, a line says when a CPU turns to another task, and marks say where hard
 * interrupts begin and end.
 *
 * <pre>
 *  ------------------------------------------
 *  0)    bash-1234    =&gt;   kworker-77
 *  ------------------------------------------
 *
 *  0)               |  mutex_lock() {
 *  0)               |    /&#42; lock_acquire: 00000000a81dca85 event_mutex &#42;/
 *  0)   0.213 us    |    __might_resched();
 *  0)   ==========&gt; |
 *   100.123456 |   0)   bash-1234    |  d..1. |               |  /&#42; lock_release: 00000000a81dca85 event_mutex &#42;/
 * </pre>
 */
final class GraphLine extends FtraceLine {
    /** What a line is. */
    enum Sort {
        /** An event; its parts are in this object. */
        EVENT,
        /** What is drawn around the turn to another task. */
        RULER,
        /** A function, or a turn to another task. */
        FUNCTION,
        /** None of this tracer's. */
        OTHER
    }

    private static final byte[] RULER = Bytes.of(" ------------------------------------------");
    private static final byte[] ARROW = Bytes.of(" => ");
    private static final byte[] COMMENT = Bytes.of("/* ");
    private static final byte[] COMMENT_END = Bytes.of(" */");
    private static final byte[] IRQ_BEGIN = Bytes.of("==========>");
    private static final byte[] IRQ_END = Bytes.of("<==========");
    private static final byte[] MICROS = Bytes.of(" us");
    /** Stands for a task that was running when the text began. */
    private static final byte[] UNKNOWN = Bytes.of("<...>");

    private static final int MAX_CPU = 99_999;
    private static final int MICRO_DIGITS = 6;
    private static final long SECOND = 1_000_000_000;
    private static final long MICRO = 1000;

    /** Who runs on each CPU: a name, and the process id behind it. */
    private byte[][] comms = {};

    private int[] pids = {};
    /** How many hard interrupts each CPU is in. */
    private int[] interrupts = {};
    /** The last event with its task before it. */
    private byte[] text = new byte[256];

    /** Looks at this line. */
    Sort parse(byte[] buffer, int from, int length, long lineNumber) {
        end = from + length;
        bytes = buffer;
        number = lineNumber;
        if (startsWith(RULER, from)) {
            return Sort.RULER;
        }
        int at = parseTime(blanks(from));
        int to = digits(at);
        if (to == at || to - at > 5 || to >= end || bytes[to] != ')') {
            return Sort.OTHER;
        }
        cpu = Math.min(MAX_CPU, Bytes.decimal(bytes, at, to));
        ensureCpu();
        int rest = to + 1;
        int bar = nextBar(rest);
        if (bar == end) {
            return parseSwitch(rest) ? Sort.FUNCTION : Sort.OTHER;
        }
        noFlags();
        mark(rest, bar);
        return parseColumns(rest, bar) ? Sort.EVENT : Sort.FUNCTION;
    }

    /** Forgets who is where: events are missing. */
    void reset() {
        Arrays.fill(interrupts, 0);
    }

    private int parseTime(int from) {
        time = 0;
        int at = digits(from);
        int bar;
        if (at > from && at < end && bytes[at] == '.') {
            int to = digits(at + 1);
            bar = blanks(to);
            if (to - at - 1 == MICRO_DIGITS) {
                time = Bytes.number(bytes, from, at) * SECOND + Bytes.number(bytes, at + 1, to) * MICRO;
            }
        } else if (at > from && startsWith(MICROS, at)) {
            bar = blanks(at + MICROS.length);
        } else {
            return from;
        }
        return bar < end && bytes[bar] == '|' ? blanks(bar + 1) : from;
    }

    /** {@code bash-1234 => kworker-77}. */
    private boolean parseSwitch(int from) {
        int arrow = find(ARROW, from);
        return arrow >= 0 && parseTask(from, arrow) && parseTask(arrow + ARROW.length, end);
    }

    /** The columns up to that of the functions, in which this event stands as a comment. */
    private boolean parseColumns(int from, int firstBar) {
        int at = from;
        int bar = firstBar;
        while (bar < end) {
            int first = blanks(at);
            int last = last(at, bar);
            if (!parseTask(at, bar) && last - first >= 4) {
                Flags.parse(this, first, last);
            }
            at = bar + 1;
            int comment = blanks(at);
            if (startsWith(COMMENT, comment)) {
                return toEvent(comment + COMMENT.length);
            }
            bar = nextBar(at);
        }
        return false;
    }

    /** Takes the task that stands there, if one does, for that of this CPU from now on. */
    private boolean parseTask(int from, int to) {
        int first = blanks(from);
        int last = last(from, to);
        int dash = last;
        while (dash > first && Bytes.isDigit(bytes[dash - 1])) {
            dash--;
        }
        if (dash == last || dash <= first || bytes[dash - 1] != '-') {
            return false;
        }
        int id = Bytes.decimal(bytes, dash, last);
        if (pids[cpu] != id) {
            pids[cpu] = id;
            comms[cpu] = Arrays.copyOfRange(bytes, first, dash - 1);
        }
        return true;
    }

    /** An arrow in the column of the durations: a hard interrupt begins or ends. */
    private void mark(int from, int bar) {
        if (Bytes.find(bytes, from, end, IRQ_BEGIN) >= 0 && bar > from) {
            interrupts[cpu]++;
        } else if (Bytes.find(bytes, from, end, IRQ_END) >= 0) {
            interrupts[cpu] = Math.max(0, interrupts[cpu] - 1);
        }
    }

    /** Makes this the line of an event whose name starts here: the task is put before it, where readers look for it. */
    private boolean toEvent(int from) {
        int to = startsWith(COMMENT_END, end - COMMENT_END.length) ? end - COMMENT_END.length : end;
        byte[] comm = comms[cpu];
        int length = comm.length + Math.max(0, to - from);
        if (length > text.length) {
            text = new byte[length * 2];
        }
        System.arraycopy(comm, 0, text, 0, comm.length);
        System.arraycopy(bytes, from, text, comm.length, length - comm.length);
        bytes = text;
        end = length;
        commFrom = 0;
        commTo = comm.length;
        pid = pids[cpu];
        if (!hasFlags && interrupts[cpu] > 0) {
            hasFlags = true;
            context = InterruptContext.HARDIRQ;
        }
        return name(commTo);
    }

    private int last(int from, int to) {
        int at = to;
        while (at > from && bytes[at - 1] == ' ') {
            at--;
        }
        return at;
    }

    private int nextBar(int from) {
        int at = from;
        while (at < end && bytes[at] != '|') {
            at++;
        }
        return at;
    }

    private void ensureCpu() {
        int known = pids.length;
        if (cpu >= known) {
            pids = Arrays.copyOf(pids, Math.max(cpu + 1, 2 * known));
            comms = Arrays.copyOf(comms, pids.length);
            interrupts = Arrays.copyOf(interrupts, pids.length);
            for (int i = known; i < pids.length; i++) {
                comms[i] = UNKNOWN;
                pids[i] = -2 - i;
            }
        }
    }
}
