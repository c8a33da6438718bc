package io.fencedep.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Kind, strength and severity, what hides what, and ids that survive edits. */
class FindingsTest {
    private static final String INVERSION = """
            one: acquire A; acquire B; release B; release A
            two: acquire B; acquire A; release A; release B
            """;

    @Test
    void an_inversion_is_a_potential_deadlock_and_an_error() {
        Finding finding = only(INVERSION);
        assertThat(finding.kind()).isEqualTo(FindingKind.CYCLE);
        assertThat(finding.strength()).isEqualTo(Strength.POTENTIAL);
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void a_cycle_that_a_timeout_breaks_is_a_stall_and_its_bound_is_told() {
        Finding finding = only("""
                one: acquire A; acquire B timeout=2500000000; release B; release A
                two: acquire B; acquire A; release A; release B
                """);
        assertThat(finding.kind()).isEqualTo(FindingKind.STALL);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.detail()).containsExactly("it lasts until a wait gives up, after 2.5 s");
    }

    @Test
    void a_cycle_that_a_retry_breaks_is_a_stall_without_bound() {
        String tries = "acquire B try failed; ".repeat(3);
        Finding finding =
                only("one: acquire A; " + tries + "release A\ntwo: acquire B; acquire A; release A; release B");
        assertThat(finding.kind()).isEqualTo(FindingKind.STALL);
        assertThat(finding.detail()).containsExactly("it lasts until a retry succeeds, which nothing bounds");
    }

    @Test
    void a_cycle_that_needs_a_fair_dependency_is_suspect_and_a_warning() {
        Finding finding = only("""
                one: syscall-begin; fence-create F; acquire A; release A; fence-signal F; syscall-end
                two: acquire A; fence-wait F; fence-waited F awake; release A
                """);
        assertThat(finding.strength()).isEqualTo(Strength.SUSPECT);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void with_room_for_several_it_takes_as_many_holders_at_once() {
        String one = "one: acquire S kind=semaphore capacity=2; acquire A; release A; release S\n";
        String two = "two: acquire A; acquire S kind=semaphore capacity=2; release S; release A\n";
        assertThat(only(one + two).strength()).isEqualTo(Strength.SUSPECT);
        String both = """
                one: acquire S kind=semaphore capacity=2; acquire A
                three: acquire S kind=semaphore capacity=2; acquire A
                one: release A; release S
                three: release A; release S
                """;
        assertThat(only(both + two).strength()).isEqualTo(Strength.POTENTIAL);
        assertThat(only(both + two).detail())
                .contains("there is room for 2 in S, and as many of its holders were seen in this wait at once");
    }

    @Test
    void holders_at_once_are_counted_whatever_line_gives_the_class_of_what_they_wait_for() {
        Finding finding = only("""
                one: acquire S kind=semaphore capacity=2; acquire x class=-
                three: acquire S kind=semaphore capacity=2; acquire y class=-
                one: release x; release S
                three: release y; release S
                two: acquire x class=A; acquire S kind=semaphore capacity=2; release S; release x
                two: acquire y class=A; release y
                """);
        assertThat(finding.strength()).isEqualTo(Strength.POTENTIAL);
        Finding inBetween = only("""
                one: acquire S kind=semaphore capacity=2; acquire x class=-
                three: acquire S kind=semaphore capacity=2; acquire x class=A
                one: release x; release S
                three: release x; release S
                two: acquire x class=A; acquire S kind=semaphore capacity=2; release S; release x
                """);
        assertThat(inBetween.strength()).isEqualTo(Strength.POTENTIAL);
    }

    @Test
    void of_two_cycles_the_one_whose_classes_the_other_contains_is_told() {
        assertThat(Scene.kernel(INVERSION + "three: acquire B; acquire C; acquire A; release A; release C; release B")
                        .verdicts())
                .contains("error cycle A -> B -> A")
                .doesNotContain("error cycle A -> B -> C -> A");
    }

    @Test
    void a_stall_hides_no_error() {
        Scene scene = Scene.kernel("""
                one: acquire A; acquire B; release B; release A
                two: acquire B; acquire A timeout=5; release A; release B
                three: acquire B; acquire C; release C; release B
                four: acquire C; acquire A; release A; release C
                """);
        assertThat(scene.verdicts()).containsExactly("error cycle A -> B -> C -> A", "warning stall A -> B -> A");
    }

    @Test
    void the_worst_comes_first() {
        Scene scene = Scene.kernel("""
                one: acquire X; acquire Y timeout=5; release Y; release X
                two: acquire Y; acquire X; release X; release Y
                """ + INVERSION);
        assertThat(scene.verdicts()).containsExactly("error cycle A -> B -> A", "warning stall X -> Y -> X");
    }

    @Test
    void a_cycle_begins_where_its_names_are_smallest_whoever_came_first() {
        String ring = """
                one: acquire %1$s; acquire %2$s; release %2$s; release %1$s
                one: acquire %2$s; acquire %3$s; release %3$s; release %2$s
                one: acquire %3$s; acquire %1$s; release %1$s; release %3$s
                """;
        Finding finding = only(ring.formatted("A", "C", "B"));
        assertThat(finding.title()).isEqualTo("A -> C -> B -> A");
        assertThat(only(ring.formatted("C", "B", "A"))).extracting(Finding::id).isEqualTo(finding.id());
        assertThat(only(ring.formatted("A", "B", "C"))).extracting(Finding::id).isNotEqualTo(finding.id());
    }

    @Test
    void an_id_knows_kind_classes_and_states_and_nothing_else() {
        String id = only(INVERSION).id();
        assertThat(id).matches("[0-9a-f]{12}");
        assertThat(only(INVERSION + INVERSION).id()).isEqualTo(id);
        assertThat(only(INVERSION.replace("acquire", "acquired nobody; acquire"))
                        .id())
                .isEqualTo(id);
        assertThat(only(INVERSION.replace("one", "three")).id()).isEqualTo(id);
        assertThat(only(INVERSION.replace("A", "C")).id()).isNotEqualTo(id);
        assertThat(only(INVERSION
                                .replace("acquire B; acquire A;", "acquire B read; acquire A;")
                                .replace("acquire A; acquire B;", "acquire A; acquire B read;"))
                        .id())
                .isNotEqualTo(id);
    }

    @Test
    void an_id_does_not_know_the_lines_of_places_that_name_classes() {
        String text = """
                one: acquire x class=- at=gem.c:%1$d; acquire B; release B; release x
                two: acquire B; acquire x class=- at=gem.c:7; release x; release B
                """;
        assertThat(only(text.replace("%1$d", "12")).id())
                .isEqualTo(only(text.replace("%1$d", "99")).id());
    }

    @Test
    void every_step_tells_a_true_occurrence() {
        Finding finding = only(INVERSION);
        assertThat(finding.steps()).hasSize(2).allSatisfy(step -> {
            assertThat(step.count()).isEqualTo(1);
            assertThat(step.recording()).isEqualTo("kernel");
        });
        assertThat(finding.steps().get(0).witness().task()).isEqualTo("one");
        assertThat(finding.steps().get(0).witness().heldAt().line()).isEqualTo(1);
        assertThat(finding.steps().get(0).witness().waitedAt().line()).isEqualTo(2);
        assertThat(finding.steps().get(1).witness().task()).isEqualTo("two");
    }

    @Test
    void a_cycle_may_need_several_recordings() {
        List<String> lines = INVERSION.lines().toList();
        Scene first = Scene.recorded("x", "hand", java.util.Set.of(), lines.get(0));
        Scene second = Scene.recorded("y", "hand", java.util.Set.of(), lines.get(1));
        assertThat(Scene.verdicts(Scene.merged(second, first))).containsExactly("error cycle A -> B -> A");
    }

    @Test
    void the_dependency_whose_removal_breaks_most_cycles_of_a_component_is_named() {
        Scene scene = Scene.kernel("""
                one: acquire A; acquire B; release B; release A
                two: acquire B; acquire C; release C; release B
                two: acquire C; acquire A; release A; release C
                two: acquire B; acquire D; release D; release B
                two: acquire D; acquire A; release A; release D
                """);
        assertThat(Detector.analyse(scene.graph(), List.of()).cuts()).containsExactly(new Analysis.Cut("A", "B", 2, 2));
    }

    @Test
    void cutting_one_way_out_of_a_wait_for_several_breaks_the_cycles_through_the_others() {
        Scene scene = Scene.kernel("""
                sf: fence-publish F#1; fence-submit F#1; signalling-begin F#1; acquire A#1; release A#1; fence-signal F#1
                sg: fence-publish G#1; fence-submit G#1; signalling-begin G#1; acquire A#1; release A#1; fence-signal G#1
                w: acquire A#1; fence-wait any=F#1,G#1 at=f.c:12; fence-waited any=F#1,G#1; release A#1
                """);
        assertThat(Detector.analyse(scene.graph(), List.of()).cuts()).containsExactly(new Analysis.Cut("F", "A", 2, 2));
        assertThat(scene.findings())
                .extracting(finding ->
                        Objects.requireNonNull(finding.steps().get(0).witness()).toInstance())
                .containsExactly("F#1 or G#1", "F#1 or G#1");
    }

    @Test
    void a_ring_of_fences_tells_every_wait_of_it() {
        Finding ring = only("""
                t1: signalling-begin F#1; fence-wait F#2 at=a.c:1; fence-waited F#2; signalling-end F#1
                t2: signalling-begin F#2; fence-wait F#3 at=b.c:2; fence-waited F#3; signalling-end F#2
                t3: signalling-begin F#3; fence-wait F#1 at=c.c:3; fence-waited F#1; signalling-end F#3
                """);
        assertThat(ring.rule()).isEqualTo("fence-ring");
        assertThat(ring.steps()).hasSize(1);
        assertThat(ring.detail())
                .anySatisfy(text -> assertThat(text).startsWith("earlier t1 made F#1 wait for F#2 at a.c:1"))
                .anySatisfy(text -> assertThat(text).startsWith("earlier t2 made F#2 wait for F#3 at b.c:2"));
    }

    private static Finding only(String text) {
        List<Finding> findings = Scene.kernel(text).findings();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }
}
