package io.fencedep.report.stats;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Figures about a dependency graph.
 *
 * @param classes how many classes there are of each kind
 * @param dependencies how many dependencies rest on each kind of evidence
 * @param chains the longest chains of dependencies, the longest first; no class is in two of them
 * @param unsignalled fence classes of which no signal was recorded, by name
 */
public record GraphStats(
        Map<ResourceKind, Long> classes,
        Map<Evidence, Long> dependencies,
        List<Chain> chains,
        List<String> unsignalled) {

    /**
     * A chain: whoever holds one of its classes may have to wait for all that follow.
     *
     * @param links what it leads through; classes on one cycle are one link
     */
    public record Chain(List<List<String>> links) {}

    /** The figures of this graph. */
    public static GraphStats of(DependencyGraph graph) {
        Map<ResourceKind, Long> classes = new EnumMap<>(ResourceKind.class);
        for (ResourceClass known : graph.classes().values()) {
            classes.merge(known.kind(), 1L, Long::sum);
        }
        Map<Evidence, Long> dependencies = new EnumMap<>(Evidence.class);
        for (Dependency dependency : graph.dependencies()) {
            dependencies.merge(graph.standing(dependency).evidence(), 1L, Long::sum);
        }
        List<String> unsignalled = graph.classes().values().stream()
                .filter(known -> known.kind() == ResourceKind.FENCE)
                .filter(known -> known.signals().values().stream().allMatch(signals -> signals.total() == 0))
                .map(ResourceClass::name)
                .toList();
        return new GraphStats(
                Collections.unmodifiableMap(classes),
                Collections.unmodifiableMap(dependencies),
                LongestChains.of(graph),
                unsignalled);
    }
}
