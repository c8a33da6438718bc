package io.fencedep.formats.ftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.formats.InputException;
import io.fencedep.formats.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenceEventsTest {
    private static final String TASK = "     insmod-9       [001] .....     1.1: ";

    @Test
    void aFenceIsItsContextAndSequenceNumber() throws InputException {
        String fence = "driver=sw_sync timeline=my timeline context=3 seqno=4294967295";
        String words = "dma_fence:sw_sync-my timeline @3:4294967295";
        String where = " timeline=3 seqno=4294967295";
        assertThat(Told.of(
                                TASK + "dma_fence_init: " + fence,
                                TASK + "dma_fence_emit: " + fence,
                                TASK + "dma_fence_enable_signal: " + fence,
                                TASK + "dma_fence_wait_start: " + fence,
                                TASK + "dma_fence_signaled: " + fence,
                                TASK + "dma_fence_wait_end: " + fence,
                                TASK + "dma_fence_destroy:    " + fence)
                        .events)
                .containsExactly(
                        "fence-create insmod-9 " + words + " driver=sw_sync" + where,
                        "fence-publish insmod-9 " + words + " driver=sw_sync" + where,
                        "fence-submit insmod-9 " + words + " driver=sw_sync" + where,
                        "fence-wait insmod-9 " + words + where,
                        "fence-signal insmod-9 " + words + " driver=sw_sync" + where,
                        "fence-waited insmod-9 " + words + where,
                        "fence-destroy insmod-9 " + words + where);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "driver=a",
                "driver=a timeline=b context=1",
                "driver=a timeline=b context=1 seqno=",
                "driver=a timeline=b context=x seqno=1",
                "driver=a timeline=b context=1 seqno=99999999999999999999"
            })
    void aFenceWithoutItsFieldsIsBadInput(String payload) {
        assertThatThrownBy(() -> Told.of(TASK + "dma_fence_init: " + payload))
                .isInstanceOf(InputException.class)
                .hasMessage("text:1: dma_fence_init without what it should say");
    }

    /** Made after the kernel's dma_fence.h since 6.17, and i915_trace.h. */
    @Test
    void aSignalledFenceThatForgotItsNamesHasThoseOfItsContext() throws InputException {
        String fence = "driver=i915 timeline=rcs0 [i915] context=12 seqno=7";
        String gone = "driver=detached-driver timeline=signaled-timeline context=12 seqno=7";
        String unknown = "driver=detached-driver timeline=signaled-timeline context=99 seqno=1";
        Told told = Told.of(
                TASK + "dma_fence_wait_start: " + unknown,
                TASK + "dma_fence_wait_end: " + unknown,
                TASK + "dma_fence_destroy: " + unknown,
                TASK + "dma_fence_wait_start: " + fence,
                TASK + "dma_fence_wait_end: " + gone,
                TASK + "i915_request_wait_begin: dev=0, engine=0:0, ctx=12, seqno=7, flags=0x1",
                TASK + "i915_request_wait_end: dev=0, engine=0:0, ctx=12, seqno=7, tail=16",
                TASK + "i915_request_wait_end: dev=0, engine=0:0, ctx=98, seqno=7",
                TASK + "dma_fence_destroy: " + gone);
        String words = "insmod-9 dma_fence:i915-rcs0 [i915] @12:7 timeline=12 seqno=7";
        assertThat(told.events)
                .containsExactly(
                        "fence-wait " + words,
                        "fence-waited " + words,
                        "fence-wait " + words,
                        "fence-waited " + words,
                        "fence-destroy " + words);
        assertThat(told.report().unused())
                .containsOnlyKeys("dma_fence_wait_start", "dma_fence_wait_end", "i915_request_wait_end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dev=0, engine=0:0, ctx=12", "dev=0, engine=0:0, ctx=, seqno=7", "ctx=12, seqno=7"})
    void aRequestWithoutItsFieldsIsBadInput(String payload) {
        assertThatThrownBy(() -> Told.of(TASK + "i915_request_wait_begin: " + payload))
                .isInstanceOf(InputException.class)
                .hasMessage("text:1: i915_request_wait_begin without what it should say");
    }

    /** As Linux 6.12 printed them. */
    @Test
    void aCompletionIsOfWhoWaitsForIt() throws InputException {
        String at = " (wait_for_completion+0x4/0x24) x=0xffffffffa00090e0";
        assertThat(Told.of(
                                TASK + "compl_done:" + at.replace("wait_for_completion", "complete"),
                                TASK + "compl_wait:" + at + " from=fd_wait+0x6a/0xb5 [fd]",
                                TASK + "compl_waited: (fd_wait+0x6a/0xb5 [fd] <- wait_for_completion)",
                                TASK + "compl_done:" + at.replace("wait_for_completion", "complete"),
                                TASK + "compl_wait:" + at + " from=arch_rethook_trampoline+0x0/0x4d",
                                TASK + "compl_done:" + at.replace("wait_for_completion", "complete"))
                        .events)
                .containsExactly(
                        "fence-signal insmod-9 @ffffffffa00090e0",
                        "fence-wait insmod-9 completion:fd_wait @ffffffffa00090e0 at=fd_wait+0x6a/0xb5 [fd] driver=fd",
                        "fence-waited insmod-9 completion:fd_wait @ffffffffa00090e0"
                                + " at=fd_wait+0x6a/0xb5 [fd] driver=fd slept=no",
                        "fence-signal insmod-9 @ffffffffa00090e0#2",
                        "fence-wait insmod-9 completion @ffffffffa00090e0#2",
                        "fence-signal insmod-9 @ffffffffa00090e0#3");
    }

    @Test
    void aCompletionIsAFencePerRound() throws InputException {
        String at = " (wait_for_completion+0x0/0x30) x=0xffff888000f13a38";
        assertThat(Told.of(
                                TASK + "compl_wait:" + at,
                                TASK + "compl_done:" + at.replace("wait_for_completion", "complete"),
                                TASK + "compl_waited: (lk_run+0x5a/0x90 [lkbug] <- wait_for_completion)",
                                TASK + "compl_done:" + at.replace("wait_for_completion", "complete"),
                                TASK + "compl_done:" + at.replace("wait_for_completion", "complete"),
                                TASK + "compl_wait:" + at,
                                TASK + "compl_waited: (lk_run+0x5a/0x90 [lkbug] <- wait_for_completion)",
                                TASK + "compl_wait:" + at,
                                TASK + "compl_waited: no arrow")
                        .events)
                .containsExactly(
                        "fence-wait insmod-9 completion @ffff888000f13a38",
                        "fence-signal insmod-9 completion @ffff888000f13a38",
                        "fence-waited insmod-9 completion @ffff888000f13a38 at=lk_run+0x5a/0x90 [lkbug] driver=lkbug",
                        "fence-signal insmod-9 completion @ffff888000f13a38#2",
                        "fence-signal insmod-9 completion @ffff888000f13a38#3",
                        "fence-wait insmod-9 completion @ffff888000f13a38#3",
                        "fence-waited insmod-9 completion @ffff888000f13a38#3"
                                + " at=lk_run+0x5a/0x90 [lkbug] driver=lkbug slept=no",
                        "fence-wait insmod-9 completion @ffff888000f13a38#4");
    }
}
