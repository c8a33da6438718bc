package io.fencedep.formats.ftrace;

import io.fencedep.formats.ftrace.EventHandler.Outcome;

/** Who understands which event, by its name, and which probe, by the function that it is on. */
final class EventTable {
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

    final EventNames names = new EventNames();
    final Probes probes = new Probes();
    private final WorkAnnotations works;

    /** @param works what their annotations mean is said before other events that need to know */
    EventTable(WorkAnnotations works) {
        this.works = works;
        for (String name : SILENT) {
            names.registerSilent(name);
        }
    }

    void registerLocks(LockEvents locks, ProbeEvents lockProbes) {
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

    void registerWork(WorkqueueEvents work, SchedulerFences schedulerFences) {
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

    void registerMemory(VmscanEvents vmscan, MmapLockEvents mmapLocks) {
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

    void registerFences(DmaFenceEvents fences, CompletionEvents completions) {
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
    void registerJobs(DriverJobEvents driverJobs, GpuSchedulerEvents jobs, ResetEvents resets) {
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
        names.register("v3d_reset_begin", settled(resets::begin));
        names.register("v3d_reset_end", settled(resets::end));
    }

    void registerContexts(SleepEvents sleep, InterruptEvents interrupts, SyscallEvents syscalls, StackTraces stacks) {
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
