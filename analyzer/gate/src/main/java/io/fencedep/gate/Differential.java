package io.fencedep.gate;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.model.StableNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a change brought: two analyses of the same thing, before and after. Findings are compared by their ids,
 * dependencies by what edits leave of their names.
 *
 * @param introduced findings that are there only after the change
 * @param fixed findings that were there only before
 * @param remaining findings that were there and still are, as they are after the change
 * @param appeared dependencies that are there only after the change, one for each pair of ends
 * @param vanished dependencies that were there only before, one for each pair of ends
 */
public record Differential(
        List<Finding> introduced,
        List<Finding> fixed,
        List<Finding> remaining,
        List<Dependency> appeared,
        List<Dependency> vanished) {

    /**
     * One side of a comparison.
     *
     * @param graph what was seen
     * @param analysis what was found in it
     */
    public record State(DependencyGraph graph, Analysis analysis) {}

    /** What is different after. Linear in the two graphs. */
    public static Differential of(State before, State after) {
        Set<String> idsBefore = ids(before);
        Set<String> idsAfter = ids(after);
        List<Finding> introduced = new ArrayList<>();
        List<Finding> remaining = new ArrayList<>();
        for (Finding finding : after.analysis().findings()) {
            (idsBefore.contains(finding.id()) ? remaining : introduced).add(finding);
        }
        List<Finding> fixed = before.analysis().findings().stream()
                .filter(finding -> !idsAfter.contains(finding.id()))
                .toList();
        SortedMap<String, Dependency> edgesBefore = dependencies(before.graph());
        SortedMap<String, Dependency> edgesAfter = dependencies(after.graph());
        return new Differential(
                introduced, fixed, remaining, without(edgesAfter, edgesBefore), without(edgesBefore, edgesAfter));
    }

    /** The classes of a fixed finding that do not occur after the change: perhaps its code just did not run. */
    public static List<String> notSeen(Finding fixed, State after) {
        Set<String> known = after.graph().classes().keySet().stream()
                .map(StableNames::of)
                .collect(Collectors.toCollection(HashSet::new));
        return fixed.classNames().stream()
                .filter(name -> !known.contains(StableNames.of(name)))
                .toList();
    }

    private static Set<String> ids(State state) {
        return state.analysis().findings().stream().map(Finding::id).collect(Collectors.toSet());
    }

    private static SortedMap<String, Dependency> dependencies(DependencyGraph graph) {
        Function<Node, String> stable =
                node -> StableNames.of(node.className()) + "\t" + node.state().text();
        SortedMap<String, Dependency> byEnds = new TreeMap<>();
        for (Dependency dependency : graph.sortedDependencies()) {
            byEnds.putIfAbsent(stable.apply(dependency.from()) + "\n" + stable.apply(dependency.to()), dependency);
        }
        return byEnds;
    }

    private static List<Dependency> without(SortedMap<String, Dependency> these, SortedMap<String, Dependency> those) {
        List<Dependency> left = new ArrayList<>();
        these.forEach((ends, dependency) -> {
            if (!those.containsKey(ends)) {
                left.add(dependency);
            }
        });
        return left;
    }
}
