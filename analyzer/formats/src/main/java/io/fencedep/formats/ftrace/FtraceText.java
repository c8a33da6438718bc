package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;
import io.fencedep.formats.TraceContext;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Takes lines of ftrace text, wherever they stand. Where trace-cmd printed several files at once, of a host and its guests
 * say, each line begins with the name of its file: the same number is another process there, and the same address another
 * lock.
 *
 * <pre>
 *       trace.dat: cpus=2
 * trace-guest.dat: cpus=1
 *       trace.dat:             bash-1234    [001]    17.000001: lock_acquire:         0xffff88805bc1f498 event_mutex
 * </pre>
 */
public final class FtraceText {
    private static final SkipReason NO_EVENT = new SkipReason(
            "not a line that ftrace prints", "give the text of trace, trace_pipe or trace-cmd report as it came");
    private static final SkipReason RAW_EVENTS =
            new SkipReason("an event printed with the option raw", "echo 0 > options/raw, and cat trace again");
    /** {@code 812 0 12345678 Unknown type 345}. */
    private static final byte[] RAW = Bytes.of(" Unknown type ");

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

    /** So many nanoseconds may clocks of CPUs differ, and far less. */
    private static final long TOLERANCE = 1_000_000_000;

    /** More than anybody prints at once. */
    private static final int MAX_MACHINES = 64;

    private final TraceContext context;
    private final ReadStats stats;
    private final TextLine line = new TextLine();
    private final GraphLine graphLine = new GraphLine();
    private final FtraceEvents alone;
    /** The events of each machine, by what stands before its lines. */
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    /** Of the machine that the present line is about. */
    private FtraceEvents events;

    private byte[] head = {};
    /** Whether an event has come since the last header. */
    private boolean seen;
    /** What is earlier than this was recorded by somebody else: an event of a recording is not far before its first one. */
    private long earliest;

    public FtraceText(TraceContext context, ReadStats stats) {
        this.context = context;
        this.stats = stats;
        alone = new FtraceEvents(context, stats);
        events = alone;
    }

    /**
     * Learns what only the first lines tell of the rest.
     *
     * @return what the recording cannot tell
     */
    public Set<Lack> prepare(byte[] first) {
        head = first;
        return alone.prepare(first);
    }

    /**
     * Takes a line.
     *
     * @param terminated false for a last line that may have been cut off
     * @throws InputException when it is none that ftrace prints, unless the reader is lenient
     */
    public void take(byte[] bytes, int from, int end, long number, boolean terminated) throws InputException {
        if (accept(bytes, from, end, number, terminated)) {
            return;
        }
        if (Bytes.find(bytes, from, end, RAW) > from) {
            reject(RAW_EVENTS, number, terminated, "printed with the option raw, which leaves out what events say");
        } else {
            int shown = Math.min(end, from + SHOWN);
            reject(NO_EVENT, number, terminated, "not a line that ftrace prints: " + Bytes.text(bytes, from, shown));
        }
    }

    /** As {@link #take}, but a line that ftrace does not print is left to the caller, who is told by false. */
    public boolean accept(byte[] bytes, int start, int end, long number, boolean terminated) throws InputException {
        int from = machines.isEmpty() ? start : behindMachine(bytes, start, end);
        if (line.parse(bytes, from, end - from, number)) {
            event(line, terminated);
            return true;
        }
        if (events.frameLine(bytes, from, end)) {
            return true;
        }
        switch (graphLine.parse(bytes, from, end - from, number)) {
            case EVENT -> event(graphLine, terminated);
            case FUNCTION -> events.function();
            case RULER -> {}
            case OTHER -> {
                return between(bytes, from, end, number);
            }
        }
        return true;
    }

    /** Events are missing here: how many, or {@link Event#ABSENT}. */
    public void lost(long number, long count) {
        graphLine.reset();
        events.lost(number, count);
    }

    /**
     * Says what is left to say when the input has ended.
     *
     * @param recording as it was announced
     * @return the same, with what it turned out not to tell
     */
    public Recording finish(Recording recording) {
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
            made.prepare(head);
            machines.putIfAbsent(name, new Machine(Bytes.of(name), made));
        }
    }

    /** Somebody put two recordings into one file: nothing that the first one shows goes on in the second. */
    private void anotherBegins(long number) {
        seen = false;
        lost(number, Event.ABSENT);
        stats.warn(number, "another recording begins here; what was held before it is forgotten");
    }

    private void event(FtraceLine event, boolean terminated) throws InputException {
        if (!seen) {
            seen = true;
            earliest = event.time - TOLERANCE;
        } else if (event.time < earliest && machines.isEmpty()) {
            anotherBegins(event.number);
            seen = true;
            earliest = event.time - TOLERANCE;
        }
        if (!events.accept(event)) {
            String name = Bytes.text(event.bytes, event.nameFrom, event.nameTo);
            reject(FtraceEvents.PAYLOAD, event.number, terminated, name + " without what it should say");
        }
    }

    private boolean between(byte[] bytes, int from, int end, long number) throws InputException {
        int machine = OtherLines.machine(bytes, from, end);
        if (machine > 0) {
            announce(bytes, from, machine);
        } else if (OtherLines.isSilent(bytes, from, end)) {
            OtherLines.checkHeader(bytes, from, end, number, stats);
            if (seen && OtherLines.isHeader(bytes, from, end)) {
                anotherBegins(number);
            }
        } else if (OtherLines.isLoss(bytes, from, end)) {
            lost(number, OtherLines.lost(bytes, from, end));
        } else if (events.mayGoOn()) {
            stats.unused(FtraceEvents.MESSAGES, 1);
        } else {
            return false;
        }
        return true;
    }

    /** A line that is the last one and has no end was cut off, and that is no fault of the trace. */
    private void reject(SkipReason reason, long number, boolean terminated, String problem) throws InputException {
        if (terminated) {
            stats.reject(reason, number, null, problem);
        } else {
            stats.warn(number, "the last line is cut off");
        }
    }
}
