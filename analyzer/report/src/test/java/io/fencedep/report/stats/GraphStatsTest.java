package io.fencedep.report.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass.Signals;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GraphStatsTest {
    private final DependencyGraph graph = new DependencyGraph();

    @Test
    void the_longest_chain_comes_first_and_shares_no_class_with_others() {
        edge("a", "b");
        edge("b", "c");
        edge("c", "d");
        edge("a", "d");
        edge("x", "c");
        edge("x", "y");
        assertThat(chains())
                .containsExactly(
                        List.of(List.of("a"), List.of("b"), List.of("c"), List.of("d")),
                        List.of(List.of("x"), List.of("y")));
    }

    @Test
    void a_cycle_is_one_link() {
        edge("a", "b");
        edge("b", "a");
        edge("b", "c");
        assertThat(chains()).containsExactly(List.of(List.of("a", "b"), List.of("c")));
    }

    @Test
    void a_chain_of_fifty_thousand_classes_overflows_nothing() {
        for (int i = 0; i < 50_000; i++) {
            edge("lock" + i, "lock" + (i + 1));
        }
        assertThat(chains().get(0)).hasSize(50_001);
    }

    @Test
    void fences_without_a_signal_are_named() {
        graph.addClass("done", ResourceKind.FENCE).addSignals("r", new Signals(3, new TreeMap<>()));
        graph.addClass("never", ResourceKind.FENCE);
        graph.addClass("lock", ResourceKind.LOCK);
        assertThat(GraphStats.of(graph).unsignalled()).containsExactly("never");
    }

    private List<List<List<String>>> chains() {
        return GraphStats.of(graph).chains().stream()
                .map(GraphStats.Chain::links)
                .toList();
    }

    private void edge(String from, String to) {
        graph.addDependency(
                new Node(from, NodeState.WRITE),
                new Node(to, NodeState.WRITE),
                Basis.SECTION,
                WaitKind.BLOCKING,
                "r",
                new Occurrences());
    }
}
