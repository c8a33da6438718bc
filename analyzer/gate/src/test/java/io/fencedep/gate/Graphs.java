package io.fencedep.gate;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import java.util.List;

/** Graphs of locks, made by hand. */
final class Graphs {
    private Graphs() {}

    /** A graph whose locks are taken one after the other along each of these chains, {@code a b c}. */
    static DependencyGraph of(String... chains) {
        DependencyGraph graph = new DependencyGraph();
        long line = 1;
        for (String chain : chains) {
            String[] names = chain.split(" ");
            for (int i = 0; i + 1 < names.length; i++) {
                add(graph, names[i], names[i + 1], line++);
            }
        }
        return graph;
    }

    static Analysis analyse(DependencyGraph graph, Suppressions suppressions) {
        return Detector.analyse(graph, List.of(), suppressions);
    }

    private static void add(DependencyGraph graph, String from, String to, long line) {
        graph.addClass(from, ResourceKind.LOCK);
        graph.addClass(to, ResourceKind.LOCK);
        Witness witness = new Witness(
                "task" + line,
                InterruptContext.TASK,
                "",
                from + "#1",
                to + "#1",
                new Place(line, "a.c:" + line, List.of("take_" + from + "+0x12/0x80 [mod]", "caller")),
                new Place(line + 100, "a.c:" + (line + 100), List.of("take_" + to, "caller")),
                List.of(),
                Stamp.NONE,
                -1);
        Occurrences seen = new Occurrences();
        seen.count = 1;
        seen.addWitnesses(List.of(witness));
        graph.addDependency(
                new Node(from, NodeState.WRITE),
                new Node(to, NodeState.WRITE),
                Basis.SECTION,
                WaitKind.BLOCKING,
                "r1",
                seen);
    }
}
