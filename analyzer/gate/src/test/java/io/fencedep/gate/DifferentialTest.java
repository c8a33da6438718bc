package io.fencedep.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Finding;
import io.fencedep.gate.Differential.State;
import io.fencedep.report.diff.Change;
import org.junit.jupiter.api.Test;

class DifferentialTest {
    @Test
    void findings_are_introduced_fixed_or_remain() {
        Change change = Differential.between(state("a b", "b a", "c d", "d c"), state("a b", "b a", "e f", "f e"));
        assertThat(change.introduced()).extracting(Finding::title).containsExactly("e -> f -> e");
        assertThat(change.fixed()).extracting(fixed -> fixed.finding().title()).containsExactly("c -> d -> c");
        assertThat(change.remaining()).extracting(Finding::title).containsExactly("a -> b -> a");
    }

    @Test
    void dependencies_appear_and_vanish_but_not_when_only_their_lines_move() {
        Change change = Differential.between(state("m@a.c:1 x", "c d"), state("m@a.c:7 x", "d e"));
        assertThat(change.appeared()).extracting(Object::toString).containsExactly("d -> e");
        assertThat(change.vanished()).extracting(Object::toString).containsExactly("c -> d");
    }

    @Test
    void a_finding_whose_code_did_not_run_is_told_from_one_that_was_fixed() {
        State before = state("a b", "b a");
        assertThat(Differential.between(before, state("a b")).fixed().get(0).notSeen())
                .isEmpty();
        assertThat(Differential.between(before, state("a c")).fixed().get(0).notSeen())
                .containsExactly("b");
    }

    private static State state(String... chains) {
        var graph = Graphs.of(chains);
        return new State(graph, Graphs.analyse(graph, Suppressions.NONE));
    }
}
