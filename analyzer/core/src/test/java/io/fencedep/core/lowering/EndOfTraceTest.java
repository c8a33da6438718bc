package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndOfTraceTest {

    private static List<String> deadlocks(String text) {
        return Scene.kernel(text).verdicts().stream()
                .filter(verdict -> verdict.contains(" deadlock "))
                .toList();
    }

    @Test
    void two_tasks_that_wait_for_each_others_locks_at_the_end_are_stuck() {
        assertThat(deadlocks("one: acquire A; mark\ntwo: acquire B; mark\none: acquire B\ntwo: acquire A"))
                .containsExactly("error deadlock A -> B -> A");
    }

    @Test
    void a_last_acquire_alone_proves_nothing() {
        assertThat(deadlocks("one: acquire A; mark\ntwo: acquire A")).isEmpty();
    }

    @Test
    void a_task_that_went_on_is_not_stuck() {
        assertThat(deadlocks("one: acquire A; mark\ntwo: acquire B; mark\none: acquire B\ntwo: acquire A; mark"))
                .isEmpty();
    }

    @Test
    void a_wait_with_a_timeout_is_a_way_out() {
        assertThat(deadlocks("one: acquire A; mark\ntwo: acquire B; mark\none: acquire B timeout=9\ntwo: acquire A"))
                .isEmpty();
    }

    @Test
    void a_task_that_takes_its_own_mutex_for_good_is_stuck() {
        assertThat(deadlocks("one: acquire A; mark; acquire A")).containsExactly("error deadlock A -> A");
    }

    @Test
    void a_fence_whose_owner_is_stuck_blocks() {
        assertThat(deadlocks("job: signalling-begin F; acquire A\none: mark")).isEmpty();
        assertThat(deadlocks("""
                        one: acquire A; mark
                        job: signalling-begin F; acquire A
                        one: fence-wait F
                        """)).containsExactly("error deadlock A -> F -> A");
    }

    @Test
    void a_fence_without_a_known_owner_is_a_way_out() {
        assertThat(deadlocks("one: acquire A; fence-wait F\ntwo: acquire A")).isEmpty();
    }

    @Test
    void one_free_alternative_is_a_way_out() {
        String text = """
                init: fence-create G
                one: acquire A; mark
                job: signalling-begin F; acquire A
                one: fence-wait any=%s
                """;
        assertThat(deadlocks(text.formatted("F,G"))).isEmpty();
        assertThat(deadlocks(text.formatted("F"))).hasSize(1);
    }

    @Test
    void with_a_place_left_nobody_is_stuck() {
        String text = """
                one: acquire S kind=semaphore capacity=%d; mark
                two: acquire A; mark; acquire S kind=semaphore capacity=%d
                one: acquire A
                """;
        assertThat(deadlocks(text.replace("%d", "1"))).containsExactly("error deadlock A -> S -> A");
        assertThat(deadlocks(text.replace("%d", "2"))).isEmpty();
    }

    @Test
    void readers_do_not_block_readers_unless_a_writer_is_queued() {
        String text = """
                one: acquire R read; mark
                two: acquire A; mark
                %s
                two: acquire R read
                one: acquire A
                """;
        assertThat(deadlocks(text.formatted("four: mark"))).isEmpty();
        assertThat(deadlocks(text.formatted("writer: acquire R"))).hasSize(1);
    }

    @Test
    void a_flush_of_a_work_item_that_is_stuck_is_stuck() {
        assertThat(deadlocks("one: acquire A; mark\nworker: work-begin W; acquire A\none: work-flush W"))
                .containsExactly("error deadlock A -> W -> A");
    }

    @Test
    void a_join_of_a_task_that_is_stuck_is_stuck() {
        assertThat(deadlocks("one: acquire A; mark; task-start child\nchild: acquire A\none: task-join child"))
                .hasSize(1);
    }

    @Test
    void those_behind_a_ring_are_counted() {
        Scene scene = Scene.kernel("""
                one: acquire A; mark
                two: acquire B; mark
                one: acquire B
                two: acquire A
                three: acquire C; mark; acquire A
                """);
        assertThat(scene.findings().get(0).detail())
                .containsExactly("when the recording ends 3 tasks are stuck: these 2, and others behind them");
    }

    @Test
    void an_observed_deadlock_comes_first_and_is_observed() {
        Scene scene = Scene.kernel("one: acquire A; mark\ntwo: acquire B; mark\none: acquire B\ntwo: acquire A");
        assertThat(scene.findings().get(0).strength()).hasToString("OBSERVED");
    }

    @Test
    void a_hold_that_its_task_takes_again_is_one_whose_end_the_recorder_missed() {
        Scene scene = Scene.kernel("one: acquire A; acquire B; release B; acquire A; acquire C; release C; release A");
        assertThat(scene.dependencies()).contains("A -> C").doesNotContain("A -> B");
        Scene again = Scene.kernel("one: acquire A; acquire B; release B; acquire A; acquire C; release C; release A");
        assertThat(again.anomalies())
                .containsExactly("1 hold that is never released though all around it is (the recording began in its"
                        + " middle)");
    }

    @Test
    void a_hold_that_outlives_what_was_taken_before_it_and_is_never_released_is_dropped_and_counted() {
        String text = "one: acquire A; acquire B; release A; acquire C; release C";
        assertThat(Scene.kernel(text).dependencies()).doesNotContain("B -> C");
        assertThat(Scene.kernel(text).anomalies())
                .containsExactly("1 hold that is never released though all around it is (the recording began in its"
                        + " middle)");
    }

    @Test
    void a_hold_that_merely_lasts_to_the_end_counts() {
        assertThat(Scene.kernel("one: acquire A; acquire B; release B").dependencies())
                .containsExactly("A -> B");
    }

    @Test
    void a_task_that_asks_to_write_what_it_reads_is_stuck() {
        String reads = "one: acquire A kind=rwsem reentrant read; mark; acquire A kind=rwsem reentrant";
        assertThat(deadlocks(reads)).containsExactly("error deadlock A:shared -> A:shared");
        assertThat(deadlocks(reads + " timeout=9")).isEmpty();
        assertThat(deadlocks(reads + "; mark")).isEmpty();
    }

    @Test
    void where_nobody_else_runs_a_fence_can_only_come_from_those_that_wait() {
        String text = "one: acquire A; fence-wait F\ntwo: acquire A";
        assertThat(Scene.kernel(text).whereNobodyElseRuns().findings().get(0).detail())
                .contains("who was to signal was not seen, but nobody else runs who still could");
        assertThat(Scene.kernel(text).whereNobodyElseRuns().verdicts()).contains("error deadlock A -> F -> A");
        assertThat(Scene.kernel("one: acquire A; fence-wait F\ntwo: fence-wait G")
                        .whereNobodyElseRuns()
                        .verdicts())
                .isEmpty();
        assertThat(Scene.kernel("one: acquire A; fence-wait F\ntwo: acquire A timeout=9")
                        .whereNobodyElseRuns()
                        .verdicts())
                .isEmpty();
    }

    @Test
    void where_nobody_else_runs_what_waits_in_a_queue_keeps_those_that_have_its_places() {
        String one = "one: work-begin w1 class=W queue=Q capacity=1; fence-wait F";
        assertThat(Scene.kernel(one).whereItemsWaitIn("Q").verdicts())
                .containsExactly("error deadlock F -> place:Q -> F");
        assertThat(Scene.kernel(one).whereItemsWaitIn("R").verdicts()).isEmpty();
        assertThat(Scene.kernel(one).whereNobodyElseRuns().verdicts()).isEmpty();
        assertThat(Scene.kernel(one + " timeout=9").whereItemsWaitIn("Q").verdicts())
                .isEmpty();
        String ofTwo = "one: work-begin w1 class=W queue=Q capacity=2; fence-wait F";
        assertThat(Scene.kernel(ofTwo).whereItemsWaitIn("Q").verdicts()).isEmpty();
        String both = ofTwo + "\ntwo: work-begin w2 class=W queue=Q capacity=2; fence-wait G";
        assertThat(Scene.kernel(both).whereItemsWaitIn("Q").verdicts())
                .containsExactly("error deadlock F -> place:Q -> F");
        assertThat(Scene.kernel(both + "\nthree: fence-signal G")
                        .whereItemsWaitIn("Q")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void where_nobody_else_runs_the_task_that_all_began_with_is_missed_by_everybody() {
        String text = "one: fence-wait F\ntwo: fence-wait G";
        assertThat(Scene.kernel(text).whereAllBeganWith("one").verdicts()).containsExactly("error deadlock F -> F");
        assertThat(Scene.kernel(text).whereAllBeganWith("three").verdicts()).isEmpty();
        assertThat(Scene.kernel("two: fence-signal F\n" + text)
                        .whereAllBeganWith("one")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void a_lock_whose_holder_has_ended_comes_free_for_nobody() {
        String text = "one: acquire A; mark\ntwo: acquire B; mark; acquire A\nthree: acquire B";
        assertThat(Scene.kernel(text).verdicts()).isEmpty();
        assertThat(Scene.kernel(text).whereItEnded("one").verdicts()).containsExactly("error deadlock A -> A");
        assertThat(Scene.kernel(text).whereItEnded("one").findings().get(0).detail())
                .contains("the task one has ended without giving back what it holds, and nobody else can");
        assertThat(Scene.kernel(text + " timeout=9").whereItEnded("one").verdicts())
                .containsExactly("error deadlock A -> A");
        assertThat(Scene.kernel("one: acquire A\ntwo: acquire A timeout=9")
                        .whereItEnded("one")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void where_nobody_else_runs_an_item_that_nobody_has_begun_waits_for_those_that_wait() {
        String text = "one: work-begin W queue=Q capacity=1; work-flush V";
        assertThat(Scene.kernel(text).whereItemsWaitIn("Q").verdicts())
                .containsExactly("error deadlock V -> place:Q -> V");
        assertThat(Scene.kernel(text).whereNobodyElseRuns().verdicts()).isEmpty();
        assertThat(Scene.kernel(text + "\ntwo: work-begin V")
                        .whereItemsWaitIn("Q")
                        .verdicts())
                .isEmpty();
    }
}
