package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptsTest {
    private static final String HANDLER = "any: acquire A hardirq; release A hardirq; mark\n";

    @Test
    void a_class_taken_in_an_interrupt_and_with_that_interrupt_enabled_is_an_inversion() {
        assertThat(Scene.kernel(HANDLER + "one: acquire A; release A").verdicts())
                .containsExactly("error irq-inversion A -> interrupt:hardirq -> A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"irqs-off; acquire A; release A; irqs-on", "acquire A irqs=off; release A irqs=off"})
    void with_the_interrupt_disabled_it_is_none(String lines) {
        assertThat(Scene.kernel(HANDLER + "one: " + lines).verdicts()).isEmpty();
    }

    @Test
    void a_lock_still_held_when_interrupts_come_back_is_enabled() {
        assertThat(Scene.kernel(HANDLER + "one: irqs-off; acquire A; irqs-on; release A")
                        .verdicts())
                .containsExactly("error irq-inversion A -> interrupt:hardirq -> A");
    }

    @Test
    void a_path_from_what_a_handler_takes_to_what_is_held_with_interrupts_on_is_an_inversion() {
        Scene scene = Scene.kernel(HANDLER + """
                        one: irqs-off; acquire A; acquire B; release B; release A; irqs-on
                        two: acquire B; release B
                        """);
        assertThat(scene.verdicts()).containsExactly("error irq-inversion A -> B -> interrupt:hardirq -> A");
    }

    @Test
    void a_handler_that_only_tries_uses_nothing() {
        assertThat(Scene.kernel("any: acquire A hardirq try; release A hardirq; mark\none: acquire A; release A")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void a_hold_got_by_a_try_is_held_all_the_same() {
        assertThat(Scene.kernel(HANDLER + "one: acquire A try; release A").verdicts())
                .containsExactly("error irq-inversion A -> interrupt:hardirq -> A");
    }

    @Test
    void soft_interrupts_are_disabled_for_themselves_and_together_with_hard_ones() {
        String handler = "any: acquire A softirq; release A softirq; mark\n";
        assertThat(Scene.kernel(handler + "one: acquire A; release A").verdicts())
                .containsExactly("error irq-inversion A -> interrupt:softirq -> A");
        assertThat(Scene.kernel(handler + "one: softirqs-off; acquire A; release A; softirqs-on")
                        .verdicts())
                .isEmpty();
        assertThat(Scene.kernel(handler + "one: irqs-off; acquire A; release A; irqs-on")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void disabling_soft_interrupts_does_not_keep_hard_ones_away() {
        assertThat(Scene.kernel(HANDLER + "one: softirqs-off; acquire A; release A; softirqs-on")
                        .verdicts())
                .containsExactly("error irq-inversion A -> interrupt:hardirq -> A");
    }

    @Test
    void a_hard_interrupt_can_come_into_a_soft_one_but_not_the_other_way_round() {
        assertThat(Scene.kernel(HANDLER + "one: acquire A softirq; release A softirq; mark")
                        .verdicts())
                .containsExactly("error irq-inversion A -> interrupt:hardirq -> A");
    }

    @Test
    void a_handler_that_reads_recursively_does_not_wait_for_readers() {
        assertThat(Scene.kernel("any: acquire A hardirq recursive-read; release A hardirq; mark\n"
                                + "one: acquire A recursive-read; release A")
                        .verdicts())
                .isEmpty();
        assertThat(Scene.kernel("any: acquire A hardirq recursive-read; release A hardirq; mark\n"
                                + "one: acquire A; release A")
                        .verdicts())
                .containsExactly("error irq-inversion A -> interrupt:hardirq -> A");
    }

    @Test
    void a_handler_that_writes_waits_for_readers() {
        assertThat(Scene.kernel(HANDLER + "one: acquire A recursive-read; release A")
                        .verdicts())
                .containsExactly("error irq-inversion A:shared -> interrupt:hardirq -> A:shared");
    }

    @Test
    void locks_of_one_cpu_are_no_part_of_a_path() {
        String path = HANDLER + "one: irqs-off; acquire A; acquire L%s; release L; release A; irqs-on\n"
                + "two: acquire L%s; release L";
        assertThat(Scene.kernel(path.replace("%s", "")).verdicts())
                .containsExactly("error irq-inversion A -> L -> interrupt:hardirq -> A");
        assertThat(Scene.kernel(path.replace("%s", " percpu")).verdicts()).isEmpty();
    }

    @Test
    void a_lock_of_one_cpu_in_an_interrupt_and_under_it_is_an_inversion_on_that_cpu() {
        assertThat(Scene.kernel(
                                "any: acquire A hardirq percpu; release A hardirq; mark\none: acquire A percpu; release A")
                        .verdicts())
                .containsExactly("error irq-inversion A -> interrupt:hardirq -> A");
    }

    @Test
    void unchecked_locks_take_no_part() {
        assertThat(Scene.kernel("any: acquire A hardirq unchecked; release A hardirq; mark\n"
                                + "one: acquire A unchecked; release A")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void an_interrupt_that_ends_with_a_lock_held_is_an_anomaly() {
        assertThat(Scene.kernel("one: acquire A hardirq; mark").anomalies())
                .containsExactly("1 lock still held when its interrupt ended");
    }

    @Test
    void a_handler_in_another_recording_closes_the_inversion() {
        Scene handler = Scene.recorded("first", "hand", java.util.Set.of(), HANDLER);
        Scene holder = Scene.recorded("second", "hand", java.util.Set.of(), "one: acquire A; release A");
        assertThat(Scene.verdicts(Scene.merged(handler, holder)))
                .containsExactly("error irq-inversion A -> interrupt:hardirq -> A");
    }

    @Test
    void whether_interrupts_that_were_off_still_are_after_lost_events_is_not_known_until_it_is_said() {
        String handler = "irq: acquire A hardirq irqs=off; release A hardirq irqs=off\n";
        assertThat(Scene.kernel(handler + "one: irqs-off; lost; acquire A; release A")
                        .verdicts())
                .isEmpty();
        assertThat(Scene.kernel(handler + "one: irqs-off; lost; lost; acquire A; release A")
                        .verdicts())
                .isEmpty();
        String inversion = "error irq-inversion A -> interrupt:hardirq -> A";
        assertThat(Scene.kernel(handler + "one: irqs-off; lost; irqs-on; acquire A; release A")
                        .verdicts())
                .containsExactly(inversion);
        assertThat(Scene.kernel(handler + "one: irqs-off; irqs-on; lost; acquire A; release A")
                        .verdicts())
                .containsExactly(inversion);
    }
}
