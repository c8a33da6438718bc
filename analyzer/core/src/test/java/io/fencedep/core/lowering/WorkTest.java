package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import io.fencedep.core.graph.DependencyGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkTest {

    @Test
    void a_work_item_is_held_while_it_runs() {
        assertThat(Scene.kernel("worker: work-begin W; acquire A; release A; work-end W; acquire B; release B")
                        .dependencies())
                .containsExactly("W -> A");
    }

    @Test
    void a_flush_waits_for_the_work() {
        assertThat(Scene.kernel("one: acquire A; work-flush W; work-flushed W; release A")
                        .dependencies())
                .containsExactly("A -> W");
    }

    @Test
    void a_flush_of_a_queue_waits_for_all_its_items() {
        Scene scene = Scene.kernel("""
                worker: work-begin W queue=Q; acquire A; release A; work-end W
                one: acquire A; work-flush queue=Q; work-flushed queue=Q; release A
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle A -> queue:Q -> A");
    }

    @Test
    void a_work_item_that_flushes_itself_is_recursion() {
        assertThat(Scene.kernel("worker: work-begin W; work-flush W; work-flushed W; work-end W")
                        .verdicts())
                .containsExactly("error recursion W waits for itself");
    }

    @Test
    void an_item_that_flushes_its_own_queue_is_recursion() {
        assertThat(Scene.kernel("worker: work-begin W queue=Q; work-flush queue=Q; work-flushed queue=Q; work-end W")
                        .verdicts())
                .containsExactly("error recursion queue:Q is waited for by one of its own items");
    }

    @Test
    void a_queue_without_bound_has_no_places() {
        assertThat(Scene.kernel("worker: work-begin W queue=Q; acquire A; release A; work-end W")
                        .dependencies())
                .containsExactly("W -> A", "queue:Q -> A");
    }

    @Test
    void an_item_waits_for_its_place_once_for_each_time_that_it_runs() {
        String run =
                "one: work-queue W queue=Q capacity=2; work-flush W; work-flushed W\nworker: work-begin W; work-end W\n";
        assertThat(Scene.kernel(run + run).graph().dependencies())
                .filteredOn(dependency -> dependency.to().className().equals("place:Q"))
                .singleElement()
                .satisfies(dependency -> assertThat(dependency.count()).isEqualTo(2));
    }

    @Test
    void an_item_holds_a_place_of_its_queue_and_every_item_waits_for_one() {
        assertThat(Scene.kernel("worker: work-begin W queue=Q capacity=1; acquire A; release A; work-end W")
                        .dependencies())
                .containsExactly("W -> A", "W -> place:Q (causal)", "place:Q -> A", "queue:Q -> A");
    }

    @Test
    void an_item_of_an_ordered_queue_that_waits_for_another_item_waits_for_its_own_place() {
        Scene scene = Scene.kernel("""
                one: work-queue V queue=Q capacity=1; work-queue W queue=Q capacity=1
                worker: work-begin V queue=Q capacity=1; work-flush W; work-flushed W; work-end V
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle W -> place:Q -> W");
    }

    @Test
    void with_room_for_two_it_is_only_suspect() {
        Scene scene = Scene.kernel("""
                one: work-queue V queue=Q capacity=2; work-queue W queue=Q capacity=2
                worker: work-begin V queue=Q capacity=2; work-flush W; work-flushed W; work-end V
                """);
        assertThat(scene.verdicts()).containsExactly("warning cycle W -> place:Q -> W");
    }

    @Test
    void with_room_for_two_and_two_that_wait_at_once_it_is_an_error() {
        Scene scene = Scene.kernel("""
                one: work-queue V#1 queue=Q capacity=2; work-queue V#2 queue=Q; work-queue W queue=Q capacity=2
                worker1: work-begin V#1 queue=Q capacity=2; work-flush W
                worker2: work-begin V#2 queue=Q capacity=2; work-flush W
                worker1: work-flushed W; work-end V#1
                worker2: work-flushed W; work-end V#2
                """);
        assertThat(scene.verdicts()).contains("error cycle W -> place:Q -> W");
    }

    @Test
    void who_waits_for_items_that_have_their_places_does_not_wait_for_a_place() {
        String text = """
                one: work-queue V#1 queue=Q capacity=2; work-queue V#2 queue=Q; work-queue W queue=Q capacity=2
                worker1: work-begin V#1 queue=Q capacity=2; work-flush W begun
                worker2: work-begin V#2 queue=Q capacity=2; acquire A; work-flush W %s
                worker1: work-flushed W; work-end V#1
                worker2: work-flushed W; release A; work-end V#2
                %s
                """;
        assertThat(Scene.kernel(text.formatted("begun", "")).verdicts())
                .containsExactly("note cycle W -> place:Q -> W [happens-before]");
        assertThat(Scene.kernel(text.formatted("", "")).verdicts()).contains("error cycle W -> place:Q -> W");
        String needs = "worker3: work-begin W queue=Q capacity=2; acquire A; release A; work-end W";
        assertThat(Scene.kernel(text.formatted("begun", needs)).verdicts()).contains("error cycle A -> W -> A");
    }

    @Test
    void a_fence_that_an_item_with_a_place_signals_does_not_wait_for_one() {
        String text = """
                one: fence-create F; fence-publish F; fence-submit F; work-queue V queue=Q capacity=2; work-queue W queue=Q
                worker1: work-begin V queue=Q capacity=2
                worker2: work-begin W queue=Q; fence-wait F%s
                worker1: fence-signal F; work-end V
                worker2: fence-waited F; work-end W
                """;
        assertThat(Scene.kernel(text.formatted(" begun")).verdicts())
                .containsExactly("note cycle F -> place:Q -> F [happens-before]");
        assertThat(Scene.kernel(text.formatted("")).verdicts()).containsExactly("warning cycle F -> place:Q -> F");
    }

    @Test
    void a_signal_inside_an_item_that_began_after_the_publication_waits_for_a_place() {
        String text = """
                one: fence-create F; %s
                one: work-queue W queue=Q capacity=1
                worker: work-begin W queue=Q capacity=1; %s; fence-signal F; work-end W
                """;
        assertThat(Scene.kernel(text.formatted("fence-publish F; fence-submit F", "mark"))
                        .dependencies())
                .containsExactly("F -> place:Q (causal)", "W -> place:Q (causal)");
        assertThat(Scene.kernel(text.formatted("mark", "fence-publish F; fence-submit F"))
                        .dependencies())
                .containsExactly("W -> place:Q (causal)");
    }

    @Test
    void a_fence_does_not_wait_for_what_its_item_does_after_the_signal() {
        Scene scene = Scene.kernel("""
                one: fence-create F; fence-publish F; fence-submit F; work-queue W
                worker: work-begin W; fence-signal F; acquire A; release A; work-end W
                """);
        assertThat(scene.dependencies()).containsExactly("W -> A");
    }

    @Test
    void an_ordered_queue_that_one_task_fills_in_the_right_order_is_a_note() {
        assertThat(ordered("ioctl: work-queue V queue=Q capacity=1; work-queue W queue=Q capacity=1"))
                .containsExactly("note cycle F -> place:Q -> F [happens-before]");
    }

    @Test
    void an_ordered_queue_that_two_tasks_fill_is_an_error() {
        assertThat(ordered("ioctl: work-queue V queue=Q capacity=1\nother: work-queue W queue=Q capacity=1"))
                .containsExactly("error cycle F -> place:Q -> F");
    }

    private static java.util.List<String> ordered(String queueing) {
        return Scene.kernel("init: fence-create F; fence-publish F; fence-submit F\n" + queueing + """

                        worker: work-begin V queue=Q capacity=1; fence-signal F; work-end V
                        worker: work-begin W queue=Q capacity=1; fence-wait F; fence-waited F awake; work-end W
                        """)
                .verdicts();
    }

    @Test
    void the_end_of_an_item_that_never_began_is_an_anomaly() {
        assertThat(Scene.kernel("one: work-end W").anomalies())
                .containsExactly("1 end of a work item that never began");
    }

    @Test
    void an_item_that_ends_with_a_lock_held_is_an_anomaly() {
        assertThat(Scene.kernel("one: work-begin W; acquire A; work-end W; release A")
                        .anomalies())
                .containsExactly("1 lock still held when its work item ended");
    }

    @Test
    void what_the_kernel_calls_a_work_completion_is_the_work() {
        Scene scene = Scene.kernel("""
                worker: work-begin W; acquire A; release A; work-end W
                one: acquire A; acquire x class=(work_completion)(W) kind=map; release x; release A
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle A -> W -> A");
    }

    @Test
    void an_item_that_waits_for_its_like_for_some_time_only_is_a_stall() {
        assertThat(Scene.kernel("worker: work-begin W#1; work-flush W#2 timeout=5; work-flushed W#2; work-end W#1")
                        .verdicts())
                .containsExactly("warning stall an item of W waits for another one of its class");
    }

    @Test
    void items_notifiers_and_pages_have_subclasses_too() {
        assertThat(Scene.kernel("""
                one: work-begin W subclass=1; notifier-begin N subclass=2; page-get P subclass=3; acquire A; release A
                one: page-put P; notifier-end N; work-end W
                """).dependencies()).contains("W/1 -> N/2", "N/2 -> A", "P/3 -> A");
    }

    /** Whoever runs the only item of a queue waits for what only the next one does. */
    private static final String WAITS_FOR_THE_NEXT = """
            one: fence-create F; fence-publish F; work-queue V queue=Q; work-queue W queue=Q
            worker: work-begin V; fence-wait F; fence-waited F; work-end V
            worker: work-begin W; signalling-begin F; fence-signal F; work-end W
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one: work-queue X queue=Q capacity=1",
                "worker: work-begin X queue=Q; work-end X capacity=1",
                "one: work-flush X; work-flushed X queue=Q capacity=1"
            })
    void how_many_items_run_at_once_may_be_told_after_they_ran(String told) {
        assertThat(Scene.kernel(WAITS_FOR_THE_NEXT).verdicts()).isEmpty();
        assertThat(Scene.kernel(WAITS_FOR_THE_NEXT).then(told).verdicts())
                .containsExactly("error cycle F -> place:Q -> F");
        assertThat(Scene.kernel(told).then(WAITS_FOR_THE_NEXT).verdicts())
                .containsExactly("error cycle F -> place:Q -> F");
    }

    @Test
    void an_item_that_runs_when_the_room_of_its_queue_is_told_has_a_place_of_it() {
        Scene scene = Scene.kernel("""
                worker: work-begin V queue=Q; acquire A
                one: acquire B; work-queue W queue=Q capacity=1; work-flush W
                worker: acquire B
                """);
        assertThat(scene.findings())
                .extracting(finding -> finding.kind().text())
                .contains("deadlock");
    }

    @Test
    void places_without_a_number_are_none() {
        DependencyGraph graph = Scene.kernel(WAITS_FOR_THE_NEXT).graph();
        assertThat(graph.classes()).doesNotContainKey("place:Q");
        assertThat(graph.dependencies().stream()
                        .flatMap(dependency -> dependency.byRecording().get("kernel").witnesses.stream())
                        .flatMap(witness -> witness.held().stream())
                        .map(held -> held.node().className()))
                .contains("queue:Q")
                .doesNotContain("place:Q");
    }

    @Test
    void an_item_ends_on_the_queue_on_which_it_began() {
        assertThat(Scene.kernel("worker: work-begin W queue=Q; work-end W queue=Q; work-begin W; work-end W queue=R")
                        .anomalies())
                .containsExactly("1 end of a work item on another queue than it began on");
    }

    /** Somebody waits under a lock for an item that waits for the place of another one, which wants the lock. */
    private static final String BEHIND_ANOTHER = """
            m: work-queue W#1 queue=Q capacity=1; work-queue W#2 queue=Q capacity=1; task-start one; task-start worker
            one: acquire A; work-flush W#2; work-flushed W#2; release A
            worker: work-begin V queue=Q; acquire A; release A; work-end V
            """;

    @Test
    void an_item_waits_for_its_place_longer_than_its_queueing_lasts() {
        assertThat(Scene.program(BEHIND_ANOTHER).verdicts()).containsExactly("error cycle A -> W -> place:Q -> A");
        assertThat(Scene.kernel(BEHIND_ANOTHER).verdicts()).containsExactly("error cycle A -> W -> place:Q -> A");
    }

    @Test
    void of_the_items_of_a_class_the_one_that_was_waited_for_is_shown() {
        assertThat(Scene.kernel(BEHIND_ANOTHER).findings())
                .singleElement()
                .extracting(finding -> finding.steps().get(1).witness().fromInstance())
                .isEqualTo("W#2");
    }
}
