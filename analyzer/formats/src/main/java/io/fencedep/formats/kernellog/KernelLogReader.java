package io.fencedep.formats.kernellog;

import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one log, line by line, and takes the reports out of it. */
final class KernelLogReader {
    /** What syslog, the journal and the kernel put before a line. */
    private static final Pattern PREFIX = Pattern.compile("^(?:<\\d{1,3}>)?(?:\\w{3} +\\d+ [\\d:.]+ \\S+ kernel: "
            + "|\\d{4}-\\d\\d-\\d\\d[T ]\\S+ \\S+ kernel: |kernel: )?(?:\\[ *\\d+\\.\\d+\\])?(?:\\[ *[TC]\\d+\\])? ?");

    private static final Pattern STAMP = Pattern.compile("(?:<\\d{1,3}>)?(?:.{1,80} kernel: )?\\[ *\\d+\\.\\d{6}\\].*");

    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final SplatEvents events;
    private @Nullable Splat open;
    private long others;

    KernelLogReader(TraceSource source, TraceContext context) {
        this.source = source;
        this.context = context;
        stats = new ReadStats(source, context.options());
        lines = new LineReader(source, stats);
        events = new SplatEvents(context, stats);
    }

    /** Whether the line has a time stamp of the kernel. */
    static boolean hasStamp(String line) {
        return STAMP.matcher(line).matches();
    }

    /** The line without what was put before it. */
    static String strip(String line) {
        return PREFIX.matcher(line).replaceFirst("");
    }

    ReadReport read() throws InputException {
        Recording recording = new Recording("", source.name(), KernelLogFormat.NAME, KernelLogFormat.NAME, Set.of());
        context.begin().accept(recording);
        while (lines.next()) {
            take(strip(new String(lines.buffer(), lines.from(), lines.length(), StandardCharsets.UTF_8)));
        }
        close();
        if (others > 0) {
            stats.unused("(no report of the lock validator)", others);
        }
        return stats.report(recording, lines.number());
    }

    private void take(String line) {
        Splat.Kind kind = Splat.Kind.of(line);
        if (kind != null) {
            close();
            open = new Splat(kind, line.strip(), lines.number());
            return;
        }
        Splat splat = open;
        if (splat == null) {
            others++;
        } else if (!splat.add(line, lines.number())) {
            close();
        }
    }

    private void close() {
        Splat splat = open;
        open = null;
        if (splat == null) {
            return;
        }
        String heading = splat.heading().replaceFirst("^(?:WARNING|INFO): |^\\[ BUG: | \\]$", "");
        if (events.tell(splat)) {
            stats.warn(splat.line(), "the kernel itself reported here: " + heading.replaceFirst(" \\]$", ""));
        } else {
            stats.warn(splat.line(), "a report of the kernel that is not complete or not understood: " + heading);
        }
    }
}
