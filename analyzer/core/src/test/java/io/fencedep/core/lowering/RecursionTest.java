package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecursionTest {
    private static final String OTHER = "error recursion A is taken while another one of its class is held";
    private static final String AGAIN = "error recursion A is taken again by its own holder";

    @Test
    void two_locks_of_one_class_are_recursion() {
        assertThat(Scene.kernel("one: acquire A#1; acquire A#2; release A#2; release A#1")
                        .verdicts())
                .containsExactly(OTHER);
    }

    @Test
    void the_same_lock_twice_is_recursion_once_both_are_released() {
        assertThat(Scene.kernel("one: acquire A; acquire A; release A; release A")
                        .verdicts())
                .containsExactly(AGAIN);
    }

    @Test
    void a_reader_that_reads_again_several_times_is_recursion() {
        String again = "acquire A read; release A; ";
        String both = "one: acquire A read; " + again + again + "release A";
        assertThat(Scene.kernel(both).verdicts()).containsExactly(AGAIN);
        String once = "one: acquire A read; " + again + "release A";
        assertThat(Scene.recorded("live", "ftrace", Set.of(), once).verdicts()).containsExactly(AGAIN);
        // More often than that means that the recorder missed the end of the first hold.
        assertThat(Scene.recorded("live", "ftrace", Set.of(), both).verdicts()).isEmpty();
    }

    @Test
    void a_lock_that_interrupts_took_while_it_was_waited_for_is_held_afterwards() {
        String handled = "acquire A hardirq; release A hardirq; ";
        assertThat(Scene.kernel("one: acquire A; " + handled + handled + "acquired A; acquire B; release B; release A")
                        .dependencies())
                .contains("A -> B");
    }

    @ParameterizedTest
    @CsvSource({
        "read, recursive-read, false",
        "recursive-read, recursive-read, false",
        "read, read, true",
        "recursive-read, read, true",
        "'', recursive-read, true",
        "'', read, true",
        "read, '', true",
        "recursive-read, '', true",
        "'', '', true"
    })
    void of_two_locks_only_a_recursive_reader_over_a_reader_is_none(String first, String second, boolean recursion) {
        assertThat(Scene.kernel("one: acquire A#1 " + first + "; acquire A#2 " + second + "; release A#2; release A#1")
                        .verdicts())
                .hasSize(recursion ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acquire A#2 subclass=1", "acquire A#2 timeout=0"})
    void another_subclass_or_no_wait_is_no_recursion(String second) {
        assertThat(Scene.kernel("one: acquire A#1; " + second + "; release A#2; release A#1")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void a_try_is_no_recursion() {
        assertThat(Scene.kernel("one: acquire A#1; acquire A#2 try; release A#2; release A#1")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void what_the_first_was_got_by_does_not_matter() {
        assertThat(Scene.kernel("one: acquire A#1 try; acquire A#2; release A#2; release A#1")
                        .verdicts())
                .containsExactly(OTHER);
    }

    @Test
    void a_nest_lock_that_is_held_excuses_its_class() {
        assertThat(Scene.kernel("one: acquire N; acquire A#1 nest=N; acquire A#2 nest=N; release A#2; release A#1;"
                                + " release N")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void a_nest_lock_excuses_nobody_else() {
        Scene scene = Scene.kernel("one: acquire N; acquire A#1 nest=N; acquire B; acquire A#2 nest=N; release A#2;"
                + " release B; release A#1; release N");
        assertThat(scene.dependencies()).containsExactly("A -> B", "B -> A", "N -> A", "N -> B");
    }

    @Test
    void a_nest_lock_that_is_not_held_excuses_nothing_and_is_an_anomaly() {
        String text = "one: acquire A#1; acquire A#2 nest=N; release A#2; release A#1";
        assertThat(Scene.kernel(text).verdicts()).containsExactly(OTHER);
        assertThat(Scene.kernel(text).anomalies()).containsExactly("1 nest lock that is not held");
    }

    @Test
    void recursion_is_looked_for_across_interrupt_contexts() {
        assertThat(Scene.kernel(
                                "one: acquire A#1 irqs=off; acquire A#2 hardirq; release A#2 hardirq; release A#1 irqs=off")
                        .verdicts())
                .contains(OTHER);
    }

    @Test
    void a_timed_recursion_is_a_stall() {
        assertThat(Scene.kernel("one: acquire A#1; acquire A#2 timeout=9; release A#2; release A#1")
                        .verdicts())
                .containsExactly("warning stall A is taken while another one of its class is held");
    }

    @Test
    void where_the_source_knows_no_subclass_another_instance_is_only_suspect() {
        assertThat(Scene.ftrace("one: acquire A#1; acquire A#2; release A#2; release A#1")
                        .verdicts())
                .containsExactly("warning recursion A is taken while another one of its class is held");
    }

    /** A live system gets past this, as long as no writer comes in between. */
    @Test
    void in_a_live_recording_what_is_read_twice_is_recursion_when_both_holds_end() {
        assertThat(Scene.ftrace("one: acquire A read; acquire A read; release A; release A")
                        .verdicts())
                .containsExactly("warning recursion A is taken again by its own holder");
        assertThat(Scene.ftrace("one: acquire A read; acquire B; release B; acquire A read; release A")
                        .verdicts())
                .isEmpty();
        assertThat(Scene.ftrace("one: acquire A read; acquire A read; release A; acquire A read; release A; acquire B")
                        .dependencies())
                .doesNotContain("A:shared -> B");
        assertThat(Scene.ftrace("one: acquire A recursive-read; acquire A recursive-read; release A; release A")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void in_a_recording_of_a_live_system_whoever_went_on_did_not_hold_it() {
        assertThat(Scene.ftrace("one: acquire A; acquire A; release A; release A")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void in_a_program_two_objects_of_a_class_in_one_order_are_fine() {
        assertThat(Scene.program("""
                one: acquire A#1; acquire A#2; release A#2; release A#1
                two: acquire A#1; acquire A#2; release A#2; release A#1
                """).verdicts()).isEmpty();
    }

    @Test
    void in_a_program_a_contradiction_of_two_objects_is_recursion() {
        assertThat(Scene.program("""
                one: acquire A#1; acquire A#2; release A#2; release A#1
                two: acquire A#2; acquire A#1; release A#1; release A#2
                """).verdicts())
                .containsExactly("error recursion objects of A are taken in contradicting orders");
    }

    @Test
    void in_a_program_a_ring_of_three_objects_is_recursion() {
        assertThat(Scene.program("""
                one: acquire A#1; acquire A#2; release A#2; release A#1
                two: acquire A#2; acquire A#3; release A#3; release A#2
                three: acquire A#3; acquire A#1; release A#1; release A#3
                """).verdicts())
                .containsExactly("error recursion objects of A are taken in contradicting orders");
    }

    @Test
    void a_ring_of_objects_by_one_thread_is_a_note() {
        assertThat(Scene.program("""
                one: acquire A#1; acquire A#2; release A#2; release A#1
                one: acquire A#2; acquire A#1; release A#1; release A#2
                """).verdicts())
                .containsExactly("note recursion objects of A are taken in contradicting orders [one-task]");
    }

    @Test
    void what_speaks_against_one_ring_of_two_objects_does_not_speak_for_the_other() {
        assertThat(Scene.program("""
                one: acquire A#1; acquire A#2; release A#2; release A#1
                one: acquire A#2 recursive-read; acquire A#1; release A#1; release A#2
                one: task-start two
                two: acquire A#1 recursive-read; acquire A#2; release A#2; release A#1
                one: acquire A#2; acquire A#1; release A#1; release A#2
                one: task-join two; task-joined two
                """).verdicts())
                .containsExactly("error recursion objects of A are taken in contradicting orders");
    }

    @Test
    void in_a_program_a_recursive_reader_over_a_reader_is_in_a_ring_with_a_writer() {
        String reader = "one: acquire A#1 read; acquire A#2 recursive-read; release A#2; release A#1\n";
        assertThat(Scene.program(reader + "two: acquire A#2; acquire A#1; release A#1; release A#2")
                        .verdicts())
                .containsExactly("error recursion objects of A are taken in contradicting orders");
        assertThat(Scene.program(
                                reader
                                        + "two: acquire A#2 recursive-read; acquire A#1 recursive-read; release A#1; release A#2")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void a_ring_of_objects_under_a_gate_is_a_note() {
        assertThat(Scene.program("""
                one: acquire G; acquire A#1; acquire A#2; release A#2; release A#1; release G
                two: acquire G; acquire A#2; acquire A#1; release A#1; release A#2; release G
                """).verdicts())
                .containsExactly("note recursion objects of A are taken in contradicting orders [gate-lock]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void a_holder_that_waits_for_its_own_lock_and_gives_up_holds_it_however_often_it_tries(int attempts) {
        String attempt = "acquire A timeout=5; acquired A result=timeout; ";
        String text = "one: acquire A; " + attempt.repeat(attempts) + "acquire B; release B; release A";
        for (Scene scene : new Scene[] {Scene.kernel(text), Scene.program(text)}) {
            assertThat(scene.verdicts()).containsExactly("warning stall A is taken again by its own holder");
        }
        assertThat(Scene.kernel(text).dependencies()).contains("A -> B");
        assertThat(Scene.kernel(text).anomalies()).isEmpty();
    }

    @Test
    void a_holder_that_gave_up_once_and_then_waits_for_ever_is_recursion() {
        assertThat(Scene.kernel("one: acquire A; acquire A timeout=5; acquired A result=timeout; acquire A; release A;"
                                + " release A")
                        .verdicts())
                .contains(AGAIN);
    }

    @Test
    void an_upgrade_that_is_not_checked_is_not_reported() {
        assertThat(Scene.kernel("one: acquire A read reentrant; acquire A reentrant unchecked; release A; release A")
                        .verdicts())
                .isEmpty();
    }
}
