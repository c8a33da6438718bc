package io.fencedep.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Finding;
import io.fencedep.gate.Differential.State;
import org.junit.jupiter.api.Test;

class DifferentialTest {
    @Test
    void findings_are_introduced_fixed_or_remain() {
        Differential change = Differential.of(state("a b", "b a", "c d", "d c"), state("a b", "b a", "e f", "f e"));
        assertThat(change.introduced()).extracting(Finding::title).containsExactly("e -> f -> e");
        assertThat(change.fixed()).extracting(Finding::title).containsExactly("c -> d -> c");
        assertThat(change.remaining()).extracting(Finding::title).containsExactly("a -> b -> a");
    }

    @Test
    void dependencies_appear_and_vanish_but_not_when_only_their_lines_move() {
        Differential change = Differential.of(state("m@a.c:1 x", "c d"), state("m@a.c:7 x", "d e"));
        assertThat(change.appeared()).extracting(Object::toString).containsExactly("d -> e");
        assertThat(change.vanished()).extracting(Object::toString).containsExactly("c -> d");
    }

    @Test
    void a_finding_whose_code_did_not_run_is_told_from_one_that_was_fixed() {
        State after = state("a b");
        Finding fixed = Differential.of(state("a b", "b a"), after).fixed().get(0);
        assertThat(Differential.notSeen(fixed, after)).isEmpty();
        State elsewhere = state("a c");
        Finding gone = Differential.of(state("a b", "b a"), elsewhere).fixed().get(0);
        assertThat(Differential.notSeen(gone, elsewhere)).containsExactly("b");
    }

    private static State state(String... chains) {
        var graph = Graphs.of(chains);
        return new State(graph, Graphs.analyse(graph, Suppressions.NONE));
    }
}
