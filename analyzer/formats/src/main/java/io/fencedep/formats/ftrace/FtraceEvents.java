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
    /** Events that say nothing which other events of the same kind do not say better. */
    private static final String[] SILENT = {
        "contention_end",
        "lock_contended",
        "dma_fence_emit",
        "dma_fence_enable_signal",
        "workqueue_activate_work",
        "softirq_raise",
        "sched_wakeup_new",
        "sched_migrate_task",
        "sched_process_free",
        "sched_process_exec",
        "preempt_disable",
        "preempt_enable",
        "mm_page_free",
        "mm_page_free_batched",
        "mm_vmscan_wakeup_kswapd",
        "user_stack"
    };

    /** Instances of ftrace record beside each other: an event that two were told of is in both. */
    public static final String SECOND_INSTANCE = "(recorded by a second instance)";

    /** Two probes on one function tell everything twice. */
    static final String SECOND_PROBE = "(told by a second probe)";

    private static final EventHandler AGAIN = (line, task) -> Outcome.UNUSED;

    /** What waits until a work item has run; those that are made of others wait once more, which changes nothing. */
    private static final String[] FLUSHES = {
        "__flush_work",
        "flush_work",
        "flush_delayed_work",
        "cancel_work_sync",
        "__cancel_work_sync",
        "cancel_delayed_work_sync",
        "disable_work_sync",
        "disable_delayed_work_sync"
    };

    static final String FUNCTIONS = "(no event name)";
    /** Lines that belong to a message of more than one line. */
    static final String MESSAGES = "(further lines of messages)";

    private final ReadStats stats;
    private final Output output;
    private final EventNames names = new EventNames();
    private final TaskTable tasks;
    private final WorkAnnotations works;
    private final LockEvents locks;
    private final WaitTypes waits = new WaitTypes();
    private final InterruptEvents interrupts;
    private final SyscallEvents syscalls;
    private final StackTraces stacks;
    private final MmapLockEvents mmapLocks;
    private final SchedulerFences schedulerFences;
    private final GpuSchedulerEvents jobs;
    private final DriverJobEvents driverJobs;
    private final Probes probes = new Probes();
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
        locks = new LockEvents(output, lockNames, works, line -> lost(line, 0));
        interrupts = new InterruptEvents(tasks);
        syscalls = new SyscallEvents(output);
        stacks = new StackTraces(output);
        mmapLocks = new MmapLockEvents(output, locks);
        schedulerFences = new SchedulerFences(output);
        jobs = new GpuSchedulerEvents(output, schedulerFences);
        driverJobs = new DriverJobEvents(output, schedulerFences);
        SleepEvents sleep = new SleepEvents(tasks, works, mmapLocks);
        lockProbes = new ProbeEvents(output, lockNames, works, locks, waits, line -> lost(line, 0));
        registerLocks();
        registerWork(new WorkqueueEvents(output, works));
        registerMemory(new VmscanEvents(output, works, locks));
        registerFences(new DmaFenceEvents(output, sleep, schedulerFences), new CompletionEvents(output, sleep));
        registerJobs();
        registerContexts(sleep);
        for (String silent : SILENT) {
            names.registerSilent(silent);
        }
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
        return names.find(text, 0, text.length).handler != null;
    }

    /** Takes an event; false when its payload is not what its name promises, and it was passed over. */
    public boolean accept(FtraceLine line) {
        stacks.end();
        freeText = false;
        if (!line.hasColon) {
            withoutColon(line);
            return true;
        }
        Entry entry = names.find(line.bytes, line.nameFrom, line.nameTo);
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
        Probes.Function function = probes.find(line, entry);
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
        names.report(stats);
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

    private void registerLocks() {
        names.register("lock_acquire", locks::acquire);
        names.register("lock_release", locks::release);
        names.register("lock_acquired", locks::acquired);
        names.register("acq", lockProbes::acquire);
        names.register("rel", lockProbes::release);
        probes.onEntry("lock_acquire", lockProbes::acquire);
        probes.onEntry("lock_release", lockProbes::release);
        names.register("irq_disable", lockProbes::irqsOff);
        names.register("irq_enable", lockProbes::irqsOn);
    }

    private void registerWork(WorkqueueEvents work) {
        names.register("workqueue_queue_work", work::queue);
        names.register("workqueue_execute_start", work::begin);
        names.register("workqueue_execute_end", (at, task) -> {
            schedulerFences.handedOver(at, task);
            return work.end(at, task);
        });
        names.register("flush_work", work::flush);
        for (String flush : FLUSHES) {
            probes.onEntry(flush, work::flush);
        }
    }

    private void registerMemory(VmscanEvents vmscan) {
        for (String whose : new String[] {"direct", "memcg", "memcg_softlimit", "node"}) {
            names.register("mm_vmscan_" + whose + "_reclaim_begin", vmscan::begin);
            names.register("mm_vmscan_" + whose + "_reclaim_end", vmscan::end);
        }
        names.register("mm_vmscan_kswapd_wake", vmscan::beginAll);
        names.register("mm_vmscan_kswapd_sleep", vmscan::end);
        names.register("mm_shrink_slab_start", vmscan::shrinks);
        names.register("mm_shrink_slab_end", vmscan::shrank);
        names.register("mm_page_alloc", vmscan::allocated);
        names.register("mmap_lock_start_locking", mmapLocks::start);
        names.register("mmap_lock_acquire_returned", mmapLocks::returned);
        names.register("mmap_lock_released", mmapLocks::released);
        names.register("contention_begin", mmapLocks::contended);
    }

    private void registerFences(DmaFenceEvents fences, CompletionEvents completions) {
        names.register("dma_fence_init", settled(fences::init));
        names.register("dma_fence_signaled", settled(fences::signaled));
        names.register("dma_fence_wait_start", settled(fences::waitStart));
        names.register("dma_fence_wait_end", settled(fences::waitEnd));
        names.register("dma_fence_destroy", settled(fences::destroy));
        names.register("i915_request_wait_begin", settled(fences::requestWaitBegin));
        names.register("i915_request_wait_end", settled(fences::requestWaitEnd));
        for (String how : new String[] {"", "_intr", "_kill"}) {
            names.register("compl_wait" + how, settled(completions::begin));
            names.register("compl_waited" + how, settled(completions::end));
        }
        for (String how : new String[] {"", "_all"}) {
            names.register("compl_done" + how, settled(completions::signal));
        }
        for (String how : new String[] {"", "_io", "_state", "_interruptible", "_killable"}) {
            probes.onEntry("wait_for_completion" + how, settled(completions::begin));
            probes.onReturn("wait_for_completion" + how, settled(completions::end));
        }
        for (String how : new String[] {"", "_all", "_on_current_cpu"}) {
            probes.onEntry("complete" + how, settled(completions::signal));
        }
    }

    /** Those before Linux 6.17 and those since. */
    private void registerJobs() {
        for (String queue : new String[] {"drm_sched_job", "drm_sched_job_queue"}) {
            names.register(queue, settled(jobs::queue));
        }
        for (String run : new String[] {"drm_run_job", "drm_sched_job_run"}) {
            names.register(run, settled(jobs::run));
        }
        for (String done : new String[] {"drm_sched_process_job", "drm_sched_job_done"}) {
            names.register(done, settled(jobs::done));
        }
        for (String depend : new String[] {"wait_dep", "add_dep", "unschedulable"}) {
            names.register("drm_sched_job_" + depend, settled(jobs::depend));
        }
        for (String queue : new String[] {"amdgpu_cs_ioctl", "lima_task_submit"}) {
            names.register(queue, settled(driverJobs::queue));
        }
        for (String run : new String[] {"amdgpu_sched_run_job", "lima_task_run"}) {
            names.register(run, settled(driverJobs::run));
        }
        ResetEvents resets = new ResetEvents(output);
        names.register("v3d_reset_begin", settled(resets::begin));
        names.register("v3d_reset_end", settled(resets::end));
    }

    private void registerContexts(SleepEvents sleep) {
        for (String hard : InterruptEvents.HARD) {
            names.register(hard + "_entry", interrupts::enterHard);
            names.register(hard + "_exit", interrupts::leaveHard);
        }
        names.register("sched_switch", sleep::switched);
        for (String wake : new String[] {"sched_waking", "sched_wakeup"}) {
            names.register(wake, sleep::woken);
        }
        names.register("softirq_entry", interrupts::enterSoft);
        names.register("softirq_exit", interrupts::leaveSoft);
        names.register("sys_enter", settled(syscalls::enter));
        names.register("sys_exit", settled(syscalls::exit));
        names.register("kernel_stack", (at, task) -> {
            stacks.begin(task);
            return Outcome.USED;
        });
    }

    /** First says what annotations of work meant that were still open. */
    private EventHandler settled(EventHandler handler) {
        return (at, task) -> {
            works.settle(at, task);
            return handler.handle(at, task);
        };
    }
}
