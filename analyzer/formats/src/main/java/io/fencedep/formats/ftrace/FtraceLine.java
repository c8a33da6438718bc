package io.fencedep.formats.ftrace;

import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Toggle;

/**
 * One event as ftrace has it: who, where, when, and the event's name and payload as text. Whoever reads a form of ftrace
 * fills one of these again and again, for {@link FtraceEvents}. The fields are public because this is a record on the hot
 * path; names and payload are parts of {@link #bytes}, which stay the reader's.
 */
public class FtraceLine {
    public byte[] bytes = {};
    /** Where the payload ends in {@link #bytes}. */
    public int end;

    /** Which instance of ftrace recorded the event, where a text tells of several: 0 is the first. */
    public int instance;

    /** Where the event stands in its input, counted from 1. */
    public long number;

    public int pid;
    public int cpu;

    /** Where the task's name starts; blanks before it do not matter. */
    public int commFrom;
    /** Where the task's name ends. */
    public int commTo;

    /** Whether the line says anything about interrupts and preemption. */
    public boolean hasFlags;

    public InterruptContext context = InterruptContext.TASK;
    public Toggle irqs = Toggle.UNSAID;
    public Toggle softirqs = Toggle.UNSAID;
    /** How deep preemption is disabled; -1 when unknown. */
    public int preemptDepth;

    /** Nanoseconds, or ticks of a clock that counts something else. */
    public long time;

    public int nameFrom;
    public int nameTo;
    /** Whether a colon ends the event's name, as it does but for system calls, stacks and functions. */
    public boolean hasColon;

    /** Where the payload starts. */
    public int payload;

    /** Says that nothing is known of interrupts and preemption. */
    public final void noFlags() {
        hasFlags = false;
        context = InterruptContext.TASK;
        irqs = Toggle.UNSAID;
        softirqs = Toggle.UNSAID;
        preemptDepth = -1;
    }

    /** Says who did something where and when, as that line does. */
    final void copyContext(FtraceLine other) {
        number = other.number;
        instance = other.instance;
        pid = other.pid;
        cpu = other.cpu;
        time = other.time;
        hasFlags = other.hasFlags;
        context = other.context;
        irqs = other.irqs;
        softirqs = other.softirqs;
        preemptDepth = other.preemptDepth;
    }

    /** Stands for no line, but for this context: what is left to say at the end of the input. */
    final void forget(InterruptContext of) {
        noFlags();
        context = of;
    }

    /** Takes the event's name and payload apart, which start here; false when there is no name. */
    final boolean name(int from) {
        int at = from;
        while (at < end && bytes[at] != ':' && bytes[at] != ' ' && bytes[at] != '(') {
            at++;
        }
        if (at == from) {
            return false;
        }
        nameFrom = from;
        nameTo = at;
        hasColon = at < end && bytes[at] == ':';
        payload = hasColon ? blanks(at + 1) : at;
        return true;
    }

    /** Where the blanks end that may start here. */
    final int blanks(int from) {
        int at = from;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    /** Where the decimal digits end that may start here. */
    final int digits(int from) {
        int at = from;
        while (at < end && Bytes.isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    /** Where the next blank or the line's end is. */
    final int blank(int from) {
        int at = from;
        while (at < end && bytes[at] != ' ') {
            at++;
        }
        return at;
    }

    /** Where this text next begins, or -1. */
    final int find(byte[] text, int from) {
        return Bytes.find(bytes, from, end, text);
    }

    /** Whether this text stands there. */
    final boolean startsWith(byte[] text, int at) {
        return Bytes.startsWith(bytes, at, end, text);
    }
}
