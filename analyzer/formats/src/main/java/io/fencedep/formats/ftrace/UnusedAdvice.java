package io.fencedep.formats.ftrace;

import java.util.Map;

/** What to record instead of, or besides, events that could not be used. */
public final class UnusedAdvice {
    private static final String NO_LOCK =
            "names no lock; lock:lock_acquire and lock:lock_release do, on a kernel with lockdep";
    private static final String NO_JOB =
            "its job was queued before the recording began, or not recorded: drm_sched_job_queue";

    private static final String HANDED_OVER =
            "record workqueue or dma_fence too, which tell when the hardware has the job";
    private static final String NO_FENCE =
            "of a context of which nothing else was recorded: dma_fence:*, from before the context is used first";

    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("contention_begin", NO_LOCK),
            Map.entry(FtraceEvents.FUNCTIONS, "lines of a function tracer; current_tracer nop keeps them out"),
            Map.entry("drm_sched_job_add_dep", NO_JOB),
            Map.entry("drm_sched_job_unschedulable", NO_JOB),
            Map.entry("drm_sched_job_wait_dep", NO_JOB),
            Map.entry("drm_sched_job_done", NO_JOB),
            Map.entry("drm_sched_process_job", NO_JOB),
            Map.entry("drm_run_job", HANDED_OVER),
            Map.entry("drm_sched_job_run", HANDED_OVER),
            Map.entry("dma_fence_wait_start", NO_FENCE),
            Map.entry("dma_fence_wait_end", NO_FENCE),
            Map.entry("i915_request_wait_begin", NO_FENCE),
            Map.entry("i915_request_wait_end", NO_FENCE),
            Map.entry("amdgpu_sched_run_job", HANDED_OVER),
            Map.entry("lima_task_run", HANDED_OVER),
            Map.entry("xe_vma_userptr_invalidate", "not always followed by its end; lockdep tells the same"),
            Map.entry(FtraceEvents.SECOND_PROBE, "another probe on the same function told the same"),
            Map.entry("kmalloc", "kmem:mm_page_alloc tells the flags that count"),
            Map.entry("kmem_cache_alloc", "kmem:mm_page_alloc tells the flags that count"));

    private UnusedAdvice() {}

    /** A sentence about events of this name, or an empty one. */
    public static String of(String event) {
        return ADVICE.getOrDefault(event, "");
    }
}
