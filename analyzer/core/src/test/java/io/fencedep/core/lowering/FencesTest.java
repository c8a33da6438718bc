package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

class FencesTest {

    @Test
    void a_fence_wait_waits_and_holds_nothing() {
        assertThat(Scene.kernel("one: acquire A; fence-wait F; fence-waited F; release A; acquire B; release B")
                        .dependencies())
                .containsExactly("A -> F");
    }

    @Test
    void a_timeout_makes_a_fence_wait_timed_and_a_timeout_of_zero_none() {
        assertThat(Scene.kernel("one: acquire A; fence-wait F timeout=7; fence-waited F; release A")
                        .dependencies())
                .containsExactly("A -> F timed");
        assertThat(Scene.kernel("one: acquire A; fence-wait F timeout=0; release A")
                        .dependencies())
                .isEmpty();
    }

    @Test
    void a_thread_that_has_seen_the_signal_waits_for_it_no_more() {
        String waited = "one: fence-wait F\ntwo: fence-signal F\none: fence-waited F\n";
        String again = "acquire A; fence-wait F; fence-waited F; release A";
        assertThat(Scene.program(waited + "one: " + again).dependencies()).isEmpty();
        assertThat(Scene.program(waited + "two: " + again).dependencies()).isEmpty();
        assertThat(Scene.program(waited + "three: " + again).dependencies()).containsExactly("A -> F");
    }

    @Test
    void in_a_kernel_only_what_waits_twice_in_one_system_call_is_known_to_do_so() {
        String call = "one: syscall-begin read; fence-wait F\ntwo: fence-signal F\none: fence-waited F\n";
        String again = "acquire A; fence-wait F; fence-waited F; release A";
        assertThat(Scene.kernel(call + "one: " + again + "; syscall-end").dependencies())
                .isEmpty();
        assertThat(Scene.kernel(call + "one: syscall-end; syscall-begin read; " + again)
                        .dependencies())
                .containsExactly("A -> F");
        assertThat(Scene.kernel("one: syscall-begin read; fence-signal F; " + again)
                        .dependencies())
                .containsExactly("A -> F");
        assertThat(Scene.kernel(call.replace("syscall-begin read", "mark") + "one: " + again)
                        .dependencies())
                .containsExactly("A -> F");
    }

    @Test
    void what_is_seen_while_memory_is_freed_may_not_be_seen_another_time() {
        String waits = "fence-wait F; fence-waited F; ";
        String worker = "signaller: signalling-begin F; acquire A; release A; fence-signal F; signalling-end F\n"
                + "worker: work-begin W; %s" + waits + "%s acquire A; " + waits + "release A; work-end W";
        assertThat(Scene.kernel(worker.formatted("", "")).verdicts()).isEmpty();
        assertThat(Scene.kernel(worker.formatted("alloc GFP_KERNEL; reclaim-begin; ", "reclaim-end; "))
                        .verdicts())
                .containsExactly("error cycle A -> F -> A");
    }

    @Test
    void what_a_wait_gave_up_on_and_a_new_fence_of_the_name_were_not_seen() {
        String again = "acquire A; fence-wait F; fence-waited F; release A";
        for (String before : new String[] {
            "two: fence-signal F\none: fence-wait F timeout=5; fence-waited F result=timeout; ",
            "one: fence-signal F; fence-destroy F; ",
            "one: fence-signal F\none: lost\none: ",
            "one: work-begin W; fence-signal F; work-end W; work-begin V; "
        }) {
            assertThat(Scene.program(before + again).dependencies()).as(before).contains("A -> F");
        }
    }

    @Test
    void a_section_holds_its_fence_until_the_signal() {
        assertThat(Scene.kernel("one: signalling-begin F; acquire A; release A; fence-signal F; acquire B; release B;"
                                + " signalling-end F; acquire C; release C")
                        .dependencies())
                .containsExactly("F -> A");
    }

    @Test
    void a_section_without_a_signal_ends_at_its_end() {
        assertThat(Scene.kernel("one: signalling-begin F; acquire A; release A; signalling-end F; acquire B; release B")
                        .dependencies())
                .containsExactly("F -> A");
    }

    @Test
    void a_section_of_a_class_lasts_to_its_end_whatever_is_signalled() {
        assertThat(Scene.kernel("one: signalling-begin class=F; acquire A; release A; fence-signal F#1; acquire B;"
                                + " release B; signalling-end class=F; acquire C; release C")
                        .dependencies())
                .containsExactly("F -> A", "F -> B");
    }

    @Test
    void whoever_publishes_owes_the_signal_until_it_submits() {
        assertThat(Scene.kernel("one: fence-create F; acquire A; release A; fence-publish F; acquire B; release B;"
                                + " fence-submit F; acquire C; release C")
                        .dependencies())
                .containsExactly("F -> B");
    }

    @Test
    void somebody_else_may_submit_signal_or_destroy_what_was_published() {
        for (String end : new String[] {"fence-submit F", "fence-signal F", "fence-destroy F"}) {
            Scene scene = Scene.kernel("""
                    one: fence-publish F; acquire A; release A
                    two: %s
                    one: acquire B; release B
                    """.formatted(end));
            assertThat(scene.dependencies()).as(end).containsExactly("F -> A");
        }
    }

    @Test
    void what_no_line_ever_submits_is_owed_to_the_end_of_the_publishers_unit_of_work() {
        assertThat(Scene.kernel("one: syscall-begin; fence-publish F; acquire A; release A; syscall-end; syscall-begin;"
                                + " acquire B; release B; syscall-end")
                        .dependencies())
                .containsExactly("F -> A");
    }

    @Test
    void what_is_submitted_in_a_later_unit_is_owed_until_then_and_is_unbounded() {
        String text = "one: syscall-begin; fence-publish F; syscall-end; syscall-begin; acquire B; release B;"
                + " fence-submit F; acquire C; release C; syscall-end";
        assertThat(Scene.kernel(text).dependencies()).containsExactly("F -> B");
        assertThat(Scene.kernel(text).verdicts())
                .containsExactly("warning unbounded F is published in one system call and submitted in another");
    }

    @Test
    void publication_and_submission_in_one_system_call_are_bounded() {
        assertThat(Scene.kernel("one: syscall-begin; fence-publish F; fence-submit F; syscall-end")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void a_fence_that_depends_on_another_waits_for_it_whoever_runs_it() {
        assertThat(Scene.kernel("one: fence-create F; fence-create G; fence-depend F on=G")
                        .dependencies())
                .containsExactly("F -> G");
    }

    @Test
    void the_map_of_dma_fences_stands_for_every_one_of_them() {
        Scene scene = Scene.kernel("""
                one: signalling-begin class=dma_fence_map; acquire A; release A; signalling-end class=dma_fence_map
                two: acquire A; fence-wait dma_fence:gfx; fence-waited dma_fence:gfx; release A
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle A -> dma_fence:gfx -> A");
    }

    /** The kernel writes it in every wait; the line behind it says for which fence. */
    @Test
    void a_wait_for_the_map_of_dma_fences_that_comes_with_a_fence_is_for_that_one() {
        String item = """
                one: fence-create dma_fence:gfx; fence-publish dma_fence:gfx; fence-submit dma_fence:gfx
                one: fence-create dma_fence:sdma
                one: work-queue W; work-begin W; acquire A; acquire dma_fence_map; release dma_fence_map
                """;
        String known = "one: fence-wait dma_fence:sdma; fence-waited dma_fence:sdma";
        String signals = "one: fence-signal dma_fence:gfx; release A; work-end W";
        assertThat(Scene.kernel(item).then(known).then(signals).verdicts()).isEmpty();
        assertThat(Scene.kernel(item).then(signals).verdicts()).containsExactly("error cycle A -> dma_fence:gfx -> A");
    }

    @Test
    void the_map_of_dma_fences_is_no_other_fence() {
        Scene scene = Scene.kernel("""
                one: signalling-begin class=dma_fence_map; acquire A; release A; signalling-end class=dma_fence_map
                two: acquire A; fence-wait completion:x; fence-waited completion:x; release A
                """);
        assertThat(scene.verdicts()).isEmpty();
    }

    /** The kernel takes it so for the length of every signal, under whatever the signaller holds. */
    @Test
    void who_reads_the_map_of_dma_fences_waits_for_none() {
        Scene scene = Scene.kernel("""
                one: fence-create dma_fence:gfx; fence-publish dma_fence:gfx; fence-submit dma_fence:gfx
                one: work-queue W; work-begin W; acquire A
                one: acquire dma_fence_map read; fence-signal dma_fence:gfx; release dma_fence_map
                one: release A; work-end W
                """);
        assertThat(scene.dependencies()).containsExactly("W -> A", "dma_fence:gfx -> A (causal)");
        assertThat(scene.verdicts()).isEmpty();
    }

    @Test
    void a_section_that_waits_for_its_own_fence_is_recursion() {
        assertThat(Scene.kernel("one: signalling-begin F; fence-wait F; fence-signal F; signalling-end F")
                        .verdicts())
                .containsExactly("error recursion F waits for itself");
    }

    @Test
    void a_section_may_wait_for_another_fence_of_its_class() {
        assertThat(Scene.kernel("one: signalling-begin F#1; fence-wait F#2; fence-signal F#1; signalling-end F#1")
                        .verdicts())
                .isEmpty();
        assertThat(Scene.kernel("one: signalling-begin class=F; fence-wait F#2; signalling-end class=F")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void fences_of_one_class_that_wait_for_each_other_are_recursion() {
        Scene scene = Scene.kernel("""
                one: signalling-begin F#1; fence-wait F#2
                two: signalling-begin F#2; fence-wait F#3
                three: signalling-begin F#3; fence-wait F#1
                """);
        assertThat(scene.verdicts()).contains("error recursion fences of F wait for each other in a ring");
    }

    @Test
    void a_ring_of_fences_is_one_although_its_parts_are_told_one_after_the_other() {
        Scene scene = Scene.kernel("""
                one: signalling-begin F#1; fence-wait F#2; fence-signal F#1; signalling-end F#1
                two: signalling-begin F#2; fence-wait F#1; fence-signal F#2; signalling-end F#2
                """);
        assertThat(scene.verdicts()).containsExactly("error recursion fences of F wait for each other in a ring");
    }

    @Test
    void what_a_fence_waited_for_and_got_closes_no_ring() {
        Scene scene = Scene.kernel("""
                one: signalling-begin F#1; fence-wait F#2
                two: fence-signal F#2
                one: fence-waited F#2; fence-signal F#1; signalling-end F#1
                two: fence-create F#2; signalling-begin F#2; fence-wait F#1; fence-signal F#2; signalling-end F#2
                """);
        assertThat(scene.verdicts()).isEmpty();
    }

    @Test
    void a_name_that_is_used_again_is_another_fence() {
        Scene scene = Scene.kernel("""
                one: signalling-begin F#1; fence-wait F#2; fence-signal F#1; signalling-end F#1
                two: fence-destroy F#2; fence-create F#2
                two: signalling-begin F#2; fence-wait F#1; fence-signal F#2; signalling-end F#2
                """);
        assertThat(scene.verdicts()).isEmpty();
    }

    @Test
    void a_ring_that_a_timeout_breaks_is_a_stall() {
        Scene scene = Scene.kernel("""
                one: signalling-begin F#1; fence-wait F#2 timeout=1000; fence-signal F#1; signalling-end F#1
                two: signalling-begin F#2; fence-wait F#1; fence-signal F#2; signalling-end F#2
                """);
        assertThat(scene.verdicts()).containsExactly("warning stall fences of F wait for each other in a ring");
    }

    @Test
    void a_later_fence_of_the_timeline_is_recursion_whatever_its_class() {
        Scene scene = Scene.kernel("""
                one: fence-create F#5 timeline=t seqno=5; fence-create G#7 timeline=t seqno=7
                one: signalling-begin F#5; fence-wait G#7; fence-signal F#5; signalling-end F#5
                """);
        assertThat(scene.verdicts()).containsExactly("error recursion G waits for a later fence of its own timeline");
    }

    @Test
    void what_a_fence_is_may_be_told_after_somebody_waited_for_it() {
        assertThat(Scene.kernel("""
                one: acquire A; fence-wait U; fence-waited U; release A
                two: fence-create U userspace
                """).verdicts())
                .containsExactly("warning unbounded A is held while user space is waited for (U)");
        assertThat(Scene.kernel("""
                one: fence-create F#5 timeline=t seqno=5; signalling-begin F#5; fence-wait F#7; fence-signal F#5
                two: fence-create F#7 timeline=t seqno=7
                """).verdicts())
                .containsExactly("error recursion F waits for a later fence of its own timeline");
    }

    @Test
    void a_kernel_fence_that_depends_on_user_space_is_unbounded() {
        assertThat(Scene.kernel("one: fence-create U userspace; fence-depend F on=U")
                        .verdicts())
                .containsExactly("warning unbounded F is held while user space is waited for (U)");
        assertThat(Scene.kernel("one: fence-create U userspace; fence-create V userspace; fence-depend V on=U")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void on_one_timeline_waiting_for_older_fences_is_what_timelines_are_for() {
        assertThat(timeline(5, 3)).isEmpty();
    }

    @Test
    void on_one_timeline_waiting_for_the_same_or_a_later_number_is_recursion() {
        assertThat(timeline(5, 7)).containsExactly("error recursion F waits for a later fence of its own timeline");
        assertThat(timeline(5, 5)).containsExactly("error recursion F waits for a later fence of its own timeline");
    }

    private static java.util.List<String> timeline(int held, int waited) {
        return Scene.kernel("""
                        one: fence-create F#1 timeline=T seqno=%d; fence-create F#2 timeline=T seqno=%d
                        one: signalling-begin F#1; fence-wait F#2; fence-signal F#1; signalling-end F#1
                        """.formatted(held, waited)).verdicts();
    }

    @Test
    void a_fence_that_depends_on_a_later_one_of_its_timeline_is_recursion() {
        Scene scene = Scene.kernel("""
                one: fence-create F#1 timeline=T seqno=1; fence-create F#2 timeline=T seqno=2
                one: fence-depend F#1 on=F#2
                """);
        assertThat(scene.verdicts()).containsExactly("error recursion F waits for a later fence of its own timeline");
    }

    @Test
    void a_signal_of_what_is_signalled_is_an_anomaly() {
        assertThat(Scene.kernel("one: fence-signal F; fence-signal F").anomalies())
                .containsExactly("1 signal of a fence that is signalled");
    }

    @Test
    void the_end_of_a_section_that_never_began_is_an_anomaly() {
        assertThat(Scene.kernel("one: signalling-end F; signalling-end class=G").anomalies())
                .containsExactly("2 end of a signalling section that never began");
    }

    @Test
    void a_destroyed_fence_is_a_new_one_under_its_name() {
        assertThat(Scene.kernel("one: fence-signal F; fence-destroy F; fence-signal F")
                        .anomalies())
                .isEmpty();
    }

    @Test
    void a_new_fence_under_the_name_of_a_destroyed_one_has_the_class_that_it_is_given() {
        String old =
                "one: fence-create F class=x; signalling-begin F class=-; acquire A; release A; fence-signal F class=-\n";
        Scene scene = Scene.kernel(old + """
                one: fence-destroy F class=-; fence-create F class=y
                one: signalling-begin F class=-; acquire B; release B; fence-signal F class=-
                """);
        assertThat(scene.dependencies()).containsExactly("x -> A", "y -> B");
        assertThat(scene.anomalies()).isEmpty();
    }

    @Test
    void a_new_fence_that_is_given_its_class_late_has_it_from_its_own_start() {
        String old =
                "one: fence-create F class=x; signalling-begin F class=-; acquire A; release A; fence-signal F class=-\n";
        Scene scene = Scene.kernel(old + """
                one: fence-destroy F class=-; fence-create F class=-; fence-publish F class=-
                one: acquire B; release B; fence-submit F class=y
                two: acquire C; fence-wait F class=-; fence-waited F class=-; release C
                """);
        assertThat(scene.dependencies()).containsExactly("C -> y", "x -> A", "y -> B");
        assertThat(scene.anomalies()).isEmpty();
    }

    @Test
    void a_new_fence_that_is_given_no_class_has_that_of_the_one_before_and_no_third_one_later() {
        Scene scene = Scene.kernel("""
                one: fence-create F class=x; fence-destroy F class=-; fence-create F class=-; acquire A; release A
                one: signalling-begin F class=-; acquire B; release B; fence-signal F class=x; fence-wait F class=y
                """);
        assertThat(scene.dependencies()).containsExactly("x -> B");
        assertThat(scene.anomalies()).containsExactly("1 instance given a second class");
    }

    @Test
    void a_fence_destroyed_while_somebody_waits_for_it_is_an_anomaly() {
        assertThat(Scene.kernel("one: fence-wait F\ntwo: fence-destroy F").anomalies())
                .containsExactly("1 fence destroyed while somebody waits for it");
    }

    @Test
    void one_of_several_is_enough() {
        Scene scene = Scene.kernel("""
                one: signalling-begin F; acquire A; release A; fence-signal F; signalling-end F
                two: fence-create G
                two: acquire A; fence-wait any=F,G; fence-waited any=F,G; release A
                """);
        assertThat(scene.verdicts()).isEmpty();
    }

    @Test
    void when_every_alternative_is_stuck_so_is_the_wait() {
        Scene scene = Scene.kernel("""
                one: signalling-begin F; acquire A; release A; fence-signal F; signalling-end F
                one: signalling-begin G; acquire A; release A; fence-signal G; signalling-end G
                two: acquire A; fence-wait any=F,G; fence-waited any=F,G; release A
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle A -> F -> A", "error cycle A -> G -> A");
    }

    @Test
    void a_way_out_that_is_blocked_further_on_is_none() {
        Scene scene = Scene.kernel("""
                one: signalling-begin F; acquire A; release A; fence-signal F; signalling-end F
                one: signalling-begin G; acquire B; release B; fence-signal G; signalling-end G
                three: acquire B; acquire A; release A; release B
                two: acquire A; fence-wait any=F,G; fence-waited any=F,G; release A
                """);
        assertThat(scene.verdicts()).contains("error cycle A -> F -> A");
    }

    @Test
    void nobody_in_the_kernel_can_say_when_user_space_signals() {
        String create = "user: fence-create U userspace\n";
        assertThat(Scene.kernel(create + "one: acquire A; fence-wait U; fence-waited U; release A")
                        .verdicts())
                .containsExactly("warning unbounded A is held while user space is waited for (U)");
        assertThat(Scene.kernel(create + "one: acquire A; fence-wait U timeout=9; fence-waited U; release A")
                        .verdicts())
                .isEmpty();
        assertThat(Scene.kernel(create + "one: fence-wait U; fence-waited U").verdicts())
                .isEmpty();
    }

    @Test
    void user_space_may_wait_for_itself() {
        String create = "user: fence-create U userspace; fence-create V userspace\n";
        assertThat(Scene.kernel(create + "one: acquire A; fence-wait U driver=user; fence-waited U; release A")
                        .verdicts())
                .isEmpty();
        assertThat(Scene.kernel(create + "one: signalling-begin V; fence-wait U; fence-signal V; signalling-end V")
                        .verdicts())
                .isEmpty();
    }

    @Test
    void lost_events_end_sections_and_duties() {
        assertThat(Scene.kernel("one: signalling-begin F; fence-publish G; lost; acquire A; release A")
                        .dependencies())
                .isEmpty();
    }

    @Test
    void a_subclass_beside_a_class_names_another_class_of_fences() {
        Scene scene = Scene.kernel("""
                one: fence-create F subclass=1; signalling-begin F#2; acquire A; release A; signalling-end F#2
                two: acquire A; fence-wait F; fence-waited F; release A; fence-destroy F
                """);
        assertThat(scene.dependencies()).containsExactly("A -> F/1", "F -> A");
    }

    @Test
    void a_section_for_a_class_has_the_subclass_that_its_lines_say() {
        Scene scene = Scene.kernel("""
                one: signalling-begin class=F subclass=2; acquire A; release A; signalling-end class=F subclass=2
                one: acquire B; release B
                """);
        assertThat(scene.dependencies()).containsExactly("F/2 -> A");
    }

    @Test
    void a_subclass_without_a_class_says_nothing_and_is_counted() {
        Scene scene = Scene.kernel("one: acquire A; fence-wait F class=- subclass=1; fence-waited F; release A");
        assertThat(scene.anomalies()).containsExactly("1 subclass without a class");
    }

    @Test
    void a_lock_is_released_under_the_subclass_under_which_it_was_taken() {
        Scene scene = Scene.kernel("""
                one: acquire A subclass=1; release A subclass=1
                one: acquire A; release A subclass=1
                """);
        assertThat(scene.anomalies()).containsExactly("1 subclass other than that of the lock's acquire");
    }

    @Test
    void who_waits_for_its_own_fence_has_handed_it_over_if_another_signals_it() {
        String own = "one: fence-create F; fence-publish F; fence-wait F\n";
        assertThat(Scene.kernel(own + "two: fence-signal F\none: fence-waited F")
                        .verdicts())
                .isEmpty();
        assertThat(Scene.kernel(own + "one: fence-signal F hardirq; fence-waited F")
                        .verdicts())
                .isEmpty();
        assertThat(Scene.kernel(own + "one: fence-waited F result=interrupted").verdicts())
                .isEmpty();
        for (String end : List.of("", "one: fence-signal F", "one: fence-submit F\ntwo: fence-signal F")) {
            assertThat(Scene.kernel(own + end).verdicts()).contains("error recursion F waits for itself");
        }
    }
}
