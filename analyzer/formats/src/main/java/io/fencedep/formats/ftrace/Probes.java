package io.fencedep.formats.ftrace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which probes mean something, whatever their events are called: by the function that a probe stands on. Where that is
 * printed as an address, as {@code trace-cmd report} and {@code perf script} do, by the names that events of probes get when
 * nobody gives them one, and locks by their fields.
 *
 * <pre>
 * my_lock: (__probestub_lock_acquire+0x0/0x10) lock=0xffffffff81aa7800 subclass=0
 * lock_acquire: (__probestub_lock_acquire+0x0/0x10) lock=0xffffffff81aa7800 subclass=0
 * p_complete_0: (complete+0x4/0x80) x=0xffff888000f13a38
 * wait_for_completion__exit: (lk_e_run+0x5a/0x90 [lkbug] &lt;- wait_for_completion)
 * my_lock: (ffffffff811d6b20) lock=0xffffffff81aa7800 subclass=0 read=0 name="m"
 * </pre>
 */
final class Probes {
    /** What the tracepoint's own name stands behind, where a probe is on one. */
    private static final byte[][] STUBS = {Bytes.of("__probestub_"), Bytes.of("__traceiter_")};

    private static final byte[][] BEFORE_NAME = {Bytes.of("p_"), Bytes.of("r_")};
    private static final byte[] RETURNS = Bytes.of("r_");
    private static final byte[][] AT_RETURN = {Bytes.of("__exit"), Bytes.of("__return")};
    private static final byte[] AT_ENTRY = Bytes.of("__entry");
    private static final byte[] ARROW = Bytes.of(" <- ");
    /** An address has so many digits at least. */
    private static final int ADDRESS_DIGITS = 8;

    /** A function that means something where it begins or where it returns. */
    static final class Function {
        final EventHandler handler;
        private final byte[] name;
        private final boolean returns;
        /** The events that tell of it: another probe on the same function tells everything again. */
        EventNames.@Nullable Entry event;

        private Function(String name, boolean returns, EventHandler handler) {
            this.name = Bytes.of(name);
            this.returns = returns;
            this.handler = handler;
        }
    }

    private final List<Function> functions = new ArrayList<>();
    private int from;
    private int to;
    private boolean returns;

    /** Says who handles probes where this function begins. */
    void onEntry(String function, EventHandler handler) {
        functions.add(new Function(function, false, handler));
    }

    /** Says who handles probes where this function returns. */
    void onReturn(String function, EventHandler handler) {
        functions.add(new Function(function, true, handler));
    }

    /** Whether the payload begins as those of probes do. */
    static boolean isProbe(FtraceLine line) {
        return line.payload < line.end && line.bytes[line.payload] == '(';
    }

    /** The function that this line of a probe is about, or null when it means nothing or does not say. */
    @Nullable
    Function find(FtraceLine line, EventNames.Entry event) {
        if (!place(line)) {
            return null;
        }
        boolean address = isAddress(line.bytes);
        if (address) {
            nameOfEvent(line);
        }
        Function last = event.probe;
        if (last != null && isThis(last, line.bytes)) {
            return last;
        }
        for (Function each : functions) {
            if (isThis(each, line.bytes)) {
                event.probe = each;
                if (each.event == null) {
                    each.event = event;
                }
                return each;
            }
        }
        return null;
    }

    private boolean isThis(Function function, byte[] bytes) {
        return function.returns == returns
                && to - from == function.name.length
                && Arrays.equals(bytes, from, to, function.name, 0, function.name.length);
    }

    /** Finds the symbol between the brackets; what stands before an arrow is where the function returns to. */
    private boolean place(FtraceLine line) {
        byte[] bytes = line.bytes;
        int close = line.payload;
        while (close < line.end && bytes[close] != ')') {
            close++;
        }
        int arrow = Bytes.find(bytes, line.payload, close, ARROW);
        returns = arrow >= 0;
        from = returns ? arrow + ARROW.length : line.payload + 1;
        to = from;
        while (to < close && bytes[to] != '+' && bytes[to] != ' ' && bytes[to] != '.') {
            to++;
        }
        for (byte[] stub : STUBS) {
            from += Bytes.startsWith(bytes, from, to, stub) ? stub.length : 0;
        }
        return close < line.end && to > from;
    }

    private boolean isAddress(byte[] bytes) {
        int digits = Bytes.afterPrefix(bytes, from, to);
        return to - digits >= ADDRESS_DIGITS && Bytes.isHex(bytes, digits, to);
    }

    /** {@code p_FUNCTION_0}, {@code FUNCTION__entry} and the like, or the function alone. */
    private void nameOfEvent(FtraceLine line) {
        byte[] bytes = line.bytes;
        from = line.nameFrom;
        to = line.nameTo;
        int digits = to;
        while (digits > from && Bytes.isDigit(bytes[digits - 1])) {
            digits--;
        }
        for (byte[] before : BEFORE_NAME) {
            if (Bytes.startsWith(bytes, from, to, before) && digits < to && bytes[digits - 1] == '_') {
                returns |= before == RETURNS;
                from += before.length;
                to = digits - 1;
                return;
            }
        }
        for (byte[] behind : AT_RETURN) {
            if (Bytes.startsWith(bytes, to - behind.length, to, behind)) {
                returns = true;
                to -= behind.length;
                return;
            }
        }
        to -= Bytes.startsWith(bytes, to - AT_ENTRY.length, to, AT_ENTRY) ? AT_ENTRY.length : 0;
    }
}
