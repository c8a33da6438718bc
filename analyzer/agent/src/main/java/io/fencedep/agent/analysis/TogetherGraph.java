package io.fencedep.agent.analysis;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all tests did, each a recording. A test that shows nothing that others did not show often enough is left out: so it
 * grows with what is distinct, not with the number of tests.
 */
final class TogetherGraph {
    private static final int OFTEN = 3;

    /** A dependency as filters see it. */
    private record Shown(Node from, Node to, Set<Gate> gates) {}

    private final DependencyGraph graph = new DependencyGraph();
    private final Map<Object, Integer> seen = new HashMap<>();

    void add(DependencyGraph test) {
        List<Object> shown = shown(test);
        if (shown.stream().anyMatch(each -> seen.getOrDefault(each, 0) < OFTEN)) {
            shown.forEach(each -> seen.merge(each, 1, Integer::sum));
            graph.merge(test);
        }
    }

    private static List<Object> shown(DependencyGraph test) {
        List<Object> shown = new ArrayList<>();
        for (Dependency dependency : test.dependencies()) {
            dependency
                    .byRecording()
                    .values()
                    .forEach(occurrences ->
                            shown.add(new Shown(dependency.from(), dependency.to(), Set.copyOf(occurrences.gates))));
        }
        for (Observation observation : test.observations().keySet()) {
            shown.add(observation);
        }
        return shown;
    }

    /** All of it; not to be changed. */
    DependencyGraph graph() {
        return graph;
    }
}
