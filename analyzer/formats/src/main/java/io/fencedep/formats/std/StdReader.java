package io.fencedep.formats.std;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads one input. A lock is its own class. A request says that a thread waits, and the acquisition after it that it got
 * the lock; without requests the acquisition says both. Locks are monitors: a thread may take one again.
 */
final class StdReader {
    private static final SkipReason NO_EVENT =
            new SkipReason("not THREAD|operation(operand)|location", "write the operations that RAPID knows");
    private static final int SHOWN = 60;

    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final StdLine line = new StdLine();
    private final Event event = new Event();
    /** What a thread asked for and has not got yet, by the thread's name. */
    private final Map<Integer, Integer> requested = new HashMap<>();

    private final long[] unused = new long[StdLine.Operation.values().length];

    StdReader(TraceSource source, TraceContext context) {
        this.source = source;
        this.context = context;
        stats = new ReadStats(source, context.options());
        lines = new LineReader(source, stats);
    }

    ReadReport read() throws InputException {
        Recording recording = new Recording("", source.name(), StdFormat.NAME, StdFormat.NAME, Set.of());
        context.begin().accept(recording);
        while (lines.next()) {
            if (lines.length() == 0) {
                continue;
            }
            int end = lines.from() + lines.length();
            if (line.parse(lines.buffer(), lines.from(), end)) {
                take();
            } else if (lines.terminated()) {
                String text = text(lines.from(), Math.min(end, lines.from() + SHOWN));
                stats.reject(NO_EVENT, lines.number(), null, "not THREAD|operation(operand)|location: " + text);
            } else {
                stats.warn(lines.number(), "the last line is cut off");
            }
        }
        for (StdLine.Operation operation : StdLine.Operation.values()) {
            if (unused[operation.ordinal()] > 0) {
                stats.unused(operation.name().toLowerCase(Locale.ROOT), unused[operation.ordinal()]);
            }
        }
        return stats.report(recording, lines.number());
    }

    private void take() {
        switch (line.operation) {
            case REQ -> {
                int lock = lock(EventKind.ACQUIRE);
                requested.put(event.task, lock);
                emit();
            }
            case ACQ -> {
                int lock = lock(EventKind.ACQUIRE);
                Integer wanted = requested.remove(event.task);
                if (wanted != null && wanted == lock) {
                    event.kind = EventKind.ACQUIRED;
                }
                emit();
            }
            case REL -> {
                lock(EventKind.RELEASE);
                emit();
            }
            case R, W -> {
                start(line.operation == StdLine.Operation.R ? EventKind.READ : EventKind.WRITE);
                event.text = name(line.operandFrom, line.operandTo);
                emit();
            }
            case FORK -> child(EventKind.TASK_START);
            case JOIN -> {
                child(EventKind.TASK_JOIN);
                child(EventKind.TASK_JOINED);
            }
            default -> unused[line.operation.ordinal()]++;
        }
    }

    private int lock(EventKind kind) {
        start(kind);
        int lock = context.instances()
                .intern(Namespace.LOCK, lines.buffer(), line.operandFrom, line.operandTo - line.operandFrom);
        event.instance = lock;
        event.className = name(line.operandFrom, line.operandTo);
        event.lockKind = LockKind.MONITOR;
        event.reentrant = true;
        return lock;
    }

    private void child(EventKind kind) {
        start(kind);
        event.child = name(line.operandFrom, line.operandTo);
        emit();
    }

    private void start(EventKind kind) {
        event.clear();
        event.kind = kind;
        event.line = lines.number();
        event.task = name(line.threadFrom, line.threadTo);
        event.at = line.locationTo > line.locationFrom ? name(line.locationFrom, line.locationTo) : Names.NONE;
    }

    private void emit() {
        stats.event();
        context.sink().accept(event);
    }

    private int name(int from, int to) {
        return context.names().intern(lines.buffer(), from, to - from);
    }

    private String text(int from, int to) {
        return new String(lines.buffer(), from, to - from, StandardCharsets.UTF_8);
    }
}
