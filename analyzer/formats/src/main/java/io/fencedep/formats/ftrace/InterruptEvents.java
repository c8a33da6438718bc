package io.fencedep.formats.ftrace;

import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ftrace.EventHandler.Outcome;
import java.util.Arrays;

/**
 * The context of lines without flags, as far as the handlers of interrupts announce themselves; a timer does so only
 * where {@code irq_vectors} is recorded. Where lines have flags, those are better.
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

    private int[] hard = new int[8];
    private int[] soft = new int[8];

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

    /** Gives a line without flags the context that its CPU is in. */
    void apply(FtraceLine line) {
        if (line.cpu >= hard.length) {
            return;
        }
        if (soft[line.cpu] > 0) {
            line.context = InterruptContext.SOFTIRQ;
            line.softirqs = Toggle.NO;
        }
        if (hard[line.cpu] > 0) {
            line.context = InterruptContext.HARDIRQ;
            line.irqs = Toggle.NO;
        }
    }

    /** Forgets who is in an interrupt: events are missing. */
    void reset() {
        Arrays.fill(hard, 0);
        Arrays.fill(soft, 0);
    }

    private Outcome count(FtraceLine line, int hardSteps, int softSteps) {
        if (line.hasFlags) {
            return Outcome.UNUSED;
        }
        if (line.cpu >= hard.length) {
            hard = Arrays.copyOf(hard, Math.max(line.cpu + 1, hard.length * 2));
            soft = Arrays.copyOf(soft, hard.length);
        }
        hard[line.cpu] = Math.max(0, hard[line.cpu] + hardSteps);
        soft[line.cpu] = Math.max(0, soft[line.cpu] + softSteps);
        return Outcome.USED;
    }
}
