package io.fencedep.formats.ftrace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Call stacks, which follow their event where the recorder was told to take them. The frames of tracing itself are left
 * out.
 *
 * <pre>
 *           insmod-54      [000] .....     5.020809: &lt;stack trace&gt;
 *  =&gt; lock_acquire
 *  =&gt; __mutex_lock
 *  =&gt; lk_b_init [lkbug]
 * </pre>
 */
final class StackTraces {
    private static final byte[] FRAME = Bytes.of("=> ");
    /** The function graph tracer prints events as comments. */
    private static final byte[] COMMENT_END = Bytes.of(" */");

    private static final byte[] ADDRESS = Bytes.of(" (");
    private static final byte[] BARE_ADDRESS = Bytes.of(" <");
    private static final byte[][] TRACING = {
        Bytes.of("trace_event_"),
        Bytes.of("__traceiter_"),
        Bytes.of("perf_trace_"),
        Bytes.of("ftrace_"),
        Bytes.of("lock_acquire"),
        Bytes.of("lock_release")
    };

    private final Output output;
    private byte[] text = new byte[512];
    private int length;
    /** Where the first frame ends in {@link #text}. */
    private int firstEnd;

    private @Nullable FtraceTask task;

    StackTraces(Output output) {
        this.output = output;
    }

    /** A stack of this task begins. */
    void begin(FtraceTask of) {
        output.expectStacks();
        task = of;
        length = 0;
        firstEnd = 0;
    }

    /** Takes a line that is no event; false when it is no frame either. */
    boolean frame(byte[] bytes, int lineFrom, int end) {
        int from = lineFrom;
        while (from < end && bytes[from] == ' ') {
            from++;
        }
        if (!Bytes.startsWith(bytes, from, end, FRAME)) {
            return false;
        }
        if (task != null) {
            int to = Bytes.startsWith(bytes, end - COMMENT_END.length, end, COMMENT_END)
                    ? end - COMMENT_END.length
                    : end;
            add(bytes, from + FRAME.length, to);
        }
        return true;
    }

    /** The stack has ended, if there was one. */
    void end() {
        FtraceTask of = task;
        if (of != null && length > 0) {
            output.attachStack(
                    of, output.names().intern(text, 0, length), output.names().intern(text, 0, firstEnd));
        }
        task = null;
    }

    /** Adds a frame to the stack that was begun last. */
    void add(byte[] bytes, int from, int end) {
        int to = cut(bytes, from, cut(bytes, from, end, ADDRESS), BARE_ADDRESS);
        if (length == 0 && isTracing(bytes, from, to)) {
            return;
        }
        int needed = length + 1 + to - from;
        if (needed > text.length) {
            text = Arrays.copyOf(text, needed * 2);
        }
        if (length > 0) {
            text[length++] = '\n';
        }
        System.arraycopy(bytes, from, text, length, to - from);
        length += to - from;
        if (firstEnd == 0) {
            firstEnd = length;
        }
    }

    private static int cut(byte[] bytes, int from, int end, byte[] mark) {
        int at = Bytes.find(bytes, from, end, mark);
        return at < 0 ? end : at;
    }

    private static boolean isTracing(byte[] bytes, int from, int to) {
        for (byte[] prefix : TRACING) {
            if (Bytes.startsWith(bytes, from, to, prefix)) {
                return true;
            }
        }
        return false;
    }
}
