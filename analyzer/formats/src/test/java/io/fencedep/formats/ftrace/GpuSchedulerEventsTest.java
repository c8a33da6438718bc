package io.fencedep.formats.ftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines after the print formats in drivers/gpu/drm/scheduler/gpu_scheduler_trace.h, Linux 6.8 and 6.17. */
class GpuSchedulerEventsTest {
    private static final String TASK = "     Xorg-9       [001] .....     1.1: ";
    private static final String WORKER = "     kworker/1:2-7       [001] .....     1.1: ";
    private static final String INTERRUPT = "     <idle>-0       [001] d.h1.     1.1: ";
    private static final String JOB =
            "dev=0000:03:00.0, fence=12:7, ring=gfx_0.0.0, job count:1, hw job count:0, client_id:3";
    private static final String OLD =
            "entity=00000000a34dc358, id=4, fence=000000006fc5e686, ring=gfx, job count:1, hw job count:0";
    private static final String FENCE = "dma_fence:drm_sched-gfx_0.0.0 @12:7";
    private static final String TIMELINE = " timeline=12 seqno=7";

    @Test
    void aQueuedJobIsAFenceThatItsDriverOwesNoMore() throws InputException {
        assertThat(Told.of(TASK + "drm_sched_job_queue: " + JOB).events)
                .containsExactly(
                        "fence-create Xorg-9 " + FENCE + TIMELINE,
                        "fence-publish Xorg-9 " + FENCE + TIMELINE,
                        "fence-submit Xorg-9 " + FENCE + TIMELINE);
    }

    @Test
    void aJobDependsOnFences() throws InputException {
        assertThat(Told.of(
                                TASK + "drm_sched_job_add_dep: fence=12:7 depends on fence=3:1",
                                TASK + "drm_sched_job_add_dep: fence=12:8, id=4 depends on fence=3:2",
                                WORKER + "drm_sched_job_unschedulable: fence=12:8 depends on unsignalled fence=3:2")
                        .events)
                .containsExactly(
                        "fence-depend Xorg-9 @12:7 on=3:1",
                        "fence-depend Xorg-9 @12:8 on=3:2",
                        "fence-depend kworker/1:2-7 @12:8 on=3:2");
    }

    @Test
    void whereJobsAreRecordedOneThatWasQueuedBeforeIsLeftOut() throws InputException {
        Told told = Told.of(
                TASK + "drm_sched_job_queue: " + JOB, TASK + "drm_sched_job_add_dep: fence=12:6 depends on fence=3:1");
        assertThat(told.count(EventKind.FENCE_DEPEND)).isZero();
        assertThat(told.report().unused()).containsEntry("drm_sched_job_add_dep", 1L);
    }

    @Test
    void theJobIsOnTheWayToItsSignalUntilTheHardwareHasIt() throws InputException {
        Told told = Told.of(
                TASK + "dma_fence_init: driver=drm_sched timeline=gfx_0.0.0 context=11 seqno=7",
                TASK + "dma_fence_init: driver=drm_sched timeline=gfx_0.0.0 context=12 seqno=7",
                TASK + "drm_sched_job_queue: " + JOB,
                WORKER + "drm_sched_job_run: " + JOB,
                WORKER + "dma_fence_signaled: driver=drm_sched timeline=gfx_0.0.0 context=11 seqno=7",
                INTERRUPT + "drm_sched_job_done: fence=12:7 signaled",
                INTERRUPT + "dma_fence_signaled: driver=drm_sched timeline=gfx_0.0.0 context=12 seqno=7");
        assertThat(told.events)
                .endsWith(
                        "signalling-begin kworker/1:2-7 " + FENCE + TIMELINE,
                        "fence-signal kworker/1:2-7 dma_fence:drm_sched-gfx_0.0.0 @11:7 driver=drm_sched timeline=11 seqno=7",
                        "signalling-end kworker/1:2-7 @12:7",
                        "fence-signal <idle>-0/1 HARDIRQ irqs-off " + FENCE + " driver=drm_sched" + TIMELINE);
    }

    @Test
    void betweenTheMakingOfItsFenceAndItsQueueingAJobIsOwed() throws InputException {
        String queue = TASK + "drm_sched_job_queue: ";
        Told told = Told.of(
                queue + JOB,
                TASK + "dma_fence_init: driver=drm_sched timeline=gfx_0.0.0 context=11 seqno=8",
                TASK + "dma_fence_init: driver=drm_sched timeline=gfx_0.0.0 context=12 seqno=8",
                queue + JOB.replace("12:7", "12:8"));
        assertThat(told.events.stream().filter(event -> event.startsWith("fence-submit")))
                .hasSize(3)
                .last()
                .asString()
                .contains("@12:8");
        assertThat(told.events.get(told.events.size() - 3))
                .startsWith("fence-publish Xorg-9")
                .contains("@12:8");
    }

    @Test
    void withoutEventsOfFencesTheWorkItemEndsTheSection() throws InputException {
        Told told = Told.of(
                WORKER + "drm_sched_job_run: " + JOB,
                WORKER + "workqueue_execute_start: work struct 00000000a34dc358: function f",
                WORKER + "drm_sched_job_run: " + JOB,
                WORKER + "workqueue_execute_end: work struct 00000000a34dc358: function f");
        assertThat(told.events)
                .containsExactly(
                        "work-begin kworker/1:2-7 f @00000000a34dc358 at=f",
                        "signalling-begin kworker/1:2-7 " + FENCE + TIMELINE,
                        "signalling-end kworker/1:2-7 @12:7",
                        "work-end kworker/1:2-7 @00000000a34dc358");
    }

    @Test
    void beforeLinux617JobsAreNamedByAddressAndByRingAndNumber() throws InputException {
        String fence = "dma_fence:drm_sched-gfx @000000006fc5e686";
        assertThat(Told.of(
                                TASK + "drm_sched_job: " + OLD,
                                WORKER + "drm_sched_job_wait_dep: job ring=gfx, id=4, depends fence=00000000d42678ec,"
                                        + " context=3, seq=1",
                                INTERRUPT + "drm_sched_process_job: fence=000000006fc5e686 signaled")
                        .events)
                .containsExactly(
                        "fence-create Xorg-9 " + fence,
                        "fence-publish Xorg-9 " + fence,
                        "fence-submit Xorg-9 " + fence,
                        "fence-depend kworker/1:2-7 @000000006fc5e686 on=3:1",
                        "fence-signal <idle>-0/1 HARDIRQ irqs-off @000000006fc5e686");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drm_sched_job_queue: fence=12:7",
                "drm_sched_job_queue: fence=12:, ring=gfx",
                "drm_sched_job_queue: ring=gfx, fence=x:7",
                "drm_sched_job_run: ",
                "drm_sched_job_done: fence= signaled",
                "drm_sched_job_add_dep: fence=12: depends on fence=3:1",
                "drm_sched_job_add_dep: fence=12:7 depends on fence=",
                "drm_sched_job_add_dep: fence=12:7",
                "drm_sched_job_wait_dep: job ring=gfx, id=4, depends fence=00000000d42678ec, context=, seq=1"
            })
    void aJobWithoutItsFieldsIsBadInput(String line) {
        assertThatThrownBy(() -> Told.of(TASK + line)).isInstanceOf(InputException.class);
    }
}
