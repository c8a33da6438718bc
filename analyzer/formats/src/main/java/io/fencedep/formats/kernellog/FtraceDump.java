package io.fencedep.formats.kernellog;

import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.ftrace.FtraceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's trace buffer, which it prints into its log when it panics ({@code ftrace_dump_on_oops}) or is told to
 * ({@code sysrq-z}): ftrace text in the latency format.
 *
 * <pre>
 * Dumping ftrace buffer:
 * ---------------------------------
 * CPU:1 [LOST 12 EVENTS]
 *     bash-1234      1d..2. 12345678us : lock_acquire: 00000000a81dca85 event_mutex
 * ** 17 printk messages dropped **
 * ---------------------------------
 * </pre>
 */
final class FtraceDump {
    private static final Pattern BEGIN = Pattern.compile("Dumping ftrace (?:buffer|instance \\S+ buffer):");
    private static final Pattern EMPTY = Pattern.compile("\\(ftrace buffer empty\\)");
    private static final Pattern RULER = Pattern.compile("-{20,40}");
    private static final Pattern DROPPED =
            Pattern.compile("\\*\\* (\\d{1,18}) printk messages? dropped(?: on console \\S+)? \\*\\*.*");
    /** So many lines tell what the rest is like. */
    private static final int FIRST_LINES = 200;

    /** A line that waits until enough of them are known. */
    private record Line(String text, long number, boolean terminated) {}

    private final TraceContext context;
    private final ReadStats stats;
    /** Told what the dump cannot tell, before its first event. */
    private final Consumer<Set<Lack>> announce;

    private final List<Line> first = new ArrayList<>();
    private @Nullable FtraceText text;
    private boolean open;
    private boolean ruled;
    private String caller = "";

    FtraceDump(TraceContext context, ReadStats stats, Consumer<Set<Lack>> announce) {
        this.context = context;
        this.stats = stats;
        this.announce = announce;
    }

    /** Whether a dump begins with this line. */
    static boolean begins(String text) {
        return BEGIN.matcher(text.strip()).matches();
    }

    /** Whether this line, which follows the beginning, says that there is something in it. */
    static boolean isRuler(String text) {
        return RULER.matcher(text.strip()).matches();
    }

    void begin(String by) {
        open = true;
        ruled = false;
        caller = by;
    }

    /** Takes a line if it belongs to the dump. */
    boolean take(LogLine line, long number, boolean terminated) throws InputException {
        if (!open || !line.caller().isEmpty() && !line.caller().equals(caller)) {
            return false;
        }
        String words = line.text().strip();
        if (EMPTY.matcher(words).matches()) {
            open = false;
            return true;
        }
        if (RULER.matcher(words).matches()) {
            open = !ruled;
            ruled = true;
            return true;
        }
        if (!ruled || Splat.Kind.of(line.text()) != null) {
            return false;
        }
        Line kept = new Line(line.text(), number, terminated);
        if (text == null) {
            first.add(kept);
            if (first.size() >= FIRST_LINES) {
                start();
            }
            return true;
        }
        return accept(text, kept);
    }

    /** Says what was held back. */
    void flush() throws InputException {
        if (text == null && !first.isEmpty()) {
            start();
        }
    }

    /** Of what was read; null when there was no dump. */
    @Nullable
    FtraceText text() {
        return text;
    }

    private void start() throws InputException {
        StringBuilder head = new StringBuilder();
        first.forEach(line -> head.append(line.text).append('\n'));
        FtraceText made = new FtraceText(context, stats);
        announce.accept(made.prepare(head.toString().getBytes(StandardCharsets.UTF_8)));
        text = made;
        for (Line line : first) {
            if (!accept(made, line)) {
                stats.unused(KernelLogReader.OTHERS, 1);
            }
        }
        first.clear();
    }

    private static boolean accept(FtraceText text, Line line) throws InputException {
        Matcher dropped = DROPPED.matcher(line.text.strip());
        if (dropped.matches()) {
            text.lost(line.number, Long.parseLong(dropped.group(1)));
            return true;
        }
        byte[] bytes = line.text.getBytes(StandardCharsets.UTF_8);
        return text.accept(bytes, 0, bytes.length, line.number, line.terminated);
    }
}
