package io.fencedep.formats.kernellog;

import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.ftrace.FtraceEvents;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one log, line by line, and takes the reports out of it. */
final class KernelLogReader {
    private static final Pattern NO_DEADLOCK =
            Pattern.compile("(?:WARNING: |\\[ INFO: |INFO: )suspicious RCU usage\\b.*");
    private static final Pattern OFF =
            Pattern.compile("(?:BUG: MAX_\\w+ too low!|turning off the locking correctness validator\\.).*");
    /** From here on a report of a cycle is complete, though its beginning may have been cut off. */
    private static final Pattern CHAIN =
            Pattern.compile("\\s*the existing dependency chain \\(in reverse order\\) is:\\s*");

    private static final String WITHOUT_START =
            "possible circular locking dependency detected (the beginning of the report is not in this log)";
    static final String OTHERS = "(no report of the lock validator)";
    /** Put behind the names of tasks in reports, where a dump of the trace buffer tells what they did. */
    private static final String AS_REPORTED = " (as the kernel reports it)";

    private static final Pattern DEADLOCK = Pattern.compile("\\*\\*\\* DEADLOCK \\*\\*\\*");
    /** How many reports are read at the same time, where a log says who printed each line. */
    private static final int MAX_OPEN = 64;

    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final SplatEvents events;
    private final FtraceDump dump;
    private final HeldLocks held;
    private @Nullable Recording recording;
    /** The report that each caller is printing. */
    private final Map<String, Splat> open = new LinkedHashMap<>();

    private long others;
    private long noDeadlocks;
    private boolean off;

    KernelLogReader(TraceSource source, TraceContext context) {
        this.source = source;
        this.context = context;
        stats = new ReadStats(source, context.options());
        lines = new LineReader(source, stats);
        events = new SplatEvents(context, stats);
        dump = new FtraceDump(context, stats, lacks -> announce(FtraceEvents.SOURCE, lacks));
        held = new HeldLocks(context, stats);
    }

    ReadReport read() throws InputException {
        while (lines.next()) {
            LogLine line = LogLine.of(new String(lines.buffer(), lines.from(), lines.length(), StandardCharsets.UTF_8));
            if (!dump.take(line, lines.number(), lines.terminated())) {
                take(line);
            }
        }
        dump.flush();
        List.copyOf(open.keySet()).forEach(this::close);
        if (recording == null) {
            announce();
        }
        if (!held.isEmpty()) {
            held.finish(dump.text() == null ? "" : AS_REPORTED);
        }
        if (noDeadlocks > 0) {
            stats.unused("suspicious RCU usage", noDeadlocks);
        }
        if (others > 0) {
            stats.unused(OTHERS, others);
        }
        Recording told = Objects.requireNonNull(recording);
        return stats.report(dump.text() == null ? told : dump.text().finish(told), lines.number());
    }

    /** What a report shows is known for sure; only a dump of the trace buffer lacks what ftrace cannot tell. */
    private void announce() {
        if (DumpAhead.in(source)) {
            announce(FtraceEvents.SOURCE, EnumSet.complementOf(EnumSet.of(Lack.TRY)));
        } else {
            announce(KernelLogFormat.NAME, Set.of());
        }
    }

    private void announce(String by, Set<Lack> lacks) {
        if (recording == null) {
            Recording made = new Recording("", source.name(), KernelLogFormat.NAME, by, lacks);
            recording = made;
            context.begin().accept(made);
        }
    }

    private void take(LogLine line) {
        if (held.take(line.text(), lines.number())) {
            return;
        }
        boolean closed = open.get(line.caller()) == null;
        if (closed && CHAIN.matcher(line.text()).matches()) {
            open.put(line.caller(), new Splat(Splat.Kind.CIRCULAR, WITHOUT_START, lines.number()));
            return;
        }
        Splat.Kind kind = Splat.Kind.of(line.text());
        if (kind != null) {
            close(line.caller());
            if (open.size() == MAX_OPEN) {
                close(open.keySet().iterator().next());
            }
            open.put(line.caller(), new Splat(kind, line.text().strip(), lines.number()));
            return;
        }
        Splat splat = open.get(line.caller());
        if (splat == null) {
            otherwise(line, line.text().strip());
        } else if (!splat.add(line.text(), lines.number())) {
            close(line.caller());
        }
    }

    /** A line outside of the reports that tell of dependencies. */
    private void otherwise(LogLine line, String text) {
        if (NO_DEADLOCK.matcher(text).matches()) {
            noDeadlocks++;
        } else if (OFF.matcher(text).matches()) {
            if (!off) {
                stats.warn(lines.number(), "the kernel's lock validator turned itself off here: " + text);
            }
            off = true;
        } else if (FtraceDump.begins(text)) {
            if (recording == null || recording.source().equals(FtraceEvents.SOURCE)) {
                dump.begin(line.caller());
            } else {
                stats.warn(
                        lines.number(),
                        "a dump of the ftrace buffer begins here, behind reports, and is not read from a stream:"
                                + " give the log as a file");
            }
        } else if (DEADLOCK.matcher(text).matches()) {
            stats.warn(lines.number(), "the end of a report of the kernel, whose beginning is not in this log");
        } else {
            others++;
        }
    }

    private void close(String caller) {
        Splat splat = open.remove(caller);
        if (splat == null) {
            return;
        }
        if (splat.kind() == Splat.Kind.MISUSE) {
            stats.anomaly("report of the kernel: " + Misuse.of(splat.heading()), splat.line());
            stats.warn(splat.line(), "the kernel itself reported here: " + Misuse.describe(splat));
            return;
        }
        String heading = splat.heading().replaceFirst("^(?:WARNING|INFO): |^\\[ (?:BUG|INFO): ", "");
        heading = heading.replaceFirst(" \\]$", "");
        if (recording == null) {
            announce();
        }
        if (events.tell(splat)) {
            stats.warn(splat.line(), "the kernel itself reported here: " + heading);
        } else {
            stats.warn(splat.line(), "a report of the kernel that is not complete or not understood: " + heading);
        }
    }
}
