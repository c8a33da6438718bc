package io.fencedep.samples;

import io.fencedep.core.reference.TraceEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the tracefs of a Linux kernel would print of a run of a program: its locks, fences and work items with what the
 * kernel does around them (the pool's lock, the fence's own, {@code rcu_read_lock}, the annotations of work items, the item
 * that wakes who flushes another one). What {@link KernelView} leaves out is not in the text.
 */
final class KernelText {
    private static final String MAP = "dma_fence_map";
    private static final String RCU = "rcu_read_lock";
    private static final String RECLAIM = "fs_reclaim";
    private static final String NOTIFIER = "mmu_notifier_invalidate_range_start";
    private static final String READS = "recursive-read ";

    /**
     * What was recorded, and how it was printed.
     *
     * @param arguments locks by probes with their arguments, completions and flushes, instead of the stock events
     * @param flags whether lines have flags, as {@code cat trace} prints them and {@code trace-cmd report} does not
     * @param scheduler whether switches, wake-ups, forks and exits of tasks are recorded
     * @param sections whether drivers annotate on which paths they signal
     * @param oldFlush whether a flush announces itself before it looks at the item, as before Linux 6.10
     * @param interrupts whether an interrupt comes by now and then
     * @param hashed whether the kernel hides addresses where it can (options/hash-ptr)
     */
    record Form(
            boolean arguments,
            boolean flags,
            boolean scheduler,
            boolean sections,
            boolean oldFlush,
            boolean interrupts,
            boolean hashed) {
        static Form any(Random random, boolean sections) {
            return new Form(
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    sections && random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean());
        }
    }

    private final Form form;
    private final List<TraceEvent> events;
    private final KernelLines lines;
    private final Map<String, String> names;
    /** Locks whose readers recurse, and those of interrupts: they spin, and their holders are not preempted. */
    private final Set<String> spinning = new HashSet<>();
    /** Who is in a section of signalling. */
    private final Map<String, Integer> sections = new HashMap<>();
    /** For each item who flushes it and sleeps. */
    private final Map<String, List<String>> flushing = new HashMap<>();

    /** Which tasks an interrupt hits. */
    private final Map<String, Boolean> handling = new TreeMap<>();

    private final Set<String> asleep = new HashSet<>();
    private int at;

    private KernelText(List<TraceEvent> events, Form form) {
        this.events = events;
        this.form = form;
        lines = new KernelLines(form);
        names = KernelView.locks(events);
        events.stream()
                .filter(event -> event.text("mode").equals("recursive-read"))
                .forEach(event -> spinning.add(event.text("lock")));
        if (events.stream().anyMatch(event -> event.text("context").equals("hardirq"))) {
            spinning.addAll(names.keySet());
        }
    }

    /** The text of a run. */
    static String of(List<TraceEvent> events, Form form) {
        return form.flags()
                ? KernelForms.tracefs(lines(events, form), form.hashed())
                : KernelForms.report(lines(events, form));
    }

    /** The events of a run. */
    static List<KernelLine> lines(List<TraceEvent> events, Form form) {
        KernelText text = new KernelText(events, form);
        text.print();
        return text.lines.all();
    }

    /** The class of a program that a class of the text stands for; the class itself when it is the kernel's own. */
    static String classOf(String printed) {
        if (printed.startsWith(KernelView.FENCES)) {
            return printed.substring(KernelView.FENCES.length());
        }
        return printed.replaceFirst("^&dev->(L\\d)_sem$|^&w->(W\\d)$|^(W\\d)_fn$", "$1$2$3");
    }

    private void print() {
        for (at = 0; at < events.size(); at++) {
            TraceEvent event = events.get(at);
            handles(event.task(), event.text("context").equals("hardirq"));
            event(event.task(), event);
            if (form.interrupts() && at % 5 == 2) {
                lines.interrupt(event.task());
            }
            if (isLastOf(event.task()) && isJoined(event.task())) {
                complete(event.task(), "exit " + event.task());
            }
        }
        handling.keySet().forEach(task -> handles(task, false));
        if (form.scheduler()) {
            lines.tasks().stream()
                    .filter(task -> !task.startsWith("worker"))
                    .forEach(task -> lines.event(
                            task,
                            "sched_process_exit",
                            "comm=" + KernelLines.comm(task) + " pid=" + lines.pid(task) + " prio=120"));
        }
    }

    /** Whether the interrupt that hits this task is what the next lines are about. */
    private void handles(String task, boolean interrupt) {
        if (handling.getOrDefault(task, false) != interrupt) {
            lines.inInterrupt(true);
            lines.event(
                    task,
                    interrupt ? "irq_handler_entry" : "irq_handler_exit",
                    interrupt ? "irq=9 name=drv" : "irq=9 ret=handled");
            handling.put(task, interrupt);
        }
        lines.inInterrupt(interrupt);
    }

    private void event(String task, TraceEvent event) {
        switch (event.text("event")) {
            case "acquire" -> acquire(task, event);
            case "acquired" -> awake(task);
            case "release" -> release(task, event);
            case "fence-create" -> fence(task, "dma_fence_init", event);
            case "signalling-begin" -> beginSection(task, form.sections());
            case "signalling-end" -> endSection(task, form.sections());
            case "fence-signal" -> signal(task, event);
            case "fence-wait" -> waits(task, event);
            case "fence-waited" -> waited(task, event);
            case "work-queue" -> queue(task, event);
            case "work-begin" ->
                runs(task, "&w->" + event.text("class"), event.text("work"), event.text("class") + "_fn [drv]");
            case "work-end" -> ends(task, event);
            case "work-flush" -> flush(task, event.text("work"));
            case "work-flushed" -> wasAwaited(task, "work-flush");
            case "task-start" -> forks(task, event.text("child"));
            case "task-join" -> joins(task, event.text("child"));
            case "task-joined" -> wasAwaited(task, "task-join");
            case "alloc" -> allocates(task, event.text("flags").equals("GFP_KERNEL"));
            case "reclaim-begin" -> reclaims(task);
            case "reclaim-end" -> reclaimed(task);
            case "notifier-begin" -> lines.take(task, NOTIFIER, NOTIFIER, "");
            case "notifier-end" -> lines.give(task, NOTIFIER, NOTIFIER);
            case "irqs-off" -> lines.mask(task, true);
            case "irqs-on" -> lines.mask(task, false);
            default -> {}
        }
    }

    private void acquire(String task, TraceEvent event) {
        String lock = event.text("lock");
        if (!event.is("failed", true) && !KernelView.isSemaphore(events, lock)) {
            boolean spins = spinning.contains(lock);
            lines.preempt(task, spins ? 1 : 0);
            String how = (event.is("try", true) ? "try " : "") + (event.has("mode") ? event.text("mode") + ' ' : "");
            if (spins) {
                lines.take(task, names.get(lock), lock, how);
            } else {
                lines.takeSleeping(task, names.get(lock), lock, how);
            }
        }
        if (!event.is("try", true)) {
            sleepUnless("acquired", task);
        }
    }

    private void release(String task, TraceEvent event) {
        String lock = event.text("lock");
        if (!KernelView.isSemaphore(events, lock)) {
            lines.preempt(task, spinning.contains(lock) ? -1 : 0);
            lines.give(task, names.get(lock), lock);
        }
    }

    private void fence(String task, String event, TraceEvent of) {
        int number = of.text("fence").charAt(1) - '0';
        lines.event(task, event, "driver=drv timeline=F" + number + " context=" + (7 + number) + " seqno=1");
    }

    private void beginSection(String task, boolean told) {
        if (told && sections.merge(task, 1, Integer::sum) == 1) {
            lines.take(task, MAP, MAP, form.arguments() ? "read " : READS);
        }
    }

    private void endSection(String task, boolean told) {
        boolean open = told && sections.getOrDefault(task, 0) > 0;
        if (open && sections.merge(task, -1, Integer::sum) == 0) {
            lines.give(task, MAP, MAP);
        }
    }

    private void signal(String task, TraceEvent event) {
        beginSection(task, true);
        lines.spinning(task, "&fence->lock", event.text("fence"), () -> fence(task, "dma_fence_signaled", event));
        endSection(task, true);
    }

    /** A section is left for the moment in which its task says that it may wait. */
    private void waits(String task, TraceEvent event) {
        if (!event.has("any")) {
            boolean inside = sections.getOrDefault(task, 0) > 0;
            if (inside) {
                lines.give(task, MAP, MAP);
            }
            lines.take(task, MAP, MAP, "");
            lines.give(task, MAP, MAP);
            if (inside) {
                lines.take(task, MAP, MAP, READS);
            }
            fence(task, "dma_fence_wait_start", event);
            lines.spinning(task, "&fence->lock", event.text("fence"), () -> {});
        }
        sleepUnless("fence-waited", task);
    }

    private void waited(String task, TraceEvent event) {
        awake(task);
        if (!event.has("any")) {
            fence(task, "dma_fence_wait_end", event);
        }
    }

    private void queue(String task, TraceEvent event) {
        String work = lines.pointer(event.text("work"));
        String function = " function=" + event.text("class") + "_fn [drv]";
        lines.take(task, RCU, RCU, READS);
        lines.spinning(task, "&pool->lock", "pool", () -> {
            lines.event(
                    task, "workqueue_queue_work", "work struct=" + work + function + " workqueue=q req_cpu=4 cpu=1");
            lines.event(task, "workqueue_activate_work", "work struct " + work + (form.oldFlush() ? "" : function));
        });
        lines.give(task, RCU, RCU);
    }

    private void runs(String task, String className, String work, String function) {
        lines.take(task, "(wq_completion)q", "queue", "");
        lines.take(task, "(work_completion)(" + className + ')', "stack of " + task, "");
        lines.event(task, "workqueue_execute_start", "work struct " + lines.pointer(work) + ": function " + function);
    }

    private void ran(String task, String className, String work, String function) {
        lines.event(task, "workqueue_execute_end", "work struct " + lines.pointer(work) + ": function " + function);
        lines.give(task, "(work_completion)(" + className + ')', "stack of " + task);
        lines.give(task, "(wq_completion)q", "queue");
    }

    /** Who flushes an item is woken by an item of its own, which comes behind it. */
    private void ends(String task, TraceEvent event) {
        String work = event.text("work");
        ran(task, "&w->" + event.text("class"), work, event.text("class") + "_fn [drv]");
        for (String waiter : flushing.getOrDefault(work, List.of())) {
            runs(task, "&barr->work", "barrier of " + waiter, "wq_barrier_func");
            complete(task, "flush by " + waiter);
            ran(task, "&barr->work", "barrier of " + waiter, "wq_barrier_func");
        }
        flushing.remove(work);
    }

    private void flush(String task, String work) {
        if (form.arguments()) {
            lines.event(task, "flush_work", "(__flush_work+0x0/0x520) work=0x" + lines.address(work));
        }
        if (form.oldFlush()) {
            announce(task, work);
        }
        lines.take(task, RCU, RCU, READS);
        lines.spinning(task, "&pool->lock", "pool", () -> {});
        if (!form.oldFlush()) {
            announce(task, work);
        }
        lines.give(task, RCU, RCU);
        if (!isNext("work-flushed", task)) {
            flushing.computeIfAbsent(work, first -> new ArrayList<>()).add(task);
            await(task, "flush by " + task);
        }
    }

    private void announce(String task, String work) {
        String name = "(work_completion)(&w->W" + work.substring(1) + ')';
        lines.take(task, name, lines.annotation(work), "");
        lines.give(task, name, lines.annotation(work));
    }

    /** What the kernel says of every allocation that may reclaim. */
    private void allocates(String task, boolean fileSystems) {
        if (fileSystems) {
            lines.take(task, RECLAIM, RECLAIM, "");
        }
        lines.take(task, NOTIFIER, NOTIFIER, "");
        lines.give(task, NOTIFIER, NOTIFIER);
        if (fileSystems) {
            lines.give(task, RECLAIM, RECLAIM);
        }
    }

    private void reclaims(String task) {
        lines.take(task, RECLAIM, RECLAIM, "");
        lines.take(task, NOTIFIER, NOTIFIER, "");
        lines.give(task, NOTIFIER, NOTIFIER);
        lines.event(task, "mm_vmscan_direct_reclaim_begin", "order=0 gfp_flags=GFP_KERNEL");
    }

    private void reclaimed(String task) {
        lines.event(task, "mm_vmscan_direct_reclaim_end", "nr_reclaimed=32");
        lines.give(task, RECLAIM, RECLAIM);
    }

    private void forks(String task, String child) {
        if (form.scheduler()) {
            lines.event(
                    task,
                    "sched_process_fork",
                    "comm=" + KernelLines.comm(task) + " pid=" + lines.pid(task) + " child_comm="
                            + KernelLines.comm(child) + " child_pid=" + lines.pid(child));
        }
    }

    private void joins(String task, String child) {
        if (!isNext("task-joined", task)) {
            await(task, "exit " + child);
        }
    }

    private void await(String task, String completion) {
        if (form.arguments()) {
            lines.event(task, "compl_wait", "(wait_for_completion+0x0/0x30) x=0x" + lines.address(completion));
        }
        lines.spinning(task, "&x->wait", completion, () -> {});
        sleep(task);
    }

    private void wasAwaited(String task, String by) {
        TraceEvent before = events.get(at - 1);
        if (before.text("event").equals(by) && before.task().equals(task)) {
            return;
        }
        awake(task);
        if (form.arguments()) {
            lines.event(task, "compl_waited", "(drv_run+0x5a/0x90 [drv] <- wait_for_completion)");
        }
    }

    private void complete(String task, String completion) {
        if (form.arguments()) {
            lines.event(task, "compl_done", "(complete+0x0/0x80) x=0x" + lines.address(completion));
        }
        lines.spinning(task, "&x->wait", completion, () -> {});
    }

    private void sleepUnless(String then, String task) {
        if (!isNext(then, task)) {
            sleep(task);
        }
    }

    private void sleep(String task) {
        asleep.add(task);
        if (form.scheduler()) {
            String comm = KernelLines.comm(task);
            int cpu = lines.cpu(task);
            lines.masked(
                    task,
                    "sched_switch",
                    "prev_comm=" + comm + " prev_pid=" + lines.pid(task) + " prev_prio=120 prev_state=D ==>"
                            + " next_comm=swapper/" + cpu + " next_pid=0 next_prio=120");
        }
    }

    /** Whoever did something last has woken it. */
    private void awake(String task) {
        if (asleep.remove(task) && form.scheduler()) {
            lines.masked(
                    events.get(at - 1).task(),
                    "sched_waking",
                    "comm=" + KernelLines.comm(task) + " pid=" + lines.pid(task) + " prio=120 target_cpu=00"
                            + lines.cpu(task));
        }
    }

    private boolean isNext(String event, String task) {
        TraceEvent next = at + 1 < events.size() ? events.get(at + 1) : null;
        return next != null && next.text("event").equals(event) && next.task().equals(task);
    }

    private boolean isLastOf(String task) {
        return events.subList(at + 1, events.size()).stream()
                .noneMatch(one -> one.task().equals(task));
    }

    private boolean isJoined(String task) {
        return events.stream()
                .anyMatch(one -> one.text("event").equals("task-join")
                        && one.text("child").equals(task));
    }
}
