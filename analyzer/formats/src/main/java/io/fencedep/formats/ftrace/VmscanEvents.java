package io.fencedep.formats.ftrace;

import io.fencedep.core.model.EventKind;
import io.fencedep.formats.ftrace.EventHandler.Outcome;

/**
 * A task reclaims memory for itself. A kernel with lockdep says so by a pseudo-lock as well, which is taken before and
 * released after, and then these lines say nothing new.
 *
 * <pre>
 * lock_acquire: 0000000086dd899e fs_reclaim
 * mm_vmscan_direct_reclaim_begin: order=0 gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO
 * mm_vmscan_direct_reclaim_end: nr_reclaimed=48
 * lock_release: 0000000086dd899e fs_reclaim
 * </pre>
 */
final class VmscanEvents {
    private final Output output;
    private final WorkAnnotations works;

    VmscanEvents(Output output, WorkAnnotations works) {
        this.output = output;
        this.works = works;
    }

    Outcome begin(FtraceLine line, FtraceTask task) {
        if (task.reclaims) {
            return Outcome.UNUSED;
        }
        works.settle(line, task);
        task.saidReclaim = true;
        output.start(EventKind.RECLAIM_BEGIN, line, task);
        output.emit();
        return Outcome.USED;
    }

    Outcome end(FtraceLine line, FtraceTask task) {
        if (!task.saidReclaim) {
            return Outcome.UNUSED;
        }
        task.saidReclaim = false;
        output.start(EventKind.RECLAIM_END, line, task);
        output.emit();
        return Outcome.USED;
    }
}
