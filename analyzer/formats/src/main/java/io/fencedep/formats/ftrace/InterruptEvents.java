package io.fencedep.formats.ftrace;

import io.fencedep.formats.ftrace.EventHandler.Outcome;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Handlers of interrupts announce themselves, which tells whose lines are theirs where lines have no flags; a timer does
 * so only where {@code irq_vectors} is recorded. A CPU's handlers count as tasks of their own there: what the interrupted
 * task holds is not theirs, and whether it could be interrupted while it held that is not known.
 *
 * <pre>
 * irq_handler_entry: irq=4 name=ttyS0
 * irq_handler_exit: irq=4 ret=handled
 * softirq_entry: vec=9 [action=RCU]
 * softirq_exit: vec=9 [action=RCU]
 * local_timer_entry: vector=236
 * local_timer_exit: vector=236
 * </pre>
 */
final class InterruptEvents {
    /** Events {@code NAME_entry} and {@code NAME_exit} that enclose a hard interrupt. */
    static final String[] HARD = {
        "irq_handler",
        "local_timer",
        "reschedule",
        "call_function",
        "call_function_single",
        "irq_work",
        "x86_platform_ipi",
        "ipi"
    };

    private final TaskTable allTasks;
    private int[] hard = new int[8];
    private int[] soft = new int[8];
    private @Nullable FtraceTask[] hardTasks = new FtraceTask[8];
    private @Nullable FtraceTask[] softTasks = new FtraceTask[8];

    InterruptEvents(TaskTable allTasks) {
        this.allTasks = allTasks;
    }

    Outcome enterHard(FtraceLine line, FtraceTask task) {
        return count(line, 1, 0);
    }

    Outcome leaveHard(FtraceLine line, FtraceTask task) {
        return count(line, -1, 0);
    }

    Outcome enterSoft(FtraceLine line, FtraceTask task) {
        return count(line, 0, 1);
    }

    Outcome leaveSoft(FtraceLine line, FtraceTask task) {
        return count(line, 0, -1);
    }

    /** The handler that this line without flags belongs to, or null when its CPU is in none. */
    @Nullable
    FtraceTask handler(FtraceLine line) {
        int cpu = line.cpu;
        if (cpu >= hard.length || hard[cpu] + soft[cpu] == 0) {
            return null;
        }
        boolean isHard = hard[cpu] > 0;
        @Nullable FtraceTask[] tasks = isHard ? hardTasks : softTasks;
        FtraceTask task = tasks[cpu];
        if (task == null) {
            task = allTasks.add((isHard ? "<hardirq>/" : "<softirq>/") + cpu);
            tasks[cpu] = task;
        }
        return task;
    }

    /** Forgets who is in an interrupt: events are missing. */
    void reset() {
        Arrays.fill(hard, 0);
        Arrays.fill(soft, 0);
    }

    private Outcome count(FtraceLine line, int hardSteps, int softSteps) {
        if (line.hasFlags) {
            return Outcome.USED; // every line says so itself
        }
        if (line.cpu >= hard.length) {
            hard = Arrays.copyOf(hard, Math.max(line.cpu + 1, hard.length * 2));
            soft = Arrays.copyOf(soft, hard.length);
            hardTasks = Arrays.copyOf(hardTasks, hard.length);
            softTasks = Arrays.copyOf(softTasks, hard.length);
        }
        hard[line.cpu] = Math.max(0, hard[line.cpu] + hardSteps);
        soft[line.cpu] = Math.max(0, soft[line.cpu] + softSteps);
        return Outcome.USED;
    }
}
