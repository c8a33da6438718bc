package io.fencedep.gate;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.model.StableNames;
import io.fencedep.report.diff.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares two analyses of the same thing, before and after a change. Findings are compared by their ids, dependencies by
 * what edits leave of their names.
 */
public final class Differential {
    private Differential() {}

    /**
     * One side of a comparison.
     *
     * @param graph what was seen
     * @param analysis what was found in it
     */
    public record State(DependencyGraph graph, Analysis analysis) {}

    /** What is different after. Linear in the two graphs. */
    public static Change between(State before, State after) {
        Set<String> idsBefore = ids(before);
        Set<String> idsAfter = ids(after);
        List<Finding> introduced = new ArrayList<>();
        List<Finding> remaining = new ArrayList<>();
        for (Finding finding : after.analysis().findings()) {
            (idsBefore.contains(finding.id()) ? remaining : introduced).add(finding);
        }
        Set<String> classesAfter = after.graph().classes().keySet().stream()
                .map(StableNames::of)
                .collect(Collectors.toCollection(HashSet::new));
        List<Change.Fixed> fixed = before.analysis().findings().stream()
                .filter(finding -> !idsAfter.contains(finding.id()))
                .map(finding -> new Change.Fixed(finding, notIn(classesAfter, finding)))
                .toList();
        SortedMap<String, Dependency> edgesBefore = dependencies(before.graph());
        SortedMap<String, Dependency> edgesAfter = dependencies(after.graph());
        return new Change(
                introduced, fixed, remaining, without(edgesAfter, edgesBefore), without(edgesBefore, edgesAfter));
    }

    private static List<String> notIn(Set<String> stableNames, Finding finding) {
        return finding.classNames().stream()
                .filter(name -> !stableNames.contains(StableNames.of(name)))
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
