package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fills what all events have in common, and hands them on. Where call stacks follow their events, the last event is held
 * back until the next one.
 */
final class Output {
    private static final byte[] NOTHING = {};

    private final Names names;
    private final Instances instances;
    private final EventSink sink;
    private final ReadStats stats;
    private final byte[] machine;
    private Event current = new Event();
    private Event held = new Event();
    private @Nullable FtraceTask by;
    private boolean holding;
    private boolean holdsBack;
    private byte[] scratch = new byte[256];

    /** @param machine put before the names of all instances; empty where there is one machine only */
    Output(TraceContext context, ReadStats stats, String machine) {
        this.machine = machine.getBytes(StandardCharsets.UTF_8);
        this.names = context.names();
        this.instances = context.instances();
        this.sink = context.sink();
        this.stats = stats;
    }

    Names names() {
        return names;
    }

    /** From now on call stacks are to be expected. */
    void expectStacks() {
        holdsBack = true;
    }

    /** A blank event that says who does something where and when. To be filled, and then {@link #emit}ted. */
    Event start(EventKind kind, FtraceLine line, FtraceTask task) {
        by = task;
        Event event = current;
        event.clear();
        event.kind = kind;
        event.line = line.number;
        event.time = line.time;
        event.task = task.name(names);
        task.lastLine = line.number;
        event.context = line.context;
        event.irqThreaded = line.context == InterruptContext.HARDIRQ;
        event.irqs = line.irqs;
        event.softirqs = line.softirqs;
        return event;
    }

    /** Hands the event on that was started last. */
    void emit() {
        stats.event();
        if (!holdsBack) {
            sink.accept(current);
            return;
        }
        flush();
        Event event = current;
        event.task = by == null ? event.task : by.name(names); // others may have been forgotten meanwhile
        current = held;
        held = event;
        holding = true;
    }

    /** Says something of the input that should be known. */
    void warn(long line, String text) {
        stats.warn(line, text);
    }

    /** Says that events are missing here. */
    void lost(long line, long count) {
        Event event = current;
        by = null;
        event.clear();
        event.kind = EventKind.LOST;
        event.line = line;
        event.count = count;
        emit();
    }

    /** Hands on what is held back. */
    void flush() {
        if (holding) {
            holding = false;
            sink.accept(held);
        }
    }

    /** Gives the event that is held back its stack, if it is this task's. */
    void attachStack(FtraceTask task, int stack, int at) {
        if (holding && held.task == task.name(names) && held.stack == Names.NONE) {
            held.stack = stack;
            if (held.at == Names.NONE) {
                held.at = at;
            }
        }
    }

    /** An instance by a part of the line. */
    int instance(Namespace space, byte[] bytes, int from, int to) {
        return machine.length == 0
                ? instances.intern(space, bytes, from, to - from)
                : instance(space, bytes, from, to, NOTHING, to, to);
    }

    int instance(Namespace space, String name) {
        return machine.length == 0
                ? instances.intern(space, name)
                : instances.intern(space, new String(machine, StandardCharsets.UTF_8) + name);
    }

    /**
     * The lock with this name at this address. An address alone is not enough: what is freed there and allocated again
     * is another lock.
     */
    int lock(byte[] bytes, int addressFrom, int addressTo, byte[] nameBytes, int nameFrom, int nameTo) {
        if (nameBytes == bytes && nameFrom == addressTo + 1 && machine.length == 0) {
            return instances.intern(Namespace.LOCK, bytes, addressFrom, nameTo - addressFrom);
        }
        int address = machine.length + addressTo - addressFrom;
        ensureScratch(address + 1 + nameTo - nameFrom);
        copy(machine, 0, machine.length, 0);
        copy(bytes, addressFrom, addressTo, machine.length);
        scratch[address] = ' ';
        int length = copy(nameBytes, nameFrom, nameTo, address + 1);
        return instances.intern(Namespace.LOCK, scratch, 0, length);
    }

    /** The name of the module that follows a symbol in brackets, or {@link Names#NONE}. */
    int module(byte[] bytes, int from, int to) {
        int open = to > from && bytes[to - 1] == ']' ? Bytes.findLast(bytes, from, to, '[') : -1;
        return open < 0 ? Names.NONE : names.intern(bytes, open + 1, to - open - 2);
    }

    /** The name that is made of two parts of a line with something before each. */
    int name(byte[] bytes, byte[] before, int from, int to, byte[] between, int secondFrom, int secondTo) {
        return names.intern(scratch, 0, join(bytes, before, from, to, between, secondFrom, secondTo));
    }

    /** The instance that is named by two parts of a line with something between them. */
    int instance(Namespace space, byte[] bytes, int from, int to, byte[] between, int secondFrom, int secondTo) {
        return instances.intern(space, scratch, 0, join(bytes, machine, from, to, between, secondFrom, secondTo));
    }

    private int join(byte[] bytes, byte[] before, int from, int to, byte[] between, int secondFrom, int secondTo) {
        ensureScratch(before.length + to - from + between.length + secondTo - secondFrom);
        int at = copy(before, 0, before.length, 0);
        at = copy(bytes, from, to, at);
        at = copy(between, 0, between.length, at);
        return copy(bytes, secondFrom, secondTo, at);
    }

    private int copy(byte[] bytes, int from, int to, int at) {
        System.arraycopy(bytes, from, scratch, at, to - from);
        return at + to - from;
    }

    private void ensureScratch(int length) {
        if (length > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(length, scratch.length * 2));
        }
    }
}
