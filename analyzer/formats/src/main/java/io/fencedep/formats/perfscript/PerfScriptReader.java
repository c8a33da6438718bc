package io.fencedep.formats.perfscript;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.ftrace.FtraceEvents;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one input, line by line. Call stacks follow their events, one frame a line, up to an empty one.
 *
 * <pre>
 *         ffffffff810e1234 lock_acquire+0xa4 ([kernel.kallsyms])
 *         ffffffffc0001010 lk_run+0x10 ([lkbug])
 *   lkbug.c:123
 * </pre>
 */
final class PerfScriptReader {
    private static final SkipReason NO_EVENT =
            new SkipReason("not a line that perf script prints", "print with the fields comm,tid,cpu,time,event,trace");
    private static final SkipReason NO_THREAD =
            new SkipReason("not said which thread it was", "print with the fields comm,tid,cpu,time,event,trace");
    private static final Pattern FRAME = Pattern.compile("\\s+[0-9a-f]+ (.+?)(?: \\(([^()]*)\\))?");
    private static final Pattern MODULE = Pattern.compile("\\[(\\w+)\\]|.*/([\\w\\-]+)\\.ko(?:\\.\\w+)?");
    private static final Pattern LOST = Pattern.compile(".*PERF_RECORD_LOST(?:_SAMPLES)?\\b.*?lost (\\d{1,18}).*");
    /** Begins the names of perf's own records. */
    static final String RECORD = "PERF_RECORD_";

    private static final int SHOWN = 60;

    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final FtraceEvents events;
    private final PerfLine line = new PerfLine();
    /** Whether the last line was an event that said something, so that a stack would be its own. */
    private boolean mayHaveStack;

    private boolean inStack;
    /** Whether the lines belong to an event still, until an empty one. */
    private boolean inEvent;

    private long others;

    PerfScriptReader(TraceSource source, TraceContext context) {
        this.source = source;
        this.context = context;
        stats = new ReadStats(source, context.options());
        lines = new LineReader(source, stats);
        events = new FtraceEvents(context, stats);
    }

    ReadReport read() throws InputException {
        events.expectStacks();
        Recording recording = new Recording(
                "",
                source.name(),
                PerfScriptFormat.NAME,
                FtraceEvents.SOURCE,
                events.prepare(FtraceEvents.head(source)));
        context.begin().accept(recording);
        while (lines.next()) {
            take(new String(lines.buffer(), lines.from(), lines.length(), StandardCharsets.ISO_8859_1));
        }
        Recording judged = events.finish(recording);
        if (others > 0) {
            stats.unused("(no event of a system)", others);
        }
        return stats.report(judged, lines.number());
    }

    private void take(String text) throws InputException {
        if (line.parse(text, lines.buffer(), lines.from(), lines.number())) {
            long before = stats.events();
            inStack = false;
            inEvent = true;
            if (!events.accept(line)) {
                String name = text.substring(line.nameFrom - lines.from(), line.nameTo - lines.from());
                reject(FtraceEvents.PAYLOAD, name + " without what it should say");
            }
            mayHaveStack = stats.events() > before;
            return;
        }
        Matcher frame = FRAME.matcher(text);
        if (text.isBlank() || text.startsWith("#")) {
            mayHaveStack = false;
            inEvent = false;
        } else if (frame.matches()) {
            frame(frame);
        } else if (text.contains(RECORD)) {
            Matcher lost = LOST.matcher(text);
            if (lost.matches()) {
                events.lost(lines.number(), Long.parseLong(lost.group(1)));
            } else if (text.contains("PERF_RECORD_LOST")) {
                events.lost(lines.number(), Event.ABSENT);
            }
        } else if (PerfLine.isOther(text)) {
            mayHaveStack = false;
            inEvent = true;
            others++;
        } else if (PerfLine.isThreadless(text)) {
            reject(NO_THREAD, "does not say which thread it was: perf script -F comm,tid,cpu,time,event,trace does");
        } else if (!inEvent || !Character.isWhitespace(text.charAt(0))) { // else where a frame is in the source
            reject(
                    NO_EVENT,
                    "not a line that perf script prints: " + text.substring(0, Math.min(SHOWN, text.length())));
        }
    }

    private void frame(Matcher frame) {
        if (!mayHaveStack) {
            return;
        }
        if (!inStack) {
            inStack = true;
            events.beginStack(line);
        }
        String symbol = frame.group(1);
        Matcher module = MODULE.matcher(frame.group(2) == null ? "" : frame.group(2));
        if (module.matches()) {
            symbol += " [" + (module.group(1) == null ? module.group(2) : module.group(1)) + "]";
        }
        byte[] bytes = symbol.getBytes(StandardCharsets.ISO_8859_1);
        events.frame(bytes, 0, bytes.length);
    }

    /** A line that is the last one and has no end was cut off, and that is no fault of the trace. */
    private void reject(SkipReason reason, String problem) throws InputException {
        if (lines.terminated()) {
            stats.reject(reason, lines.number(), null, problem);
        } else {
            stats.warn(lines.number(), "the last line is cut off");
        }
    }
}
