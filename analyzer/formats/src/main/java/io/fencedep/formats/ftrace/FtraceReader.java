package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;

/** Reads one input, line by line. */
final class FtraceReader {
    private static final SkipReason NO_EVENT = new SkipReason(
            "not a line that ftrace prints", "give the text of trace, trace_pipe or trace-cmd report as it came");
    private static final int SHOWN = 60;

    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final TextLine line = new TextLine();
    private final GraphLine graphLine = new GraphLine();
    private final FtraceEvents events;

    FtraceReader(TraceSource source, TraceContext context) {
        this.source = source;
        this.context = context;
        stats = new ReadStats(source, context.options());
        lines = new LineReader(source, stats);
        events = new FtraceEvents(context, stats);
    }

    ReadReport read() throws InputException {
        Recording recording =
                new Recording("", source.name(), FtraceFormat.NAME, FtraceEvents.SOURCE, events.prepare(source.head()));
        context.begin().accept(recording);
        while (lines.next()) {
            int from = lines.from();
            if (line.parse(lines.buffer(), from, lines.length(), lines.number())) {
                accept(line);
            } else {
                other(lines.buffer(), from, from + lines.length());
            }
        }
        return stats.report(events.finish(recording), lines.number());
    }

    private void accept(FtraceLine event) throws InputException {
        if (!events.accept(event)) {
            reject(
                    FtraceEvents.PAYLOAD,
                    Bytes.text(event.bytes, event.nameFrom, event.nameTo) + " without what it should say");
        }
    }

    private void other(byte[] bytes, int from, int end) throws InputException {
        if (events.frameLine(bytes, from, end)) {
            return;
        }
        switch (graphLine.parse(bytes, from, end - from, lines.number())) {
            case EVENT -> accept(graphLine);
            case FUNCTION -> events.function();
            case RULER -> {}
            case OTHER -> between(bytes, from, end);
        }
    }

    private void between(byte[] bytes, int from, int end) throws InputException {
        if (OtherLines.isSilent(bytes, from, end)) {
            OtherLines.checkHeader(bytes, from, end, lines.number(), stats);
        } else if (OtherLines.isLoss(bytes, from, end)) {
            graphLine.reset();
            events.lost(lines.number(), OtherLines.lost(bytes, from, end));
        } else if (events.mayGoOn()) {
            stats.unused(FtraceEvents.MESSAGES, 1);
        } else {
            int shown = Math.min(end, from + SHOWN);
            reject(NO_EVENT, "not a line that ftrace prints: " + Bytes.text(bytes, from, shown));
        }
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
