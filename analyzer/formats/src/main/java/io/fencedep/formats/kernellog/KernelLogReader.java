package io.fencedep.formats.kernellog;

import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

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
    /** What {@code ftrace_dump_on_oops} prints first. */
    private static final String DUMP = "Dumping ftrace buffer:";

    private static final Pattern DEADLOCK = Pattern.compile("\\*\\*\\* DEADLOCK \\*\\*\\*");
    /** How many reports are read at the same time, where a log says who printed each line. */
    private static final int MAX_OPEN = 64;

    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final SplatEvents events;
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
    }

    ReadReport read() throws InputException {
        Recording recording = new Recording("", source.name(), KernelLogFormat.NAME, KernelLogFormat.NAME, Set.of());
        context.begin().accept(recording);
        while (lines.next()) {
            take(LogLine.of(new String(lines.buffer(), lines.from(), lines.length(), StandardCharsets.UTF_8)));
        }
        List.copyOf(open.keySet()).forEach(this::close);
        if (noDeadlocks > 0) {
            stats.unused("suspicious RCU usage", noDeadlocks);
        }
        if (others > 0) {
            stats.unused("(no report of the lock validator)", others);
        }
        return stats.report(recording, lines.number());
    }

    private void take(LogLine line) {
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
            otherwise(line.text().strip());
        } else if (!splat.add(line.text(), lines.number())) {
            close(line.caller());
        }
    }

    /** A line outside of the reports that tell of dependencies. */
    private void otherwise(String text) {
        if (NO_DEADLOCK.matcher(text).matches()) {
            noDeadlocks++;
        } else if (OFF.matcher(text).matches()) {
            if (!off) {
                stats.warn(lines.number(), "the kernel's lock validator turned itself off here: " + text);
            }
            off = true;
        } else if (text.equals(DUMP)) {
            stats.warn(
                    lines.number(),
                    "a dump of the ftrace buffer begins here, which is not read from a log;"
                            + " without the log's stamps it is ftrace text");
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
        if (events.tell(splat)) {
            stats.warn(splat.line(), "the kernel itself reported here: " + heading);
        } else {
            stats.warn(splat.line(), "a report of the kernel that is not complete or not understood: " + heading);
        }
    }
}
