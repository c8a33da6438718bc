package io.fencedep.formats.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.Told;
import org.junit.jupiter.api.Test;

/**
 * Lines after the print formats in amdgpu_trace.h, lima_trace.h and v3d_trace.h below drivers/gpu/drm, and in
 * include/trace/events/vmscan.h, Linux 6.12 and 6.17.
 */
class DriverEventsTest {
    private static final String TASK = "     Xorg-9       [001] .....     1.1: ";
    private static final String WORKER = "     kworker/1:2-7       [001] .....     1.1: ";
    private static final String JOB =
            "sched_job=4, timeline=gfx_0.0.0, context=12, seqno=7, ring_name=gfx_0.0.0, num_ibs=2";
    private static final String FENCE = "dma_fence:drm_sched-gfx_0.0.0 @12:7 timeline=12 seqno=7";
    private static final String BEGIN = WORKER
            + "workqueue_execute_start: work struct 00000000a34dc358: function drm_sched_run_job_work [gpu_sched]";
    private static final String END =
            WORKER + "workqueue_execute_end: work struct 00000000a34dc358: function drm_sched_run_job_work [gpu_sched]";

    @Test
    void aJobOfADriverIsOnTheWayToItsSignalWhileItRuns() throws InputException {
        Told told = Told.of(TASK + "amdgpu_cs_ioctl: " + JOB, BEGIN, WORKER + "amdgpu_sched_run_job: " + JOB, END);
        assertThat(told.only(
                        EventKind.FENCE_CREATE,
                        EventKind.FENCE_SUBMIT,
                        EventKind.SIGNALLING_BEGIN,
                        EventKind.SIGNALLING_END))
                .containsExactly(
                        "fence-create Xorg-9 " + FENCE,
                        "fence-submit Xorg-9 " + FENCE,
                        "signalling-begin kworker/1:2-7 " + FENCE,
                        "signalling-end kworker/1:2-7 @12:7");
    }

    @Test
    void whatTheDriverPrintsSinceLinux617MeansTheSame() throws InputException {
        String job = "timeline=gfx_0.0.0, fence=12:7, ring_name=gfx_0.0.0, num_ibs=2";
        Told told = Told.of(TASK + "amdgpu_cs_ioctl: " + job, BEGIN, WORKER + "amdgpu_sched_run_job: " + job, END);
        assertThat(told.only(EventKind.FENCE_CREATE, EventKind.SIGNALLING_BEGIN))
                .containsExactly("fence-create Xorg-9 " + FENCE, "signalling-begin kworker/1:2-7 " + FENCE);
    }

    @Test
    void whatADriverSaysInOtherWordsIsNotUsedAndNoError() throws InputException {
        Told told = Told.of(
                TASK + "amdgpu_cs_ioctl: job 7 of gfx",
                WORKER + "amdgpu_sched_run_job: timeline=gfx, fence=00000000a34dc358, num_ibs=2",
                WORKER + "lima_task_run: context=x seqno=7 pipe=gp");
        assertThat(told.events).isEmpty();
        assertThat(told.report().unused()).containsOnlyKeys("amdgpu_cs_ioctl", "amdgpu_sched_run_job", "lima_task_run");
    }

    @Test
    void limaSaysTheSameInItsOwnWords() throws InputException {
        assertThat(Told.of(BEGIN, WORKER + "lima_task_run: context=12 seqno=7 pipe=gp", END)
                        .only(EventKind.SIGNALLING_BEGIN))
                .containsExactly("signalling-begin kworker/1:2-7 dma_fence:drm_sched-gp @12:7 timeline=12 seqno=7");
    }

    @Test
    void whatTheSchedulerSaidIsNotSaidAgain() throws InputException {
        Told told = Told.of(
                TASK + "drm_sched_job_queue: dev=d, fence=12:7, ring=gfx_0.0.0, job count:1, hw job count:0",
                TASK + "amdgpu_cs_ioctl: " + JOB,
                BEGIN,
                WORKER + "drm_sched_job_run: dev=d, fence=12:7, ring=gfx_0.0.0, job count:1, hw job count:0",
                WORKER + "amdgpu_sched_run_job: " + JOB,
                END);
        assertThat(told.count(EventKind.FENCE_CREATE)).isEqualTo(1);
        assertThat(told.count(EventKind.SIGNALLING_BEGIN)).isEqualTo(1);
        assertThat(told.report().unused()).isEmpty();
    }

    @Test
    void aResetHoldsWhatItsDriverOwes() throws InputException {
        Told told = Told.of(
                TASK + "dma_fence_init: driver=v3d timeline=v3d-bin context=3 seqno=1",
                TASK + "dma_fence_init: driver=drm_sched timeline=v3d_bin context=5 seqno=1",
                TASK + "dma_fence_init: driver=drm_sched timeline=other context=7 seqno=1",
                WORKER + "v3d_reset_begin: dev=0",
                WORKER + "v3d_reset_end: dev=0");
        assertThat(told.only(EventKind.FENCE_CREATE).stream().map(words -> words.contains("device=v3d")))
                .containsExactly(true, true, false);
        assertThat(told.only(EventKind.RESET_BEGIN, EventKind.RESET_END))
                .containsExactly(
                        "reset-begin kworker/1:2-7 @v3d driver=v3d", "reset-end kworker/1:2-7 @v3d driver=v3d");
    }

    @Test
    void theShrinkersOfKswapdReclaimAndThoseOfOthersNeedNot() throws InputException {
        String start =
                "mm_shrink_slab_start: f+0x0/0x190 00000000a34dc358: nid: 0 objects to shrink 0 gfp_flags GFP_KERNEL"
                        + " cache items 36 delta 4 total_scan 4 priority 12";
        String end = "mm_shrink_slab_end: f+0x0/0x190 00000000a34dc358: nid: 0 unused scan count 0 new scan count 0"
                + " total_scan 0 last shrinker return val 4";
        String kswapd = "     kswapd0-71       [001] .....     1.1: ";
        assertThat(Told.of(kswapd + start, kswapd + end, TASK + start, TASK + end).events)
                .containsExactly("reclaim-begin kswapd0-71", "reclaim-end kswapd0-71");
        assertThat(Told.of(kswapd + "mm_vmscan_kswapd_wake: nid=0 order=0", kswapd + start, kswapd + end).events)
                .containsExactly("reclaim-begin kswapd0-71");
    }
}
