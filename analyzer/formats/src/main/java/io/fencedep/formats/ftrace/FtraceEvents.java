package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.ftrace.EventHandler.Outcome;
import io.fencedep.formats.ftrace.EventNames.Entry;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says in the model's events what the events of ftrace mean, whatever form they were recorded in: its own text, a binary
 * file, the text of another tool. One per input; not thread-safe.
 */
public final class FtraceEvents {
    /** Who recorded it: lowering knows by this that tasks have no beginning and that addresses come again. */
    public static final String SOURCE = "ftrace";
    /** Why events are passed over that {@link #accept} refuses. */
    public static final SkipReason PAYLOAD = new SkipReason(
            "an event without what its name promises",
            "print events with their standard format, not raw or with fields");

    private static final byte[] STACK = Bytes.of("<stack");
    /** The stack of a program, which says nothing about the kernel. */
    private static final byte[] USER_STACK = Bytes.of("<user stack");
    /** Instances of ftrace record beside each other: an event that two were told of is in both. */
    public static final String SECOND_INSTANCE = "(recorded by a second instance)";

    /** Two probes on one function tell everything twice. */
    static final String SECOND_PROBE = "(told by a second probe)";

    private static final EventHandler AGAIN = (line, task) -> Outcome.UNUSED;

    static final String FUNCTIONS = "(no event name)";
    /** Lines that belong to a message of more than one line. */
    static final String MESSAGES = "(further lines of messages)";

    private final ReadStats stats;
    private final Output output;
    private final EventTable events;
    private final TaskTable tasks;
    private final WorkAnnotations works;
    private final WaitTypes waits = new WaitTypes();
    private final InterruptEvents interrupts;
    private final SyscallEvents syscalls;
    private final StackTraces stacks;
    private final MmapLockEvents mmapLocks;
    private final SchedulerFences schedulerFences;
    private final GpuSchedulerEvents jobs;
    private final ProbeEvents lockProbes;
    private final RawFields rawFields = new RawFields();
    private long functions;
    /** Whether the last event was somebody's free text, which may go on in the next line. */
    private boolean freeText;

    public FtraceEvents(TraceContext context, ReadStats stats) {
        this(context, stats, "");
    }

    /** @param machine put before the names of tasks and instances where a text tells of several machines */
    FtraceEvents(TraceContext context, ReadStats stats, String machine) {
        this.stats = stats;
        output = new Output(context, stats, machine);
        tasks = new TaskTable(context.names(), machine);
        LockNames lockNames = new LockNames(context.names());
        works = new WorkAnnotations(output, lockNames);
        LockEvents locks = new LockEvents(output, lockNames, works, line -> lost(line, 0));
        interrupts = new InterruptEvents(tasks);
        syscalls = new SyscallEvents(output);
        stacks = new StackTraces(output);
        mmapLocks = new MmapLockEvents(output, locks);
        schedulerFences = new SchedulerFences(output);
        jobs = new GpuSchedulerEvents(output, schedulerFences);
        SleepEvents sleep = new SleepEvents(tasks, works, mmapLocks);
        lockProbes = new ProbeEvents(output, lockNames, works, locks, waits, line -> lost(line, 0));
        events = new EventTable(works);
        events.registerLocks(locks, lockProbes);
        events.registerWork(new WorkqueueEvents(output, works), schedulerFences);
        events.registerMemory(new VmscanEvents(output, works, locks), mmapLocks);
        events.registerFences(new DmaFenceEvents(output, sleep, schedulerFences), new CompletionEvents(output, sleep));
        events.registerJobs(new DriverJobEvents(output, schedulerFences), jobs, new ResetEvents(output));
        events.registerContexts(sleep, interrupts, syscalls, stacks);
    }

    /** The first lines of a text, and where they tell nothing of locks, the first ones that do: for {@link #prepare}. */
    public static byte[] head(TraceSource source) throws InputException {
        return Head.of(source);
    }

    /**
     * Learns what only the beginning of an input tells of the rest.
     *
     * @param head the first lines, as the kernel prints them
     * @return what the recording cannot tell
     */
    public Set<Lack> prepare(byte[] head) {
        waits.look(head);
        if (Bytes.find(head, 0, head.length, STACK) >= 0) {
            output.expectStacks();
        }
        return Head.lacks(head);
    }

    /** Whether events of this name mean anything, so that their payload is worth the making. */
    public boolean understands(String name) {
        byte[] text = Bytes.of(name);
        return events.names.find(text, 0, text.length).handler != null;
    }

    /** Takes an event; false when its payload is not what its name promises, and it was passed over. */
    public boolean accept(FtraceLine line) {
        stacks.end();
        freeText = false;
        if (!line.hasColon) {
            withoutColon(line);
            return true;
        }
        Entry entry = events.names.find(line.bytes, line.nameFrom, line.nameTo);
        if (entry.owner != line.instance && !owns(entry, line)) {
            stats.unused(SECOND_INSTANCE, 1);
            return true;
        }
        EventHandler handler = Probes.isProbe(line) ? ofProbe(line, entry) : entry.handler;
        if (handler == AGAIN) {
            stats.unused(SECOND_PROBE, 1);
            return true;
        }
        Outcome outcome = Outcome.UNUSED;
        if (handler != null) {
            outcome = handler.handle(line, task(line));
            if (outcome == Outcome.MALFORMED) {
                outcome = raw(line, handler);
            }
        } else if (SyscallEvents.isNamed(line)) {
            outcome = syscalls.named(line, task(line));
        } else {
            freeText = true;
        }
        if (outcome == Outcome.UNUSED) {
            entry.unused++;
        }
        return outcome != Outcome.MALFORMED;
    }

    /** What a probe stands on says more than what its event is called. */
    private @Nullable EventHandler ofProbe(FtraceLine line, Entry entry) {
        Probes.Function function = events.probes.find(line, entry);
        if (function == null) {
            return entry.handler != null ? entry.handler : lockProbes.byFields(line);
        }
        return function.event == entry ? function.handler : AGAIN;
    }

    private static boolean owns(Entry entry, FtraceLine line) {
        if (entry.owner != EventNames.NOBODY) {
            return false;
        }
        entry.owner = line.instance;
        return true;
    }

    /**
     * Whether what follows the last event and is none may belong to it: messages of {@code trace_printk} and of programs
     * hold anything, line feeds too, and the kernel prints nothing before what comes after these.
     */
    boolean mayGoOn() {
        return freeText;
    }

    /** A line tells of a function, and of nothing else. */
    void function() {
        freeText = false;
        functions++;
    }

    /** From the first event on, call stacks may follow. */
    public void expectStacks() {
        output.expectStacks();
    }

    /** The call stack of the event before follows, which this task did. */
    public void beginStack(FtraceLine line) {
        stacks.begin(task(line));
    }

    /** Takes a frame of a call stack, innermost first: a symbol, perhaps with an offset. */
    public void frame(byte[] bytes, int from, int to) {
        stacks.add(bytes, from, to);
    }

    /** Takes a line that is no event, if it is a frame of a call stack as the kernel prints it. */
    boolean frameLine(byte[] bytes, int from, int end) {
        if (stacks.frame(bytes, from, end)) {
            return true;
        }
        stacks.end();
        return false;
    }

    /**
     * Events are missing here.
     *
     * @param number where in the input
     * @param count how many, or {@link io.fencedep.core.model.Event#ABSENT}
     */
    public void lost(long number, long count) {
        stacks.end();
        tasks.forEach(FtraceTask::reset);
        interrupts.reset();
        schedulerFences.reset();
        jobs.reset();
        output.lost(number, count);
    }

    /**
     * Says what is left to say when the input has ended.
     *
     * @param recording as it was announced
     * @return the same, with what it turned out not to tell
     */
    public Recording finish(Recording recording) {
        stacks.end();
        FtraceLine nothing = new FtraceLine();
        tasks.forEach(task -> {
            nothing.forget(task.work.context);
            if (!task.work.waitsForRcu()) { // else the recording ends before the wait
                works.settle(nothing, task);
            }
        });
        output.flush();
        events.names.report(stats);
        if (functions > 0) {
            stats.unused(FUNCTIONS, functions);
        }
        Set<Lack> lacks = EnumSet.noneOf(Lack.class);
        if (!lockProbes.tellsAll()) { // else nobody knew it at the beginning of a stream
            lacks.addAll(recording.lacks());
        }
        lacks.addAll(lockProbes.lacks());
        if (mmapLocks.ambiguous() || lockProbes.lacks().contains(Lack.TRY)) {
            lacks.add(Lack.TRY);
        } else {
            lacks.remove(Lack.TRY);
        }
        return recording.withLacks(lacks);
    }

    private FtraceTask task(FtraceLine line) {
        FtraceTask handler = line.hasFlags ? null : interrupts.handler(line);
        return handler != null ? handler : tasks.of(line);
    }

    /** The event may have been printed field by field. */
    private Outcome raw(FtraceLine line, EventHandler handler) {
        FtraceLine restored = rawFields.restore(line);
        return restored == null ? Outcome.MALFORMED : handler.handle(restored, task(restored));
    }

    private void withoutColon(FtraceLine line) {
        if (line.startsWith(STACK, line.nameFrom)) {
            stacks.begin(task(line));
        } else if (line.startsWith(USER_STACK, line.nameFrom)) {
            return;
        } else if (!SyscallEvents.isNamed(line) || syscalls.named(line, task(line)) == Outcome.UNUSED) {
            functions++;
        }
    }
}
