package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.formats.ftrace.EventHandler.Outcome;

/**
 * A task reclaims memory, for itself or, as kswapd, for all. A kernel with lockdep says so by a pseudo-lock as well, which
 * is taken before and released after, and then these lines say nothing new; only for a memory cgroup it has none. Without
 * lockdep, allocations of pages tell what would have waited for reclaim.
 *
 * <pre>
 * lock_acquire: 0000000086dd899e fs_reclaim
 * mm_vmscan_direct_reclaim_begin: order=0 gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO
 * mm_vmscan_direct_reclaim_end: nr_reclaimed=48
 * lock_release: 0000000086dd899e fs_reclaim
 * mm_vmscan_memcg_reclaim_begin: order=0 gfp_flags=GFP_KERNEL
 * mm_vmscan_memcg_reclaim_end: nr_reclaimed=32
 * mm_vmscan_kswapd_wake: nid=0 order=0
 * mm_vmscan_kswapd_sleep: nid=0
 * mm_shrink_slab_start: super_cache_scan+0x0/0x190 000000007f3ab7ab: nid: 0 objects to shrink 0 gfp_flags GFP_KERNEL ...
 * mm_shrink_slab_end: super_cache_scan+0x0/0x190 000000007f3ab7ab: nid: 0 unused scan count 9 new scan count 3 ...
 * mm_page_alloc: page=00000000c8bb1a72 pfn=0x1234 order=0 migratetype=0 gfp_flags=GFP_KERNEL|__GFP_ZERO
 * </pre>
 *
 * <p>Whoever shrinks a cache need not do so for an allocation (anybody may drop caches), but kswapd does.
 */
final class VmscanEvents {
    private static final byte[] FLAGS = Bytes.of(" gfp_flags=");

    private static final byte[] KSWAPD = Bytes.of("kswapd");

    private final Output output;
    private final WorkAnnotations works;
    private final LockEvents locks;

    VmscanEvents(Output output, WorkAnnotations works, LockEvents locks) {
        this.output = output;
        this.works = works;
        this.locks = locks;
    }

    /** With lockdep, kswapd says the same by a pseudo-lock a little later. */
    Outcome beginAll(FtraceLine line, FtraceTask task) {
        return locks.seen() || task.saidReclaim ? Outcome.USED : begin(line, task);
    }

    /** Where nobody said that kswapd was woken, its shrinkers say so. */
    Outcome shrinks(FtraceLine line, FtraceTask task) {
        if (locks.seen()
                || task.saidReclaim
                || !Bytes.startsWith(line.bytes, line.blanks(line.commFrom), line.commTo, KSWAPD)) {
            return Outcome.USED;
        }
        task.shrinks = true;
        return begin(line, task);
    }

    Outcome shrank(FtraceLine line, FtraceTask task) {
        boolean ends = task.shrinks;
        task.shrinks = false;
        return ends ? end(line, task) : Outcome.USED;
    }

    /** The flags are those that were left when the scopes of the task had been looked at. */
    Outcome allocated(FtraceLine line, FtraceTask task) {
        int at = Bytes.findLast(line.bytes, line.payload, line.end, FLAGS);
        if (at < 0 || locks.seen()) {
            return at < 0 ? Outcome.MALFORMED : Outcome.USED;
        }
        int from = at + FLAGS.length;
        Event event = output.start(EventKind.ALLOC, line, task);
        event.flags = output.names().intern(line.bytes, from, line.blank(from) - from);
        output.emit();
        return Outcome.USED;
    }

    Outcome begin(FtraceLine line, FtraceTask task) {
        if (task.reclaims) {
            return Outcome.USED;
        }
        works.settle(line, task);
        task.saidReclaim = true;
        output.start(EventKind.RECLAIM_BEGIN, line, task);
        output.emit();
        return Outcome.USED;
    }

    Outcome end(FtraceLine line, FtraceTask task) {
        if (!task.saidReclaim) {
            return Outcome.USED;
        }
        task.saidReclaim = false;
        output.start(EventKind.RECLAIM_END, line, task);
        output.emit();
        return Outcome.USED;
    }
}
