package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;

/** Reads one input, line by line. */
final class FtraceReader {
    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final FtraceText text;

    FtraceReader(TraceSource source, TraceContext context) {
        this.source = source;
        this.context = context;
        stats = new ReadStats(source, context.options());
        lines = new LineReader(source, stats);
        text = new FtraceText(context, stats);
    }

    ReadReport read() throws InputException {
        Recording recording =
                new Recording("", source.name(), FtraceFormat.NAME, FtraceEvents.SOURCE, text.prepare(Head.of(source)));
        context.begin().accept(recording);
        while (lines.next()) {
            int from = lines.from();
            text.take(lines.buffer(), from, from + lines.length(), lines.number(), lines.terminated());
        }
        return stats.report(text.finish(recording), lines.number());
    }
}
