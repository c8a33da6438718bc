package io.fencedep.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import io.fencedep.core.graph.ResourceKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceTest {

    @ParameterizedTest
    @EnumSource(
            value = FindingKind.class,
            names = {"DEADLOCK", "CYCLE", "RECURSION", "STALL"})
    void programs_are_told_nothing_of_kernels(FindingKind kind) {
        Set<ResourceKind> parts = EnumSet.of(
                ResourceKind.LOCK, ResourceKind.FENCE, ResourceKind.WORK, ResourceKind.PLACE, ResourceKind.TASK);
        for (String rule : List.of("", "same-class", "upgrade", "instance-order")) {
            assertThat(Advice.of(kind, rule, parts, true))
                    .doesNotContainIgnoringCase("gfp", "spin_lock", "flush", "acquire context", "kernel");
        }
    }

    @Test
    void a_ring_of_locks_is_about_their_order_only() {
        assertThat(advice(Scene.kernel("""
                one: acquire A; acquire B; release B; release A
                two: acquire B; acquire A; release A; release B
                """)))
                .isEqualTo("Take these locks in one order everywhere, or let go of one before waiting for the next.");
    }

    @Test
    void allocations_are_spoken_of_where_reclaim_takes_part() {
        String reclaim = "one: signalling-begin F; alloc GFP_KERNEL; fence-signal F; signalling-end F\n"
                + "two: reclaim-begin; fence-wait F; reclaim-end";
        String lock = "one: signalling-begin F; acquire A; release A; fence-signal F; signalling-end F\n"
                + "two: acquire A; fence-wait F; release A";
        assertThat(advice(Scene.kernel(reclaim))).contains("GFP_NOWAIT");
        assertThat(advice(Scene.kernel(lock))).doesNotContain("GFP").contains("signalling path");
        assertThat(advice(Scene.program(lock)))
                .doesNotContain("signalling path")
                .contains("let it signal without");
    }

    @Test
    void what_is_held_and_where_decides_how_to_get_out_of_a_wait_context() {
        assertThat(advice(Scene.kernel("one: irqs-off; fence-wait F"))).contains("after enabling them again");
        assertThat(advice(Scene.kernel("one: acquire S kind=spin; fence-wait F")))
                .startsWith("Drop what is held");
        assertThat(advice(Scene.kernel("one: fence-wait F softirq"))).startsWith("An interrupt cannot sleep");
    }

    @Test
    void a_ring_through_what_a_device_owes_is_about_its_reset_or_page_fault() {
        String device =
                "app: fence-create F device=gpu; fence-publish F; fence-submit F; acquire A; fence-wait F; release A\n"
                        + "worker: %s-begin gpu; acquire A; release A; %s-end gpu";
        assertThat(advice(Scene.kernel(device.replace("%s", "reset")))).contains("a reset or a fault handler");
        assertThat(advice(Scene.kernel(device.replace("%s", "fault")))).contains("a reset or a fault handler");
        assertThat(advice(Scene.kernel("""
                app: acquire A; fence-wait F; release A
                worker: signalling-begin F; acquire A; release A; fence-signal F; signalling-end F
                """))).doesNotContain("reset");
    }

    @Test
    void whoever_takes_room_bit_by_bit_is_told_to_take_all_at_once() {
        assertThat(advice(Scene.kernel("one: acquire S kind=semaphore capacity=2; acquire S; release S; release S")))
                .startsWith("Take all that is needed in one step");
    }

    private static String advice(Scene scene) {
        return scene.findings().get(0).advice();
    }
}
