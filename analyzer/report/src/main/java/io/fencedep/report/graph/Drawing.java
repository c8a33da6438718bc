package io.fencedep.report.graph;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.report.Phrases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The classes and dependencies of a graph, ready to be drawn: sorted, with those that only findings know (what contracts
 * state, what interrupts do).
 *
 * @param boxes the classes, by name
 * @param edges the dependencies, by their ends
 */
public record Drawing(List<Box> boxes, List<Edge> edges) {
    /**
     * A class; both states of a lock are one.
     *
     * @param name its name, as traces spell it
     * @param kind what it is, such as {@code lock}; empty when nobody said
     */
    public record Box(String name, String kind) {}

    /**
     * A dependency.
     *
     * @param from what is held
     * @param to what is waited for
     * @param evidence why it is believed
     * @param waitKind how it is waited for
     * @param count how often it occurred; 0 when only a contract states it
     * @param seen whether the graph has it, rather than a finding alone
     * @param severity that of the worst finding it is part of; null when of none
     */
    public record Edge(
            Node from,
            Node to,
            Evidence evidence,
            WaitKind waitKind,
            long count,
            boolean seen,
            @Nullable Severity severity) {
        /** What to write beside it. */
        public String label() {
            String times = count == 0 ? "" : Phrases.number(count) + " x ";
            return times + evidence.text() + (waitKind == WaitKind.BLOCKING ? "" : ", " + waitKind.text());
        }

        /** Whether it is beyond doubt: an explicit hold, a traced hand-over. */
        public boolean isCertain() {
            return seen && (evidence == Evidence.SECTION || evidence == Evidence.CAUSAL);
        }
    }

    /** The part of it that is about these classes. */
    public Drawing only(Set<String> names) {
        return new Drawing(
                boxes.stream().filter(box -> names.contains(box.name())).toList(),
                edges.stream()
                        .filter(edge -> names.contains(edge.from().className())
                                && names.contains(edge.to().className()))
                        .toList());
    }

    private record Ends(Node from, Node to) {}

    /** What there is to draw of this graph. */
    public static Drawing of(DependencyGraph graph, Analysis analysis) {
        Map<Ends, Severity> found = new HashMap<>();
        TreeMap<String, FindingStep> onlyFound = new TreeMap<>();
        for (Finding finding : analysis.findings()) {
            for (FindingStep step : finding.steps()) {
                found.merge(new Ends(step.from(), step.to()), finding.severity(), (a, b) -> a.atLeast(b) ? a : b);
                onlyFound.put(step.from() + "\n" + step.to(), step);
            }
        }
        List<Edge> edges = new ArrayList<>();
        for (Dependency dependency : graph.sortedDependencies()) {
            onlyFound.remove(dependency.from() + "\n" + dependency.to());
            edges.add(new Edge(
                    dependency.from(),
                    dependency.to(),
                    graph.standing(dependency).evidence(),
                    dependency.waitKind(),
                    dependency.count(),
                    true,
                    found.get(new Ends(dependency.from(), dependency.to()))));
        }
        for (FindingStep step : onlyFound.values()) {
            edges.add(new Edge(
                    step.from(),
                    step.to(),
                    step.evidence(),
                    step.waitKind(),
                    step.count(),
                    false,
                    found.get(new Ends(step.from(), step.to()))));
        }
        return new Drawing(boxes(graph, onlyFound), edges);
    }

    private static List<Box> boxes(DependencyGraph graph, Map<String, FindingStep> onlyFound) {
        TreeMap<String, Box> boxes = new TreeMap<>();
        for (ResourceClass known : graph.classes().values()) {
            boxes.put(known.name(), new Box(known.name(), known.kind().text()));
        }
        for (FindingStep step : onlyFound.values()) {
            for (Node node : List.of(step.from(), step.to())) {
                boxes.putIfAbsent(node.className(), new Box(node.className(), ""));
            }
        }
        return new ArrayList<>(boxes.values());
    }
}
