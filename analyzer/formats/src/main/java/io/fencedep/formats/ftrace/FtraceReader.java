package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.ftrace.EventHandler.Outcome;
import io.fencedep.formats.ftrace.EventNames.Entry;

/** Reads one input, line by line. */
final class FtraceReader {
    private static final SkipReason NO_EVENT = new SkipReason(
            "not a line that ftrace prints", "give the text of trace, trace_pipe or trace-cmd report as it came");
    private static final SkipReason PAYLOAD = new SkipReason(
            "an event without what its name promises",
            "print events with their standard format, not raw or with fields");
    private static final int SHOWN = 60;
    private static final byte[] STACK = Bytes.of("<stack");
    private static final byte[] STATE = Bytes.of(" prev_state=");
    private static final String FUNCTIONS = "(no event name)";

    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final Output output;
    private final FtraceLine line = new FtraceLine();
    private final EventNames names = new EventNames();
    private final TaskTable tasks;
    private final WorkAnnotations works;
    private final LockEvents locks;
    private final WaitTypes waits = new WaitTypes();
    private final InterruptEvents interrupts;
    private final SyscallEvents syscalls;
    private final StackTraces stacks;
    private long functions;

    FtraceReader(TraceSource source, TraceContext context) {
        this.source = source;
        this.context = context;
        stats = new ReadStats(source, context.options());
        lines = new LineReader(source, stats);
        output = new Output(context, stats);
        tasks = new TaskTable(context.names());
        LockNames lockNames = new LockNames(context.names());
        works = new WorkAnnotations(output, lockNames);
        locks = new LockEvents(output, lockNames, works);
        interrupts = new InterruptEvents(tasks);
        syscalls = new SyscallEvents(output);
        stacks = new StackTraces(output);
        registerLocks(new ProbeEvents(output, lockNames, works, locks, waits));
        registerWork(new WorkqueueEvents(output, works), new VmscanEvents(output, works));
        registerFences(new DmaFenceEvents(output), new CompletionEvents(output));
        registerContexts();
    }

    ReadReport read() throws InputException {
        byte[] head = source.head();
        waits.look(head);
        Recording recording =
                new Recording("", source.name(), FtraceFormat.NAME, FtraceFormat.SOURCE, Head.lacks(head));
        context.begin().accept(recording);
        while (lines.next()) {
            int from = lines.from();
            if (line.parse(lines.buffer(), from, lines.length(), lines.number())) {
                event();
            } else {
                other(lines.buffer(), from, from + lines.length());
            }
        }
        finish();
        return stats.report(recording, lines.number());
    }

    private void event() throws InputException {
        stacks.end();
        if (!line.hasColon) {
            withoutColon();
            return;
        }
        Entry entry = names.find(line.bytes, line.nameFrom, line.nameTo);
        EventHandler handler = entry.handler;
        Outcome outcome = Outcome.UNUSED;
        if (handler != null) {
            outcome = handler.handle(line, task());
        } else if (SyscallEvents.isNamed(line)) {
            outcome = syscalls.named(line, task());
        }
        if (outcome == Outcome.UNUSED) {
            entry.unused++;
        } else if (outcome == Outcome.MALFORMED) {
            reject(PAYLOAD, Bytes.text(entry.text, 0, entry.text.length) + " without what it should say");
        }
    }

    private FtraceTask task() {
        FtraceTask handler = line.hasFlags ? null : interrupts.handler(line);
        return handler != null ? handler : tasks.of(line);
    }

    private void withoutColon() {
        if (line.startsWith(STACK, line.nameFrom)) {
            stacks.begin(task());
        } else if (!SyscallEvents.isNamed(line) || syscalls.named(line, task()) == Outcome.UNUSED) {
            functions++;
        }
    }

    private void other(byte[] bytes, int from, int end) throws InputException {
        if (stacks.frame(bytes, from, end)) {
            return;
        }
        stacks.end();
        if (OtherLines.isSilent(bytes, from, end)) {
            OtherLines.checkHeader(bytes, from, end, lines.number(), stats);
        } else if (OtherLines.isLoss(bytes, from, end)) {
            tasks.forEach(FtraceTask::reset);
            interrupts.reset();
            output.lost(lines.number(), OtherLines.lost(bytes, from, end));
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

    private void finish() {
        stacks.end();
        tasks.forEach(task -> {
            line.forget(task.work.context);
            works.settle(line, task);
        });
        output.flush();
        names.report(stats);
        if (functions > 0) {
            stats.unused(FUNCTIONS, functions);
        }
    }

    private void registerLocks(ProbeEvents probes) {
        names.register("lock_acquire", locks::acquire);
        names.register("lock_release", locks::release);
        names.register("lock_acquired", locks::acquired);
        names.register("acq", probes::acquire);
        names.register("rel", probes::release);
        names.register("irq_disable", probes::irqsOff);
        names.register("irq_enable", probes::irqsOn);
    }

    private void registerWork(WorkqueueEvents work, VmscanEvents vmscan) {
        names.register("workqueue_queue_work", work::queue);
        names.register("workqueue_execute_start", work::begin);
        names.register("workqueue_execute_end", work::end);
        names.register("flush_work", work::flush);
        names.register("mm_vmscan_direct_reclaim_begin", vmscan::begin);
        names.register("mm_vmscan_direct_reclaim_end", vmscan::end);
    }

    private void registerFences(DmaFenceEvents fences, CompletionEvents completions) {
        names.register("dma_fence_init", settled(fences::init));
        names.register("dma_fence_signaled", settled(fences::signaled));
        names.register("dma_fence_wait_start", settled(fences::waitStart));
        names.register("dma_fence_wait_end", settled(fences::waitEnd));
        names.register("dma_fence_destroy", settled(fences::destroy));
        names.register("drm_sched_job_add_dep", settled(fences::depend));
        names.register("compl_wait", settled(completions::begin));
        names.register("compl_waited", settled(completions::end));
        names.register("compl_done", settled(completions::signal));
    }

    private void registerContexts() {
        for (String hard : InterruptEvents.HARD) {
            names.register(hard + "_entry", interrupts::enterHard);
            names.register(hard + "_exit", interrupts::leaveHard);
        }
        names.register("sched_switch", this::switched);
        names.register("softirq_entry", interrupts::enterSoft);
        names.register("softirq_exit", interrupts::leaveSoft);
        names.register("sys_enter", settled(syscalls::enter));
        names.register("sys_exit", settled(syscalls::exit));
        names.register("kernel_stack", (at, task) -> {
            stacks.begin(task);
            return Outcome.USED;
        });
    }

    /** {@code prev_state=R} is a task that was preempted; any other goes to sleep. */
    private Outcome switched(FtraceLine at, FtraceTask task) {
        int state = at.find(STATE, at.payload);
        if (state >= 0 && state + STATE.length < at.end && at.bytes[state + STATE.length] != 'R') {
            works.sleeps(at, task);
        }
        return Outcome.UNUSED;
    }

    /** First says what annotations of work meant that were still open. */
    private EventHandler settled(EventHandler handler) {
        return (at, task) -> {
            works.settle(at, task);
            return handler.handle(at, task);
        };
    }
}
