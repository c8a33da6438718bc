package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {
    private static final String RECLAIM = "A -> reclaim";
    private static final String NOTIFIERS = "A -> mmu_notifier";
    private static final String RUNS_NOTIFIERS = "reclaim -> mmu_notifier";

    private static Set<String> allocating(String flags) {
        return Scene.kernel("one: acquire A; alloc " + flags + "; release A").dependencies();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GFP_KERNEL",
                "GFP_USER",
                "GFP_HIGHUSER_MOVABLE",
                "GFP_KERNEL_ACCOUNT",
                "GFP_KERNEL|__GFP_NOWARN",
                "__GFP_RECLAIM|__GFP_IO|__GFP_FS",
                "blocking"
            })
    void an_allocation_that_may_enter_the_file_system_waits_for_reclaim_and_notifiers(String flags) {
        assertThat(allocating(flags)).containsExactly(NOTIFIERS, RECLAIM, RUNS_NOTIFIERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GFP_NOFS", "GFP_NOIO", "GFP_KERNEL&~__GFP_FS", "__GFP_DIRECT_RECLAIM"})
    void an_allocation_that_may_not_still_runs_notifiers(String flags) {
        assertThat(allocating(flags)).containsExactly(NOTIFIERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GFP_NOWAIT",
                "GFP_ATOMIC",
                "GFP_ATOMIC|__GFP_ZERO",
                "nonblocking",
                "GFP_KERNEL&~__GFP_DIRECT_RECLAIM",
                "GFP_TRANSHUGE_LIGHT",
                "GFP_KERNEL|__GFP_NOLOCKDEP"
            })
    void an_allocation_that_may_not_reclaim_directly_waits_for_nothing(String flags) {
        assertThat(allocating(flags)).isEmpty();
    }

    @Test
    void flags_of_which_no_word_is_known_are_an_anomaly_and_wait_for_nothing() {
        assertThat(Scene.kernel("one: acquire A; alloc WHATEVER; release A").anomalies())
                .containsExactly("1 allocation flags of which no word is known");
        assertThat(allocating("WHATEVER")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nofs", "noio"})
    void a_scope_masks_the_flags(String scope) {
        assertThat(Scene.kernel("one: scope-begin %s; acquire A; alloc GFP_KERNEL; release A; scope-end %s"
                                .replace("%s", scope))
                        .dependencies())
                .containsExactly(NOTIFIERS);
    }

    @Test
    void a_noreclaim_scope_waits_for_nothing() {
        assertThat(Scene.kernel(
                                "one: scope-begin noreclaim; acquire A; alloc GFP_KERNEL; release A; scope-end noreclaim")
                        .dependencies())
                .isEmpty();
    }

    @Test
    void a_scope_lasts_to_its_end_and_belongs_to_its_task() {
        assertThat(Scene.kernel("one: scope-begin noreclaim; scope-end noreclaim; acquire A; alloc GFP_NOFS; release A")
                        .dependencies())
                .containsExactly(NOTIFIERS);
        assertThat(Scene.kernel("two: scope-begin noreclaim\none: acquire A; alloc GFP_NOFS; release A")
                        .dependencies())
                .containsExactly(NOTIFIERS);
    }

    @Test
    void the_end_of_a_scope_that_never_began_is_an_anomaly() {
        assertThat(Scene.kernel("one: scope-end nofs").anomalies())
                .containsExactly("1 end of a scope that never began");
    }

    @Test
    void reclaim_is_held_while_it_lasts() {
        assertThat(Scene.kernel("one: reclaim-begin; acquire A; release A; reclaim-end; acquire B; release B")
                        .dependencies())
                .containsExactly("reclaim -> A");
    }

    @Test
    void reclaim_in_a_task_that_holds_something_is_itself_a_wait_for_reclaim() {
        assertThat(Scene.kernel("one: acquire A; reclaim-begin; reclaim-end; release A")
                        .dependencies())
                .containsExactly(RECLAIM);
    }

    @Test
    void reclaim_itself_may_allocate() {
        assertThat(Scene.kernel("one: reclaim-begin; acquire A; alloc GFP_KERNEL; release A; reclaim-end")
                        .dependencies())
                .containsExactly("reclaim -> A");
    }

    @Test
    void what_the_kernel_calls_fs_reclaim_is_reclaim() {
        Scene scene = Scene.kernel("""
                one: acquire A; acquire fs_reclaim kind=map; release fs_reclaim; release A
                two: reclaim-begin; acquire A; release A; reclaim-end
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle A -> reclaim -> A");
    }

    @Test
    void an_allocation_waits_for_every_class_that_is_ever_reclaimed_under() {
        Scene scene = Scene.kernel("""
                one: reclaim-begin shrinkers; acquire A; release A; reclaim-end shrinkers
                two: acquire A; alloc GFP_KERNEL; release A
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle A -> reclaim -> shrinkers -> A");
    }

    @Test
    void a_notifier_is_waited_for_by_what_its_caller_holds_and_then_held() {
        assertThat(Scene.kernel("one: acquire A; notifier-begin mmu_notifier#1; acquire B; release B;"
                                + " notifier-end mmu_notifier#1; release A")
                        .dependencies())
                .containsExactly("A -> B", "A -> mmu_notifier", "mmu_notifier -> B");
    }

    @Test
    void other_notifiers_are_waited_for_by_their_own_callers_only() {
        Scene scene = Scene.kernel("""
                one: notifier-begin move_notify; acquire A; release A; notifier-end move_notify
                two: acquire A; alloc GFP_KERNEL; release A
                """);
        assertThat(scene.dependencies())
                .containsExactlyInAnyOrder("move_notify -> A", NOTIFIERS, RECLAIM, RUNS_NOTIFIERS);
    }

    @Test
    void an_allocation_waits_for_every_class_of_mmu_notifiers() {
        Scene scene = Scene.kernel("""
                one: notifier-begin gpu_ranges model=shadow-page-table; acquire A; release A; notifier-end gpu_ranges
                two: acquire A; alloc GFP_NOFS; release A
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle A -> mmu_notifier -> gpu_ranges -> A");
    }

    @Test
    void a_notifier_that_allocates_waits_for_notifiers() {
        assertThat(Scene.kernel("one: notifier-begin mmu_notifier; alloc GFP_NOFS; notifier-end mmu_notifier")
                        .verdicts())
                .containsExactly("error recursion mmu_notifier is waited for from inside of it");
    }

    @Test
    void ends_of_what_never_began_are_anomalies() {
        assertThat(Scene.kernel("one: reclaim-end; notifier-end mmu_notifier; dma-end page")
                        .anomalies())
                .containsExactly(
                        "1 end of a DMA that never began",
                        "1 end of a notifier that never began",
                        "1 end of reclaim that never began");
    }

    @Test
    void the_cycle_of_reclaim_and_a_signalling_path() {
        Scene scene = Scene.kernel("""
                job: signalling-begin F; alloc GFP_KERNEL; fence-signal F; signalling-end F
                kswapd: reclaim-begin; fence-wait F; fence-waited F awake; reclaim-end
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle F -> reclaim -> F");
    }
}
