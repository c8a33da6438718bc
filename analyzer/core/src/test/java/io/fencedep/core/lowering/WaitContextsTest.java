package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitContextsTest {

    @ParameterizedTest
    @CsvSource({
        "raw-spin, raw-spin, true",
        "raw-spin, spin, false",
        "raw-spin, mutex, false",
        "spin, raw-spin, true",
        "spin, rw-spin, true",
        "spin, rwsem, false",
        "spin, ww-mutex, false",
        "rw-spin, semaphore, false",
        "rcu, spin, true",
        "rcu, mutex, false",
        "mutex, rwsem, true",
        "raw-spin, rcu, true",
        "raw-spin, map, true",
        "raw-spin, seq, true"
    })
    void sleeping_locks_go_outside_and_spinning_ones_inside(String outer, String inner, boolean allowed) {
        assertThat(Scene.kernel("one: acquire A kind=%s; acquire B kind=%s; release B; release A"
                                .formatted(outer, inner))
                        .verdicts())
                .isEqualTo(
                        allowed
                                ? java.util.List.of()
                                : java.util.List.of("error wait-context B is waited for under A"));
    }

    @Test
    void without_a_kind_nothing_is_checked() {
        assertThat(Scene.kernel("one: acquire A kind=spin; acquire B; release B; release A")
                        .verdicts())
                .isEmpty();
        assertThat(Scene.kernel("one: acquire A; acquire B kind=mutex; release B; release A")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void stated_wait_types_override_the_kind() {
        assertThat(Scene.kernel("one: acquire A kind=mutex inner=3; acquire B kind=mutex; release B; release A")
                        .verdicts())
                .containsExactly("error wait-context B is waited for under A");
        assertThat(Scene.kernel("one: acquire A kind=spin; acquire B kind=mutex outer=1; release B; release A")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void a_try_does_not_sleep() {
        assertThat(Scene.kernel("one: acquire A kind=spin; acquire B kind=mutex try; release B; release A")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void what_runs_in_interrupts_only_is_waited_for_without_sleep() {
        String deleted = "one: acquire A kind=spin; work-flush W; work-flushed W; release A\n";
        String inSoftirq = "any: work-begin W softirq; work-end W softirq\n";
        assertThat(Scene.kernel(deleted + inSoftirq).verdicts()).isEmpty();
        assertThat(Scene.kernel(inSoftirq + deleted).verdicts()).isEmpty();
        assertThat(Scene.kernel(deleted + inSoftirq + "worker: work-begin W; work-end W")
                        .verdicts())
                .containsExactly("error wait-context W is waited for under A");
        assertThat(Scene.kernel("one: work-flush W hardirq; work-flushed W hardirq\n" + inSoftirq)
                        .verdicts())
                .containsExactly("error wait-context W is waited for in hardirq context");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fence-wait F; fence-waited F",
                "work-flush W; work-flushed W",
                "task-join child; task-joined child",
                "page-migrate P; page-migrated P",
                "alloc GFP_KERNEL",
                "alloc GFP_NOIO"
            })
    void whatever_sleeps_may_not_be_under_a_spinlock(String wait) {
        assertThat(Scene.kernel("one: acquire A kind=spin; %s; release A".formatted(wait))
                        .verdicts())
                .anyMatch(verdict -> verdict.startsWith("error wait-context") && verdict.endsWith("under A"));
        assertThat(Scene.kernel("one: acquire A kind=mutex; %s; release A".formatted(wait))
                        .verdicts())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alloc GFP_ATOMIC", "fence-wait F timeout=0", "acquire B kind=mutex timeout=0; release B"})
    void what_does_not_wait_does_not_sleep(String wait) {
        assertThat(Scene.kernel("one: acquire A kind=spin; %s; release A".formatted(wait))
                        .verdicts())
                .isEmpty();
    }

    @Test
    void nothing_sleeps_with_interrupts_off() {
        assertThat(Scene.kernel("one: irqs-off; fence-wait F; fence-waited F; irqs-on")
                        .verdicts())
                .containsExactly("error wait-context F is waited for with interrupts disabled");
    }

    @Test
    void a_lock_is_checked_by_context_and_held_locks_only() {
        assertThat(Scene.kernel("one: irqs-off; acquire A kind=mutex; release A; irqs-on")
                        .verdicts())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "softirq, spin, true",
        "softirq, mutex, false",
        "hardirq, raw-spin, true",
        "hardirq, spin, false",
        "hardirq threaded, spin, true",
        "hardirq threaded, mutex, false",
        "nmi, spin, false"
    })
    void interrupts_cap_what_may_be_waited_for(String context, String kind, boolean allowed) {
        Scene scene = Scene.kernel("one: acquire A kind=%s %s; release A %s; mark".formatted(kind, context, context));
        assertThat(scene.verdicts().stream().noneMatch(verdict -> verdict.contains("wait-context")))
                .isEqualTo(allowed);
    }

    @Test
    void what_the_interrupted_task_holds_does_not_bind_the_handler() {
        assertThat(Scene.kernel(
                                "one: acquire A kind=raw-spin; acquire B kind=spin softirq; release B softirq; release A")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void programs_have_no_wait_contexts() {
        assertThat(Scene.program("one: acquire A kind=spin; fence-wait F; fence-waited F; release A")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void it_is_told_under_the_kernels_rules_even_where_no_wait_can_meet() {
        assertThat(Scene.kernel("one: acquire A kind=spin; acquire B kind=mutex timeout=5; release B; release A")
                        .verdicts())
                .containsExactly("error wait-context B is waited for under A");
    }
}
