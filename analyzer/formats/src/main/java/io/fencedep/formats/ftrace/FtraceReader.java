package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads one input, line by line. Where trace-cmd printed several files at once, of a host and its guests say, each line
 * begins with the name of its file: the same number is another process there, and the same address another lock.
 *
 * <pre>
 *       trace.dat: cpus=2
 * trace-guest.dat: cpus=1
 *       trace.dat:             bash-1234    [001]    17.000001: lock_acquire:         0xffff88805bc1f498 event_mutex
 * </pre>
 */
final class FtraceReader {
    private static final SkipReason NO_EVENT = new SkipReason(
            "not a line that ftrace prints", "give the text of trace, trace_pipe or trace-cmd report as it came");
    private static final int SHOWN = 60;
    /** What stands before the lines of a machine, and its events. */
    private static final class Machine {
        final byte[] name;
        final FtraceEvents events;

        Machine(byte[] name, FtraceEvents events) {
            this.name = name;
            this.events = events;
        }
    }

    /** More than anybody prints at once. */
    private static final int MAX_MACHINES = 64;

    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final TextLine line = new TextLine();
    private final GraphLine graphLine = new GraphLine();
    private final FtraceEvents alone;
    /** The events of each machine, by what stands before its lines. */
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    /** Of the machine that the present line is about. */
    private FtraceEvents events;

    FtraceReader(TraceSource source, TraceContext context) {
        this.source = source;
        this.context = context;
        stats = new ReadStats(source, context.options());
        lines = new LineReader(source, stats);
        alone = new FtraceEvents(context, stats);
        events = alone;
    }

    ReadReport read() throws InputException {
        Recording recording =
                new Recording("", source.name(), FtraceFormat.NAME, FtraceEvents.SOURCE, events.prepare(source.head()));
        context.begin().accept(recording);
        while (lines.next()) {
            int end = lines.from() + lines.length();
            int from = machines.isEmpty() ? lines.from() : behindMachine(lines.buffer(), lines.from(), end);
            if (line.parse(lines.buffer(), from, end - from, lines.number())) {
                accept(line);
            } else {
                other(lines.buffer(), from, end);
            }
        }
        return stats.report(finish(recording), lines.number());
    }

    private Recording finish(Recording recording) {
        Recording judged = alone.finish(recording);
        Set<Lack> lacks = new HashSet<>(judged.lacks());
        for (Machine machine : machines.values()) {
            lacks.addAll(machine.events.finish(recording).lacks());
        }
        return machines.isEmpty() ? judged : judged.withLacks(lacks);
    }

    /** Where a line begins behind the name of its machine, whose events come next. */
    private int behindMachine(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        for (Machine machine : machines.values()) {
            if (Bytes.startsWith(bytes, at, end, machine.name)) {
                events = machine.events;
                return at + machine.name.length;
            }
        }
        events = alone;
        return from;
    }

    private void announce(byte[] bytes, int from, int colon) throws InputException {
        if (machines.size() < MAX_MACHINES) {
            String name = Bytes.text(bytes, from, colon).strip() + ": ";
            FtraceEvents made = new FtraceEvents(context, stats, name);
            made.prepare(source.head());
            machines.putIfAbsent(name, new Machine(Bytes.of(name), made));
        }
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
        int machine = OtherLines.machine(bytes, from, end);
        if (machine > 0) {
            announce(bytes, from, machine);
        } else if (OtherLines.isSilent(bytes, from, end)) {
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
