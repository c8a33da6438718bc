package io.fencedep.formats.jsonl;

import io.fencedep.core.model.Event;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.fields.Field;

/** Reads one native trace: the header, then line by line. Lines of white space alone are passed over. */
final class JsonlReader {
    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final Header header;
    private final JsonLine line = new JsonLine(Field.TABLE);
    private final EventDecoder decoder;
    private final Event event = new Event();
    private boolean begun;

    JsonlReader(TraceSource source, TraceContext context) {
        this.source = source;
        this.context = context;
        this.stats = new ReadStats(source, context.options());
        this.lines = new LineReader(source, stats);
        this.header = new Header(source.name());
        this.decoder = new EventDecoder(line, context.names(), context.instances());
    }

    ReadReport read() throws InputException {
        while (lines.next()) {
            if (!isBlank() && (begun || !isHeader())) {
                readEvent();
            }
        }
        if (!begun) {
            if (!stats.lenient()) {
                throw source.error("is empty");
            }
            begin();
        }
        if (stats.events() == 0) {
            stats.warn(0, "has no events");
        }
        return stats.report(header.recording(), lines.number());
    }

    private void begin() {
        context.begin().accept(header.recording());
        begun = true;
    }

    /**
     * Whether a line before the first event is done with. In a lenient reading other lines may come before the header, and
     * an event may come without one.
     */
    private boolean isHeader() throws InputException {
        Problem problem = header.read(lines.buffer(), lines.from(), lines.length());
        boolean isEvent = problem != null && stats.lenient() && hasEvent();
        if (isEvent) {
            stats.warn(lines.number(), "no header comes before the first event; read as version " + Header.VERSION);
        } else if (problem != null) {
            reject(problem);
            return true;
        }
        begin();
        return !isEvent;
    }

    private boolean hasEvent() {
        return line.scan(lines.buffer(), lines.from(), lines.length()) && line.has(Field.EVENT.ordinal());
    }

    private void readEvent() throws InputException {
        if (!line.scan(lines.buffer(), lines.from(), lines.length())) {
            if (lines.terminated()) {
                reject(Problem.notJson(line.error()));
            } else {
                stats.warn(lines.number(), "the last line was cut off and is left out");
            }
            return;
        }
        Problem problem = decoder.decode(event);
        if (problem != null) {
            reject(
                    isSecondHeader(problem)
                            ? Problem.header("event", "a second header: a file holds one trace")
                            : problem);
            return;
        }
        event.line = lines.number();
        stats.event();
        context.sink().accept(event);
    }

    private boolean isSecondHeader(Problem problem) {
        return "event".equals(problem.field())
                && problem.reason().equals(Problem.MISSING_FIELD)
                && new Header(source.name()).read(lines.buffer(), lines.from(), lines.length()) == null;
    }

    private void reject(Problem problem) throws InputException {
        stats.reject(problem.reason(), lines.number(), problem.field(), problem.text());
    }

    private boolean isBlank() {
        byte[] buffer = lines.buffer();
        int end = lines.from() + lines.length();
        for (int at = lines.from(); at < end; at++) {
            if (buffer[at] != ' ' && buffer[at] != '\t' && buffer[at] != '\r') {
                return false;
            }
        }
        return true;
    }
}
