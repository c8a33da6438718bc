package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a signal without a section proves, and what the kernel's cross-release wrongly thought that it does. */
class CrossReleaseTest {
    private static final String PUBLISHED = "init: fence-create F#%d; fence-publish F#%d; fence-submit F#%d\n";

    private static String published(int number) {
        return PUBLISHED.replace("%d", Integer.toString(number));
    }

    @Test
    void a_hand_over_inside_one_work_item_is_causal() {
        Scene scene = Scene.kernel(published(1) + """
                init: work-queue W
                worker: work-begin W; acquire A; release A; fence-signal F#1; acquire B; release B; work-end W
                """);
        assertThat(scene.dependencies()).containsExactly("F -> A (causal)", "W -> A", "W -> B");
    }

    @Test
    void work_queued_before_the_publication_was_not_handed_over() {
        Scene scene = Scene.kernel("init: work-queue W\n" + published(1)
                + "worker: work-begin W; acquire A; release A; fence-signal F#1; work-end W");
        assertThat(scene.dependencies()).containsExactly("F -> A (habitual 1 of 1)", "W -> A");
    }

    @Test
    void a_causal_dependency_is_not_refuted_by_an_occurrence_without_the_wait() {
        Scene scene = Scene.kernel(published(1) + published(2) + """
                init: work-queue W
                worker: work-begin W; acquire A; release A; fence-signal F#1; work-end W
                other: fence-signal F#2
                """);
        assertThat(scene.dependencies()).contains("F -> A (causal)");
    }

    @Test
    void of_several_signals_that_a_fence_takes_one_without_the_wait_is_no_way_out() {
        Scene scene = Scene.program("""
                init: fence-create F#1
                waiter: acquire A; fence-wait F#1
                other: fence-signal F#1 count=1
                signaller: acquire A; release A; fence-signal F#1
                """);
        assertThat(scene.dependencies()).contains("F -> A (awaited 1 of 1)");
    }

    @Test
    void what_the_signaller_waited_for_while_the_waiter_slept_is_awaited() {
        assertThat(Scene.kernel(awaited(1)).dependencies()).contains("F -> A (awaited 1 of 1)");
        assertThat(Scene.kernel(awaited(1) + awaited(2)).dependencies()).contains("F -> A (awaited 2 of 2)");
    }

    private static String awaited(int number) {
        return published(number) + """
                waiter: fence-wait F#%d
                signaller: work-begin W; acquire A; release A; fence-signal F#%d; work-end W
                waiter: fence-waited F#%d slept
                """.replace("%d", Integer.toString(number));
    }

    @Test
    void awaited_once_is_suspect_and_awaited_twice_is_an_error() {
        String order =
                "third: acquire A; fence-wait F#1 timeout=0; fence-wait F#9; fence-waited F#9 awake; release A\n";
        assertThat(Scene.kernel(awaited(1) + order).verdicts()).containsExactly("warning cycle A -> F -> A");
        assertThat(Scene.kernel(awaited(1) + awaited(2) + order).verdicts()).containsExactly("error cycle A -> F -> A");
    }

    @Test
    void awaited_once_with_the_lock_still_held_at_the_signal_is_an_error() {
        String text = published(1) + """
                waiter: fence-wait F#1
                signaller: syscall-begin; acquire A; fence-signal F#1; release A; syscall-end
                waiter: fence-waited F#1 slept
                third: acquire A; fence-wait F#9; fence-waited F#9 awake; release A
                """;
        assertThat(Scene.kernel(text).verdicts()).containsExactly("error cycle A -> F -> A");
    }

    @Test
    void a_wait_before_the_waiter_slept_is_not_awaited() {
        Scene scene = Scene.kernel(published(1) + """
                signaller: work-begin W; acquire A; release A
                waiter: fence-wait F#1
                signaller: fence-signal F#1; work-end W
                waiter: fence-waited F#1 slept
                """);
        assertThat(scene.dependencies()).contains("F -> A (habitual 1 of 1)");
    }

    @Test
    void a_wait_that_never_slept_proves_no_more_than_a_habit() {
        Scene scene = Scene.kernel(published(1) + """
                waiter: fence-wait F#1
                signaller: work-begin W; acquire A; release A; fence-signal F#1; work-end W
                waiter: fence-waited F#1 awake
                """);
        assertThat(scene.dependencies()).contains("F -> A (habitual 1 of 1)");
    }

    @Test
    void without_a_word_a_waiter_slept_when_the_signal_lies_within_its_wait() {
        String text = published(1) + """
                waiter: fence-wait F#1
                signaller: work-begin W; acquire A; release A; fence-signal F#1; work-end W
                waiter: fence-waited F#1
                """;
        assertThat(Scene.kernel(text).dependencies()).contains("F -> A (awaited 1 of 1)");
    }

    @Test
    void a_wait_for_what_the_waiter_had_signalled_before_it_slept_did_not_keep_it_waiting() {
        String made = "main: fence-create F#1; fence-create E#1\n";
        String late = "main: fence-wait E#1; fence-waited E#1; fence-signal F#1";
        assertThat(Scene.program(made + "waiter: fence-signal E#1; fence-wait F#1\n" + late)
                        .dependencies())
                .doesNotContain("F -> E (awaited 1 of 1)");
        assertThat(Scene.program(made + "waiter: fence-signal E#1 count=1; fence-wait F#1\nother: fence-signal E#1\n"
                                + late)
                        .dependencies())
                .contains("F -> E (awaited 1 of 1)");
        assertThat(Scene.program(made + "other: fence-signal E#1\nwaiter: fence-wait F#1\n" + late)
                        .dependencies())
                .contains("F -> E (awaited 1 of 1)");
    }

    @Test
    void a_task_that_signals_for_itself_awaits_nothing() {
        Scene scene =
                Scene.kernel(published(1) + "one: fence-wait F#1 timeout=4; acquire A; release A; fence-signal F#1");
        assertThat(scene.dependencies()).noneMatch(dependency -> dependency.contains("awaited"));
    }

    @Test
    void earlier_work_of_the_same_worker_has_nothing_to_do_with_it() {
        Scene scene = Scene.kernel(published(1) + """
                worker: work-begin V; acquire A; release A; work-end V
                worker: work-begin W; fence-signal F#1; work-end W
                """);
        assertThat(scene.dependencies()).containsExactly("V -> A");
    }

    @Test
    void an_earlier_system_call_of_the_signaller_has_nothing_to_do_with_it() {
        Scene scene = Scene.kernel(published(1) + """
                one: syscall-begin; acquire A; release A; syscall-end
                one: syscall-begin; fence-signal F#1; syscall-end
                """);
        assertThat(scene.dependencies()).isEmpty();
    }

    @Test
    void an_interrupt_that_completes_has_nothing_to_do_with_whom_it_hit() {
        Scene scene = Scene.kernel(published(1) + """
                waiter: fence-wait F#1
                victim: syscall-begin; acquire A; fence-signal F#1 hardirq; release A; syscall-end
                waiter: fence-waited F#1 slept
                """);
        assertThat(scene.dependencies()).isEmpty();
    }

    @Test
    void an_interrupt_is_a_unit_of_its_own() {
        Scene scene = Scene.kernel(
                published(1) + "victim: acquire B hardirq; release B hardirq; fence-signal F#1 hardirq; mark");
        assertThat(scene.dependencies()).containsExactly("F -> B (habitual 1 of 1)");
    }

    @Test
    void every_time_in_the_same_known_unit_is_a_habit_and_a_signal_without_the_wait_refutes_it() {
        String habit = "one: syscall-begin; acquire A; release A; fence-signal F#%d; syscall-end\n";
        String twice = published(1) + published(2) + habit.replace("%d", "1") + habit.replace("%d", "2");
        assertThat(Scene.kernel(twice).dependencies()).containsExactly("F -> A (habitual 2 of 2)");
        String refuted = twice + published(3) + "one: syscall-begin; fence-signal F#3; syscall-end";
        assertThat(Scene.kernel(refuted).dependencies()).containsExactly("F -> A (habitual 2 of 3, refuted)");
    }

    @Test
    void a_signal_inside_a_section_without_the_wait_refutes_as_well() {
        String text = published(1) + published(2) + """
                one: syscall-begin; acquire A; release A; fence-signal F#1; syscall-end
                two: signalling-begin F#2; fence-signal F#2; signalling-end F#2
                """;
        assertThat(Scene.kernel(text).dependencies()).containsExactly("F -> A (habitual 1 of 2, refuted)");
    }

    @Test
    void a_signal_without_the_wait_counts_neither_way_when_the_waiter_holds_the_lock() {
        String text = published(1) + published(2) + """
                one: syscall-begin; acquire A; release A; fence-signal F#1; syscall-end
                waiter: acquire A; fence-wait F#2
                one: syscall-begin; fence-signal F#2; syscall-end
                waiter: fence-waited F#2 slept; release A
                """;
        assertThat(Scene.kernel(text).dependencies()).contains("F -> A (habitual 1 of 1)");
    }

    @Test
    void what_is_still_held_at_the_signal_is_habitual_in_any_unit_and_never_refuted() {
        String text = published(1) + published(2) + """
                one: acquire A; fence-signal F#1; release A
                two: fence-signal F#2
                """;
        assertThat(Scene.kernel(text).dependencies()).containsExactly("F -> A (habitual 1 of 2)");
    }

    @Test
    void only_somewhere_between_publication_and_signal_is_a_window_and_never_more_than_a_note() {
        String text = published(1) + "one: acquire A; release A; fence-signal F#1\n";
        assertThat(Scene.kernel(text).dependencies()).containsExactly("F -> A (window 1 of 1)");
        assertThat(Scene.kernel(text + "two: acquire A; fence-wait F#9; fence-waited F#9 awake; release A")
                        .verdicts())
                .containsExactly("note cycle A -> F -> A");
    }

    @Test
    void on_a_kernels_own_recording_an_ordinary_task_is_no_unit() {
        String text = published(1) + "one: acquire A; release A; fence-signal F#1";
        assertThat(Scene.ftrace(text).dependencies()).isEmpty();
    }

    @Test
    void waits_before_the_publication_do_not_count() {
        Scene scene = Scene.kernel("one: syscall-begin; acquire A; release A; fence-create F; acquire B; release B;"
                + " fence-publish F; fence-signal F; syscall-end");
        assertThat(scene.dependencies()).isEmpty();
    }

    @Test
    void without_a_recorded_publication_waits_after_the_creation_count_and_without_that_all() {
        assertThat(Scene.kernel("one: syscall-begin; acquire A; release A; fence-create F; acquire B; release B;"
                                + " fence-signal F; syscall-end")
                        .dependencies())
                .containsExactly("F -> B (habitual 1 of 1)");
        assertThat(Scene.kernel("one: syscall-begin; acquire A; release A; fence-signal F; syscall-end")
                        .dependencies())
                .containsExactly("F -> A (habitual 1 of 1)");
    }

    @Test
    void stacked_devices_are_told_apart_by_class() {
        Scene scene = Scene.kernel("""
                lower: work-begin W; acquire fs-on-disk; release fs-on-disk; fence-signal bio-of-disk; work-end W
                upper: acquire fs-on-loop; fence-wait bio-of-loop; fence-waited bio-of-loop slept; release fs-on-loop
                loop: work-begin V; acquire fs-on-disk; fence-wait bio-of-disk; fence-waited bio-of-disk awake
                loop: release fs-on-disk; fence-signal bio-of-loop; work-end V
                """);
        assertThat(scene.verdicts()).noneMatch(verdict -> verdict.startsWith("error"));
    }

    @Test
    void a_lock_whose_holder_waits_for_the_page_that_it_brings_in_is_found() {
        Scene scene = Scene.kernel("""
                reader: acquire page; fence-create io; fence-publish io; fence-submit io
                reader: fence-wait io
                irq: acquire queue hardirq; release queue hardirq; fence-signal io hardirq; mark
                reader: fence-waited io slept; release page
                other: acquire queue irqs=off; acquire page irqs=off; release page irqs=off; release queue irqs=off
                """);
        assertThat(scene.verdicts()).contains("warning cycle io -> queue -> page -> io");
    }

    @Test
    void inference_never_crosses_lost_events() {
        Scene scene = Scene.kernel(
                published(1) + "one: syscall-begin; acquire A; release A; lost; fence-signal F#1; syscall-end");
        assertThat(scene.dependencies()).isEmpty();
    }

    @Test
    void what_is_only_tried_on_the_way_proves_nothing() {
        Scene scene = Scene.kernel(
                published(1) + "one: syscall-begin; acquire A try; release A; fence-signal F#1; syscall-end");
        assertThat(scene.dependencies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acquire A#0; release A#0; acquire A#1; release A#1",
                "acquire A#1; release A#1; acquire A#0; release A#0",
                "acquire A#0 recursive-read; release A#0; acquire A#1; release A#1"
            })
    void every_lock_that_was_waited_for_before_a_signal_counts_not_only_the_last_one(String before) {
        String scene = """
                m: fence-create F; fence-publish F; fence-submit F; task-start s; task-start w
                s: %s; fence-signal F
                w: acquire A#0; fence-wait F; fence-waited F; release A#0
                """;
        assertThat(Scene.program(scene.formatted(before)).verdicts()).containsExactly("warning cycle A -> F -> A");
        assertThat(Scene.program(scene.formatted("acquire A#1; release A#1")).verdicts())
                .containsExactly("warning cycle A -> F -> A [instances]");
    }

    /** Two items of a pool with room for two come by a wait, and an item that begins later signals. */
    private static String waitsInPool(String create, String wait) {
        return """
                m: fence-create F#1 %1$s
                one: work-begin w1 class=W queue=Q capacity=2; fence-wait F#1 %2$s; fence-waited F#1
                two: work-begin w2 class=W queue=Q capacity=2; fence-wait F#1 %2$s; fence-waited F#1; work-end w2
                two: work-begin s class=S queue=Q capacity=2; fence-signal F#1; work-end s
                one: work-end w1
                """.formatted(create, wait);
    }

    @Test
    void whoIsLetThroughIsNotInAWaitBesideOthers() {
        assertThat(Scene.program(waitsInPool("", "")).verdicts()).containsExactly("error cycle F -> place:Q -> F");
        assertThat(Scene.program(waitsInPool("", "awake")).verdicts())
                .containsExactly("warning cycle F -> place:Q -> F");
    }

    @Test
    void whatOnlyFollowsIsNotNeededBeforeSomebodyWaitsForIt() {
        assertThat(Scene.program(waitsInPool("awake", "")).verdicts()).containsExactly("error cycle F -> place:Q -> F");
        Scene letThrough = Scene.program(waitsInPool("awake", "awake"));
        assertThat(letThrough.verdicts()).noneMatch(verdict -> verdict.startsWith("error"));
        assertThat(letThrough.dependencies()).contains("F -> place:Q (habitual 1 of 1)");
    }

    @Test
    void a_notification_that_also_comes_from_elsewhere_needs_no_place_of_a_pool() {
        String text = """
                other: fence-create F#1 awake; fence-wait F#1
                pool: work-begin w1 class=W queue=Q capacity=1; fence-signal F#1; fence-create F#2 awake
                other: fence-waited F#1 %s
                main: %sfence-signal F#2; fence-create F#3 awake; %smark
                pool: fence-wait F#3; fence-waited F#3 awake; work-end w1
                """;
        assertThat(Scene.program(text.formatted("awake", "", "")).verdicts())
                .containsExactly("note cycle F -> place:Q -> F [refuted]");
        assertThat(Scene.program(text.formatted("", "", "")).verdicts())
                .containsExactly("warning cycle F -> place:Q -> F");
        String inPool = "work-begin w2 class=W queue=Q capacity=1; ";
        assertThat(Scene.program(text.formatted("", inPool, "work-end w2; ")).verdicts())
                .contains("error cycle F -> place:Q -> F");
    }
}
