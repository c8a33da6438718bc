package io.fencedep.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import io.fencedep.core.contract.Contract;
import io.fencedep.core.contract.Rule;
import io.fencedep.core.graph.DependencyGraph;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What speaks against one of several waits between two classes does not speak against the others. */
class ParallelWaitsTest {
    private static List<String> verdicts(DependencyGraph graph, List<Contract> contracts) {
        return Detector.analyse(graph, contracts).findings().stream()
                .map(finding -> finding.severity().text() + " " + finding.title() + " " + finding.contracts())
                .toList();
    }

    @Test
    void whatAContractPromisesHoldsAlsoWhereItWasOnlySeenUnderAGate() {
        DependencyGraph graph = Scene.kernel("""
                one: acquire G; acquire A; acquire B; release B; release A; release G
                two: acquire G; acquire B; acquire A; release A; release B; release G
                """).graph();
        List<Contract.RoleMatch> roles = List.of(
                new Contract.RoleMatch(new Rule.Target("", Set.of(), "A"), "first"),
                new Contract.RoleMatch(new Rule.Target("", Set.of(), "B"), "second"));
        Contract contract = new Contract("promise", "", roles, List.of(List.of("first", "second")), List.of());
        assertThat(verdicts(graph, List.of(contract))).contains("error A -> B -> A [promise]");
        assertThat(verdicts(graph, List.of())).containsExactly("note A -> B -> A []");
    }

    @Test
    void ofTwoWaitsForAlternativesTheOneWithoutAWayOutCounts() {
        assertThat(Scene.kernel("""
                                one: fence-create F; fence-create G; fence-create H
                                one: acquire A; fence-wait any=F,H; fence-waited any=F,H; release A
                                one: acquire A; fence-wait any=F,G; fence-waited any=F,G; release A
                                two: signalling-begin F; acquire A; release A; signalling-end F
                                two: signalling-begin G; acquire A; release A; signalling-end G
                                """).verdicts()).contains("error cycle A -> F -> A", "error cycle A -> G -> A");
    }

    @Test
    void aWayOutBetweenAnInterruptsLockAndAnEnabledOneIsNoInversion() {
        String orders = """
                one: fence-create F; fence-create G
                one: acquire U; fence-wait any=F,G; fence-waited any=F,G; release U
                two: signalling-begin F; acquire E; release E; signalling-end F
                three: acquire U hardirq; release U hardirq
                """;
        assertThat(Scene.kernel(orders.replace("one: acquire U", "one: irqs-off; acquire U"))
                        .verdicts())
                .noneMatch(verdict -> verdict.contains("irq-inversion"));
        String closed = orders.replace("one: acquire U", "one: irqs-off; acquire U")
                + "two: signalling-begin G; acquire E; release E; signalling-end G";
        assertThat(Scene.kernel(closed).verdicts()).anyMatch(verdict -> verdict.contains("irq-inversion"));
    }
}
