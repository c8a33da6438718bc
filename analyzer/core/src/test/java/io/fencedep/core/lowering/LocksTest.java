package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocksTest {

    @Test
    void an_acquire_waits_and_then_holds() {
        assertThat(Scene.kernel("one: acquire A; acquire B; release B; release A")
                        .dependencies())
                .containsExactly("A -> B");
    }

    @Test
    void a_dependency_comes_from_every_hold_not_only_from_the_innermost() {
        assertThat(Scene.kernel("one: acquire A; acquire B; acquire C; release C; release B; release A")
                        .dependencies())
                .containsExactly("A -> B", "A -> C", "B -> C");
    }

    @Test
    void what_is_released_is_held_no_more_whatever_the_order() {
        assertThat(Scene.kernel("one: acquire A; acquire B; release A; acquire C; release C; release B")
                        .dependencies())
                .containsExactly("A -> B", "B -> C");
    }

    @Test
    void nothing_leads_to_a_try_but_what_it_holds_counts_in_full() {
        assertThat(Scene.kernel("one: acquire A; acquire B try; acquire C; release C; release B; release A")
                        .dependencies())
                .containsExactly("A -> B tried", "A -> C", "B -> C");
    }

    @Test
    void a_dependency_is_distant_when_a_tried_or_unchecked_lock_always_stood_in_between() {
        assertThat(distant(Scene.kernel("one: acquire A; acquire B try; acquire C; release C; release B; release A")))
                .containsExactly("A -> C");
        assertThat(distant(Scene.kernel(
                        "one: acquire A; acquire R unchecked; acquire B; acquire C; release C; release B; release R;"
                                + " release A")))
                .containsExactly("A -> B", "A -> C");
        assertThat(distant(Scene.kernel("one: acquire A; acquire B; acquire C; release C; release B; release A")))
                .isEmpty();
        assertThat(distant(Scene.kernel(
                        "one: acquire A; acquire B try; acquire C; release C; release B; acquire C; release C;"
                                + " release A")))
                .isEmpty();
    }

    @Test
    void programs_know_no_distance() {
        assertThat(distant(Scene.program("one: acquire A; acquire B try; acquire C; release C; release B; release A")))
                .isEmpty();
    }

    private static List<String> distant(Scene scene) {
        return scene.graph().dependencies().stream()
                .filter(each -> each.isDistant())
                .map(Object::toString)
                .sorted()
                .toList();
    }

    @Test
    void a_try_that_failed_is_nothing() {
        assertThat(Scene.kernel("one: acquire A; acquire B try failed; acquire C; release C; release A")
                        .dependencies())
                .containsExactly("A -> C");
    }

    @Test
    void the_third_failed_try_while_one_hold_lasts_is_a_spin_wait() {
        String once = "acquire B try failed; ";
        assertThat(Scene.kernel("one: acquire A; " + once + once + "release A").dependencies())
                .isEmpty();
        assertThat(Scene.kernel("one: acquire A; " + once + once + once + "release A")
                        .dependencies())
                .containsExactly("A -> B spin");
    }

    @Test
    void failed_tries_under_changing_holds_are_no_spin_wait() {
        String once = "acquire A; acquire B try failed; release A; ";
        assertThat(Scene.kernel("one: " + once + once + once + "mark").dependencies())
                .isEmpty();
    }

    @Test
    void only_holds_that_lasted_through_all_tries_spin() {
        String once = "acquire B try failed; ";
        assertThat(Scene.kernel("one: acquire A; " + once + "acquire C; " + once + once + "release C; release A")
                        .dependencies())
                .containsExactly("A -> B spin", "A -> C");
    }

    @Test
    void failed_tries_for_different_instances_are_counted_for_themselves() {
        assertThat(Scene.kernel(
                                "one: acquire A; acquire B#1 try failed; acquire B#2 try failed; acquire B#3 try failed;"
                                        + " release A")
                        .dependencies())
                .isEmpty();
    }

    @Test
    void a_timeout_makes_the_wait_timed_and_a_timeout_of_zero_none() {
        assertThat(Scene.kernel("one: acquire A; acquire B timeout=5; release B; release A")
                        .dependencies())
                .containsExactly("A -> B timed");
        assertThat(Scene.kernel("one: acquire A; acquire B timeout=0; release B; release A")
                        .dependencies())
                .isEmpty();
    }

    @Test
    void who_gave_up_holds_nothing() {
        assertThat(Scene.kernel("one: acquire A timeout=5; acquired A result=timeout; acquire B; release B")
                        .dependencies())
                .isEmpty();
    }

    @Test
    void a_plain_reader_and_a_writer_wait_for_readers_too() {
        String reader = "two: acquire B read; release B\n";
        assertThat(Scene.kernel(reader + "one: acquire A; acquire B; release B; release A")
                        .dependencies())
                .containsExactly("A -> B", "A -> B:shared");
        assertThat(Scene.kernel(reader + "one: acquire A; acquire B read; release B; release A")
                        .dependencies())
                .containsExactly("A -> B", "A -> B:shared");
    }

    @Test
    void a_recursive_reader_waits_for_the_writer_only() {
        assertThat(Scene.kernel("one: acquire A; acquire B recursive-read; release B; release A")
                        .dependencies())
                .containsExactly("A -> B");
    }

    @Test
    void what_a_reader_holds_is_its_shared_node() {
        assertThat(Scene.kernel("one: acquire A read; acquire B; release B; release A")
                        .dependencies())
                .containsExactly("A:shared -> B");
    }

    @Test
    void after_a_downgrade_the_lock_is_shared() {
        assertThat(Scene.kernel("one: acquire A; acquire B; release B; downgrade A; acquire C; release C; release A")
                        .dependencies())
                .containsExactly("A -> B", "A:shared -> C");
    }

    @Test
    void a_downgrade_of_what_is_not_held_for_write_is_an_anomaly() {
        assertThat(Scene.kernel("one: acquire A read; downgrade A; release A; downgrade B")
                        .anomalies())
                .containsExactly("2 downgrade of a lock that is not held for write");
    }

    @Test
    void a_monitor_may_be_entered_again_and_is_left_as_often() {
        assertThat(Scene.program("one: acquire A kind=monitor; acquire A kind=monitor; release A; acquire B; release B;"
                                + " release A; acquire C; release C")
                        .dependencies())
                .containsExactly("A -> B");
    }

    @Test
    void reading_under_ones_own_write_is_fine_where_the_lock_is_reentrant() {
        assertThat(Scene.program("one: acquire A reentrant; acquire A reentrant read; release A; release A")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void writing_under_ones_own_read_is_recursion_even_where_the_lock_is_reentrant() {
        assertThat(Scene.program("one: acquire A reentrant read; acquire A reentrant; release A; release A")
                        .verdicts())
                .containsExactly("error recursion A is taken for write under its own read lock");
    }

    @Test
    void unchecked_locks_take_no_part_in_dependencies_or_recursion() {
        assertThat(Scene.kernel("one: acquire A unchecked; acquire B; acquire C unchecked; acquire C#2 unchecked;"
                                + " release C#2; release C; release B; release A")
                        .dependencies())
                .isEmpty();
        assertThat(Scene.kernel("one: acquire C unchecked; acquire C#2 unchecked; release C#2; release C")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void a_release_by_a_stranger_ends_the_oldest_hold_of_a_semaphore() {
        Scene scene = Scene.kernel("""
                one: acquire S kind=semaphore capacity=2; acquire A; release A
                two: release S
                one: acquire B; release B
                """);
        assertThat(scene.dependencies()).containsExactly("S -> A");
    }

    @Test
    void a_release_by_a_stranger_ends_the_oldest_hold_of_a_reader() {
        Scene scene = Scene.kernel("""
                one: acquire R kind=rwsem read; acquire A; release A
                two: release R
                one: acquire B; release B
                """);
        assertThat(scene.dependencies()).containsExactly("R:shared -> A");
    }

    @Test
    void a_release_by_a_stranger_of_anything_else_is_an_anomaly() {
        assertThat(Scene.kernel("one: acquire A kind=mutex\ntwo: release A\none: release A")
                        .anomalies())
                .containsExactly("1 release of a lock that is not held");
    }

    @Test
    void a_lock_of_unknown_kind_such_as_that_of_a_page_is_free_when_an_interrupt_has_released_it() {
        Scene scene = Scene.kernel("""
                one: acquire P; acquire A; release A
                two: release P
                one: acquire B; release B
                """);
        assertThat(scene.dependencies()).containsExactly("P -> A");
        assertThat(scene.anomalies()).containsExactly("1 release of a lock that is not held");
    }

    @Test
    void an_instance_has_the_first_class_it_is_ever_given_from_the_start_of_the_trace() {
        Scene scene = Scene.kernel("""
                one: acquire x class=-; acquire B; release B; release x
                two: acquire x class=A; release x
                """);
        assertThat(scene.dependencies()).containsExactly("A -> B");
    }

    @Test
    void a_second_class_is_an_anomaly_and_changes_nothing() {
        String text = "one: acquire x class=A; release x\none: acquire x class=B; acquire C; release C; release x";
        assertThat(Scene.kernel(text).dependencies()).containsExactly("A -> C");
        assertThat(Scene.kernel(text).anomalies()).containsExactly("1 instance given a second class");
    }

    @Test
    void where_addresses_are_used_again_an_idle_one_takes_its_new_class() {
        String text = "one: acquire x class=A; release x\none: acquire x class=B; acquire C; release C; release x";
        assertThat(Scene.ftrace(text).dependencies()).containsExactly("B -> C");
        assertThat(Scene.ftrace(text).anomalies()).isEmpty();
    }

    @Test
    void an_instance_that_is_never_given_a_class_is_named_by_its_kind_and_where_it_was_first_seen() {
        assertThat(Scene.kernel(
                                "one: acquire x class=- kind=mutex at=gem.c:12; acquire y class=-; release y; release x")
                        .dependencies())
                .containsExactly("mutex@gem.c:12 -> lock");
    }

    @Test
    void subclasses_are_classes_of_their_own() {
        assertThat(Scene.kernel("one: acquire A; acquire A#2 subclass=1; release A#2; release A")
                        .dependencies())
                .containsExactly("A -> A/1");
    }

    @Test
    void dependencies_stay_within_one_interrupt_context() {
        assertThat(Scene.kernel("one: acquire A; acquire B hardirq; release B hardirq; release A")
                        .dependencies())
                .isEmpty();
    }

    @Test
    void lost_events_end_every_hold() {
        assertThat(Scene.kernel("one: acquire A; lost 3; acquire B; release B").dependencies())
                .isEmpty();
        assertThat(Scene.kernel("one: acquire A; lost 3; acquire B; release B").anomalies())
                .containsExactly("3 events lost by the recorder");
    }

    @Test
    void a_kernel_task_that_never_releases_is_forgotten_before_it_costs_everything() {
        StringBuilder text = new StringBuilder("one: acquire X");
        for (int i = 0; i < 1100; i++) {
            text.append("; acquire L#").append(i);
        }
        text.append("; acquire B; release B");
        Scene recorded = Scene.ftrace(text.toString());
        assertThat(recorded.anomalies()).contains("1 task that held more locks than any does (releases are missing)");
        assertThat(recorded.dependencies()).doesNotContain("X -> B");
        assertThat(Scene.kernel(text.toString()).dependencies()).contains("X -> B");
    }

    @Test
    void a_place_of_a_counting_lock_does_not_exclude_so_another_place_is_no_recursion_of_an_instance() {
        assertThat(Scene.kernel("one: acquire S#1 kind=semaphore capacity=2; acquire S#2 kind=semaphore capacity=2;"
                                + " release S#2; release S#1")
                        .verdicts())
                .containsExactly("warning recursion S is taken while another one of its class is held");
    }

    @Test
    void one_who_takes_all_places_of_a_semaphore_is_enough_to_be_stuck() {
        String ring = """
                one: acquire S kind=semaphore capacity=%d; acquire A; release A; release S
                two: acquire A; acquire S kind=semaphore capacity=%d; release S; release A
                """;

        assertThat(verdict(ring.formatted(2, 2))).startsWith("warning cycle");
        assertThat(verdict(ring.formatted(1, 2))).startsWith("error cycle");
        assertThat(verdict(ring.formatted(2, 1))).startsWith("error cycle");
    }

    private static String verdict(String text) {
        return Scene.kernel(text).verdicts().get(0);
    }
}
