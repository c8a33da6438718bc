package io.fencedep.cli.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that record a kernel as precisely as it can be, and what is lost where it cannot. */
public final class Recipe {
    /** A group of events, and what fencedep does not see without it. */
    private record Source(String event, String enable, String without) {}

    private static final List<Source> SOURCES = List.of(
            new Source(
                    "dma_fence:dma_fence_signaled",
                    "dma_fence",
                    "no fence is seen: neither who waits for one nor who signals it"),
            new Source(
                    "workqueue:workqueue_execute_start",
                    "workqueue",
                    "work items are not told apart: no causal evidence, and no flush that waits for its work"),
            new Source(
                    "gpu_scheduler",
                    "gpu_scheduler",
                    "no job of a GPU is seen: what its fence waits for, and who hands it to the hardware"),
            new Source("irq:irq_handler_entry", "irq", "which lines an interrupt made is known by their flags only"),
            new Source(
                    "preemptirq:irq_disable",
                    "preemptirq",
                    "whether interrupts are off is known where a line says so only (CONFIG_TRACE_IRQFLAGS)"),
            new Source(
                    "sched:sched_switch",
                    "sched/sched_switch",
                    "whether a wait slept is taken from the order of lines"),
            new Source(
                    "raw_syscalls:sys_enter",
                    "raw_syscalls",
                    "what one system call did is not told apart: habits of signallers outside of work items are not seen"),
            new Source(
                    "vmscan:mm_vmscan_direct_reclaim_begin",
                    "vmscan/mm_vmscan_direct_reclaim_begin vmscan/mm_vmscan_direct_reclaim_end",
                    "allocations that reclaim are seen by fs_reclaim only, if lockdep is on"));

    /** What some drivers say beside the events of all, where they are there. */
    private static final List<Source> OF_DRIVERS = List.of(
            new Source("i915:i915_request_wait_begin", "i915/i915_request_wait_begin i915/i915_request_wait_end", ""));

    /** What tells of locks and allocations where lockdep does not. */
    private static final List<Source> INSTEAD_OF_LOCKS = List.of(
            new Source(
                    "mmap_lock:mmap_lock_start_locking",
                    "mmap_lock",
                    "not even the lock of address spaces is seen; it takes Linux 5.11"),
            new Source(
                    "lock:contention_begin",
                    "lock/contention_begin",
                    "who waits for a lock is known by sched_switch only; it takes Linux 5.19"),
            new Source(
                    "vmscan:mm_vmscan_kswapd_wake",
                    "vmscan/mm_vmscan_kswapd_wake vmscan/mm_vmscan_kswapd_sleep",
                    "what kswapd waits for is not known to be reclaim"),
            new Source("kmem:mm_page_alloc", "kmem/mm_page_alloc", "no allocation is seen that might have to reclaim"));

    private static final String ACQUIRE = "t:lk/acq lock_acquire lock=$arg1:x64 subclass=$arg2:u32 trylock=$arg3:s32"
            + " read=$arg4:s32 check=$arg5:s32 nest=$arg6:x64 ip=$arg7:symbol key=+0($arg1):x64"
            + " wait_outer=+32($arg1):u8 wait_inner=+33($arg1):u8 lock_type=+34($arg1):u8 name=+0(+24($arg1)):string";
    private static final String RELEASE =
            "t:lk/rel lock_release lock=$arg1:x64 ip=$arg2:symbol name=+0(+24($arg1)):string";
    private static final String NO_COMPLETION = "completions are not seen";

    /**
     * Probes on functions; of several functions for one probe the first that the kernel has. What is defined last runs
     * first, and a probe on a return puts its own address where the caller's was.
     */
    private static final List<Probe> FUNCTIONS = List.of(
            new Probe("r:lk/compl_waited", "", NO_COMPLETION, List.of("wait_for_completion")),
            new Probe("p:lk/compl_wait", " x=%s:x64%c", NO_COMPLETION, List.of("wait_for_completion")),
            new Probe("r:lk/compl_waited_intr", "", "", List.of("wait_for_completion_interruptible")),
            new Probe("p:lk/compl_wait_intr", " x=%s:x64%c", "", List.of("wait_for_completion_interruptible")),
            new Probe("r:lk/compl_waited_kill", "", "", List.of("wait_for_completion_killable")),
            new Probe("p:lk/compl_wait_kill", " x=%s:x64%c", "", List.of("wait_for_completion_killable")),
            new Probe("p:lk/compl_done", " x=%s:x64", NO_COMPLETION, List.of("complete")),
            new Probe("p:lk/compl_done_all", " x=%s:x64", "", List.of("complete_all")),
            new Probe(
                    "p:lk/flush_work",
                    " work=%s:x64",
                    "waits for work are not seen",
                    List.of("__flush_work", "flush_work")));

    /** A probe on whichever of some functions there is; what is lost without them, or nothing where others do as well. */
    private record Probe(String head, String tail, String without, List<String> functions) {}

    private final Tracefs tracefs;
    private final @Nullable String firstArgument;
    /** Who called the function that is probed, as a field; empty where an architecture has no place for that. */
    private final String caller;

    private final List<String> commands = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> enabled = new ArrayList<>();

    /** @param architecture of the kernel, as Java calls it: {@code amd64}, {@code aarch64} */
    public Recipe(Tracefs tracefs, String architecture) {
        this.tracefs = tracefs;
        this.firstArgument = tracefs.numbersArguments()
                ? "$arg1"
                : switch (architecture) {
                    case "amd64", "x86_64" -> "%di";
                    case "aarch64" -> "%x0";
                    default -> null;
                };
        this.caller = switch (architecture) {
            case "amd64", "x86_64" -> " from=$stack0:symbol";
            case "aarch64" -> " from=%lr:symbol";
            default -> "";
        };
    }

    /** The commands as lines for a root shell, with remarks. */
    public List<String> lines() {
        prepare();
        locks();
        functions();
        SOURCES.forEach(this::enable);
        OF_DRIVERS.stream().filter(source -> tracefs.has(source.event)).forEach(this::enable);
        if (!tracefs.has("lock:lock_acquire")) {
            INSTEAD_OF_LOCKS.forEach(this::enable);
        }
        commands.add("for e in " + String.join(" ", enabled) + "; do echo 1 > events/$e/enable; done");
        commands.add("echo 1 > tracing_on; YOUR-TEST; echo 0 > tracing_on");
        commands.add("cat trace > trace.txt");
        commands.add("fencedep check trace.txt --contract linux-gpu");
        List<String> lines = new ArrayList<>(commands);
        lines.add(missing.isEmpty() ? "# Nothing is missing." : "# What this kernel cannot tell, and what that costs:");
        missing.forEach(each -> lines.add("# - " + each));
        return lines;
    }

    private void enable(Source source) {
        if (tracefs.has(source.event)) {
            enabled.addAll(List.of(source.enable.split(" ")));
        } else {
            missing.add(source.event.replace(':', '/') + ": " + source.without);
        }
    }

    private void prepare() {
        commands.add("# To be run as root. If the trace says that entries were overwritten, make the buffer larger.");
        commands.add("cd " + quoted(tracefs.folder().toString()));
        commands.add("echo 0 > tracing_on; echo 65536 > buffer_size_kb; echo > trace");
        if (tracefs.hasClock("local")) {
            commands.add("echo local > trace_clock");
        }
        if (tracefs.hasOption("hash-ptr")) {
            commands.add("echo 0 > options/hash-ptr");
        }
    }

    private static String quoted(String path) {
        return path.matches("[\\w./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    private void locks() {
        if (!tracefs.has("lock:lock_acquire")) {
            missing.add("lock/lock_acquire: of all locks only that of address spaces is seen, and whether it was only"
                    + " tried is a guess; it takes a kernel with CONFIG_PROVE_LOCKING or CONFIG_LOCK_STAT");
        } else if (tracefs.probesTracepoints()) {
            probe(ACQUIRE);
            probe(RELEASE);
        } else {
            enabled.add("lock/lock_acquire");
            enabled.add("lock/lock_release");
            missing.add("arguments of lock_acquire: no subclass, no nesting, plain and recursive readers look alike, so"
                    + " recursion in one class is a suspect only; it takes Linux 6.5 with CONFIG_FPROBE_EVENTS");
        }
    }

    private void functions() {
        if (tracefs.probesFunctions() && firstArgument != null) {
            FUNCTIONS.forEach(each -> function(each, firstArgument));
        } else {
            missing.add("probes on functions: completions and flush_work are not seen; it takes CONFIG_KPROBE_EVENTS"
                    + (firstArgument == null ? ", and a recipe for this architecture" : ""));
        }
        if (commands.stream().anyMatch(each -> each.contains(":lk/"))) {
            enabled.add("lk");
        }
    }

    private void function(Probe probe, String argument) {
        for (String function : probe.functions) {
            if (tracefs.canProbe(function)) {
                probe(probe.head + " " + function
                        + probe.tail.replace("%s", argument).replace("%c", caller));
                return;
            }
        }
        String text = String.join(", ", probe.functions) + ": " + probe.without + "; this kernel has no such function"
                + " that can be probed (it may have been inlined)";
        if (!probe.without.isEmpty() && !missing.contains(text)) {
            missing.add(text);
        }
    }

    private void probe(String definition) {
        commands.add(
                "echo '" + definition + "' >> " + (tracefs.hasDynamicEvents() ? "dynamic_events" : "kprobe_events"));
    }
}
