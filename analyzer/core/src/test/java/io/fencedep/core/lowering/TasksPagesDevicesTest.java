package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import org.junit.jupiter.api.Test;

class TasksPagesDevicesTest {

    @Test
    void whoever_joins_a_task_waits_for_all_that_it_waits_for() {
        Scene scene = Scene.kernel("""
                child: acquire A; release A
                parent: acquire B; task-join child; task-joined child; release B
                """);
        assertThat(scene.dependencies()).containsExactly("B -> task:child", "task:child -> A");
    }

    @Test
    void a_task_that_nobody_joins_costs_nothing() {
        assertThat(Scene.kernel("parent: task-start child\nchild: acquire A; release A")
                        .dependencies())
                .isEmpty();
    }

    @Test
    void a_joined_task_is_named_by_where_it_was_started_else_by_its_name_without_digits() {
        assertThat(Scene.kernel("parent: task-start worker-7 at=pool.c:9; acquire B; task-join worker-7; release B")
                        .dependencies())
                .containsExactly("B -> task@pool.c:9");
        assertThat(Scene.kernel("parent: acquire B; task-join worker-7; release B")
                        .dependencies())
                .containsExactly("B -> task:worker-");
    }

    @Test
    void a_join_under_a_lock_that_the_child_takes_is_a_cycle() {
        Scene scene = Scene.kernel("""
                parent: task-start child; acquire A
                child: acquire A
                parent: task-join child
                """);
        assertThat(scene.verdicts()).first().asString().startsWith("error");
    }

    @Test
    void a_child_that_ends_with_a_lock_held_is_an_anomaly() {
        assertThat(Scene.kernel("child: acquire A\nparent: task-join child; task-joined child")
                        .anomalies())
                .contains("1 lock still held when its task ended");
    }

    @Test
    void a_page_reference_is_held_until_it_is_dropped_by_whomever() {
        Scene scene = Scene.kernel("""
                one: page-get page#1 class=anon; acquire A; release A
                two: page-put page#1
                one: acquire B; release B
                """);
        assertThat(scene.dependencies()).containsExactly("anon -> A");
    }

    @Test
    void migration_waits_for_the_references_of_its_page() {
        Scene scene = Scene.kernel("""
                one: page-get page#1 class=anon; acquire A; release A; page-put page#1
                two: acquire A; page-migrate page#1 class=anon; page-migrated page#1; release A
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle A -> anon -> A");
    }

    @Test
    void page_references_recur_by_instance() {
        Scene scene = Scene.kernel("""
                one: page-get p#1; page-migrate p#2
                two: page-get p#2; page-migrate p#1
                """);
        assertThat(scene.verdicts()).containsExactly("error recursion holders of p migrate each other's pages");
        assertThat(Scene.kernel("one: page-get p#1; page-migrate p#2; page-migrated p#2; page-put p#1")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void the_migrating_tasks_own_references_do_not_count() {
        assertThat(Scene.kernel("one: page-get p; page-migrate p zone=movable; page-migrated p result=failed")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void a_long_pin_in_a_zone_that_must_move_is_unbounded() {
        String pinned = "one: page-pin p class=rdma\ntwo: page-migrate p zone=%s; page-migrated p result=failed";
        assertThat(Scene.kernel(pinned.formatted("movable")).verdicts())
                .containsExactly("warning unbounded a page of rdma has to move while it is pinned for long");
        assertThat(Scene.kernel(pinned.formatted("cma")).verdicts()).hasSize(1);
        assertThat(Scene.kernel(pinned.formatted("normal")).verdicts()).isEmpty();
    }

    @Test
    void a_reference_that_is_still_there_at_the_end_is_unbounded_when_the_migration_did_not_succeed() {
        String text = "one: page-get p\ntwo: page-migrate p zone=movable; page-migrated p result=%s";
        assertThat(Scene.kernel(text.formatted("failed")).verdicts())
                .containsExactly("warning unbounded a reference to p keeps its page from moving, and nobody drops it");
        assertThat(Scene.kernel(text.formatted("ok")).verdicts()).isEmpty();
        assertThat(Scene.kernel(text.formatted("failed") + "\none: page-put p").verdicts())
                .isEmpty();
    }

    @Test
    void an_exclusive_page_whose_holder_nothing_reaches_is_unbounded() {
        String text =
                "one: page-get p; page-exclusive p callback=%s\ntwo: page-migrate p zone=movable; page-migrated p\none: page-put p";
        assertThat(Scene.kernel(text.formatted("no")).verdicts())
                .containsExactly("warning unbounded a page of p has to move, and nothing reaches who uses it");
        assertThat(Scene.kernel(text.formatted("yes")).verdicts()).isEmpty();
    }

    @Test
    void drops_and_unpins_of_nothing_are_anomalies() {
        assertThat(Scene.kernel("one: page-put p; page-unpin p").anomalies())
                .containsExactly("1 page reference dropped that nobody took", "1 page unpinned that nobody pinned");
    }

    @Test
    void until_a_reset_is_through_no_fence_of_its_device_signals() {
        Scene scene = Scene.kernel("""
                exec: fence-create F device=gpu; fence-publish F; fence-submit F
                tdr: reset-begin gpu; acquire A; release A; reset-end gpu; acquire B; release B
                """);
        assertThat(scene.dependencies()).containsExactly("F -> A", "reset -> A");
    }

    @Test
    void a_reset_owes_neither_signalled_fences_nor_those_of_other_devices_nor_unpublished_ones() {
        Scene scene = Scene.kernel("""
                exec: fence-create F device=gpu; fence-publish F; fence-submit F; fence-signal F
                exec: fence-create G device=npu; fence-publish G; fence-submit G; fence-create H device=gpu
                tdr: reset-begin gpu; acquire A; release A; reset-end gpu
                """);
        assertThat(scene.dependencies()).containsExactly("reset -> A");
    }

    @Test
    void what_a_reset_has_signalled_it_owes_no_more() {
        Scene scene = Scene.kernel("""
                exec: fence-create F device=gpu; fence-publish F; fence-submit F
                tdr: reset-begin gpu; fence-signal F; acquire A; release A; reset-end gpu
                """);
        assertThat(scene.dependencies()).containsExactly("reset -> A");
    }

    @Test
    void a_reset_that_waits_for_a_fence_of_its_device_waits_for_itself() {
        Scene scene = Scene.kernel("""
                exec: fence-create F device=gpu; fence-publish F; fence-submit F
                tdr: reset-begin gpu; fence-wait F; fence-waited F; reset-end gpu
                """);
        assertThat(scene.verdicts())
                .contains("error recursion a reset waits for F, which cannot signal before it is through");
    }

    @Test
    void a_fault_holds_the_fences_of_its_device_and_itself() {
        Scene scene = Scene.kernel("""
                exec: fence-create F device=gpu; fence-publish F; fence-submit F
                handler: fault-begin gpu; alloc GFP_NOFS; fault-end gpu
                """);
        assertThat(scene.dependencies()).containsExactly("F -> mmu_notifier", "fault -> mmu_notifier");
    }

    @Test
    void ends_of_resets_and_faults_that_never_began_are_anomalies() {
        assertThat(Scene.kernel("one: reset-end gpu; fault-end gpu").anomalies())
                .containsExactly("1 end of a fault that never began", "1 end of a reset that never began");
    }

    @Test
    void a_pin_from_before_lost_events_may_be_gone() {
        assertThat(Scene.kernel("one: page-pin p\ntwo: page-migrate p zone=movable")
                        .verdicts())
                .hasSize(1);
        assertThat(Scene.kernel("one: page-pin p; lost\ntwo: page-migrate p zone=movable")
                        .verdicts())
                .isEmpty();
    }
}
