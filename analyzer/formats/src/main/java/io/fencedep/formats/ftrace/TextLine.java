package io.fencedep.formats.ftrace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a line of text about an event into its parts, which stay in the reader's buffer. Costs one pass over the bytes before
 * the payload.
 *
 * <pre>
 *           &lt;idle&gt;-0       [000] d..2.     1.512086: lock_acquire: 00000000a81dca85 event_mutex
 *      kworker/0:1H-71      (     71) [002] dNh1. 81234567890: irq_handler_entry: irq=4 name=ttyS0
 *           fences-56    [000]     5.301240: lock_release:         0xffffffff81abae28 trace_types_lock
 *   fences-56      0d.h3.     5.302788: lock_acquire:         0xffff88805bc1f498 hrtimer_bases.lock
 *     bash-1234    1d..2.   12us+: lock_acquire: 00000000a81dca85 event_mutex
 *             bash    1234   1 1 00000001 0000003a [05f7c340] 100123.456ms (+0.012ms): lock_acquire: 00000000a81dca85 m
 *       bash-1234    [001]    17.000001: (+12)    lock_acquire:         0xffff88805bc1f498 event_mutex
 *  mine:             bash-1234    [001]    17.000001: lock_acquire:         0xffff88805bc1f498 event_mutex
 * </pre>
 *
 * <p>In the last one trace-cmd says which instance of ftrace ({@code -B}) recorded it.
 *
 * <p>A task's name may hold blanks, dashes and brackets: the first place where a whole line fits is taken.
 */
final class TextLine extends FtraceLine {
    /** So wide is the name of a task at least. */
    private static final int COMM = 16;

    private static final int SHORT_COMM = 8;
    /** More instances than anybody makes. */
    private static final int MAX_INSTANCES = 64;

    /** Up to where in a line the CPU must have been named. */
    private static final int MAX_PREFIX = 80;

    private static final int MAX_CPU_DIGITS = 5;
    /** So many digits has the largest reading of a counter of 64 bits. */
    private static final int MAX_TIME_DIGITS = 20;

    private static final int NANO_DIGITS = 9;
    private static final long[] POWERS = new long[NANO_DIGITS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private final List<byte[]> instances = new ArrayList<>();
    private int start;
    /** Where the CPU's bracket stood in the last line: it nearly always stands there again. */
    private int lastBracket;

    /** Cuts this line; false when it is none about an event. */
    boolean parse(byte[] buffer, int from, int length, long lineNumber) {
        bytes = buffer;
        start = from;
        commFrom = from;
        instance = 0;
        end = backOverBlanks(from + length);
        number = lineNumber;
        int guess = from + lastBracket;
        return guess < end && buffer[guess] == '[' && parseBracket(guess) || search();
    }

    private boolean search() {
        int stop = Math.min(end, start + MAX_PREFIX);
        for (int at = start; at < stop; at++) {
            if (bytes[at] == '[' && parseBracket(at)) {
                lastBracket = at - start;
                return true;
            }
        }
        for (int at = start; at < stop; at++) {
            if (bytes[at] == '-' && parseGlued(at)) {
                return true;
            }
        }
        return VerboseForm.parse(this, start) && name(nameFrom);
    }

    /** {@code comm-pid (tgid) [cpu] flags time: event}. */
    private boolean parseBracket(int bracket) {
        if (!parseTask(bracket)) {
            return false;
        }
        int at = digits(bracket + 1);
        int digits = at - bracket - 1;
        if (digits == 0 || digits > MAX_CPU_DIGITS || at + 1 >= end || bytes[at] != ']' || bytes[at + 1] != ' ') {
            return false;
        }
        cpu = Bytes.decimal(bytes, bracket + 1, at);
        at = blanks(at + 1);
        if (at < end && !Bytes.isDigit(bytes[at])) {
            int to = blank(at);
            if (!Flags.parse(this, at, to)) {
                return false;
            }
            at = blanks(to);
        } else {
            noFlags();
        }
        return parseTime(at);
    }

    /** {@code comm-pid cpu} with the flags glued to the CPU, then {@code time: event}. */
    private boolean parseGlued(int dash) {
        int pidTo = digits(dash + 1);
        int cpuFrom = blanks(pidTo);
        int cpuTo = digits(cpuFrom);
        int to = blank(cpuTo);
        int digits = cpuTo - cpuFrom;
        if (pidTo == dash + 1 || cpuFrom == pidTo || digits == 0 || digits > MAX_CPU_DIGITS) {
            return false;
        }
        if (!Flags.parse(this, cpuTo, to)) {
            return false;
        }
        commTo = dash;
        if (commTo - start > SHORT_COMM) {
            findInstance(commTo - SHORT_COMM);
        }
        pid = Bytes.decimal(bytes, dash + 1, pidTo);
        cpu = Bytes.decimal(bytes, cpuFrom, cpuTo);
        return parseTime(blanks(to));
    }

    /** The part before the CPU, read backwards. */
    private boolean parseTask(int stop) {
        int at = backOverBlanks(stop);
        if (at > start && bytes[at - 1] == ')') {
            while (at > start && bytes[at - 1] != '(') {
                at--;
            }
            at = backOverBlanks(at - 1);
        }
        int to = at;
        while (at > start && Bytes.isDigit(bytes[at - 1])) {
            at--;
        }
        if (at == to || at <= start || bytes[at - 1] != '-') {
            return false;
        }
        pid = Bytes.decimal(bytes, at, to);
        commTo = at - 1;
        if (commTo - start > COMM) {
            findInstance(commTo - COMM);
        }
        return true;
    }

    /** What stands before the task's name, up to here, may name an instance of ftrace. */
    private void findInstance(int stop) {
        int to = backOverBlanks(stop);
        if (to < stop && to > start + 1 && bytes[to - 1] == ':') {
            int from = blanks(start);
            instance = number(from, to);
            commFrom = to;
        }
    }

    private int number(int from, int to) {
        for (int i = 0; i < instances.size(); i++) {
            byte[] known = instances.get(i);
            if (Arrays.equals(known, 0, known.length, bytes, from, to)) {
                return i + 1;
            }
        }
        if (instances.size() < MAX_INSTANCES) {
            instances.add(Arrays.copyOfRange(bytes, from, to));
        }
        return instances.size();
    }

    /** {@code 1.512086:}, {@code 1.512086123:}, {@code 81234567890:} or {@code 12us+:}, the last perhaps below zero. */
    private boolean parseTime(int begin) {
        int from = begin < end && bytes[begin] == '-' ? begin + 1 : begin;
        int at = digits(from);
        if (at == from || at - from > MAX_TIME_DIGITS || at >= end) {
            return false;
        }
        time = Bytes.number(bytes, from, at);
        if (bytes[at] == '.') {
            int fraction = at + 1;
            at = digits(fraction);
            if (at == fraction || at - fraction > NANO_DIGITS) {
                return false;
            }
            long part = Bytes.number(bytes, fraction, at) * POWERS[NANO_DIGITS - (at - fraction)];
            time = time * POWERS[NANO_DIGITS] + part;
        } else if (at + 3 < end && bytes[at] == 'u' && bytes[at + 1] == 's') {
            time *= from > begin ? 0 : 1000; // before the first line that is printed: nothing else is known of it
            at += bytes[at + 2] == ':' ? 2 : 3;
        }
        return at < end && bytes[at] == ':' && name(difference(blanks(at + 1)));
    }

    /** Behind {@code (+12)}, which {@code trace-cmd report --ts-diff} prints before the event. */
    private int difference(int from) {
        if (from + 2 >= end || bytes[from] != '(' || bytes[from + 1] != '+') {
            return from;
        }
        int at = digits(from + 2);
        return at < end && bytes[at] == ')' ? blanks(at + 1) : from;
    }

    private int backOverBlanks(int from) {
        int at = from;
        while (at > start && bytes[at - 1] == ' ') {
            at--;
        }
        return at;
    }
}
