package io.fencedep.core.detect;

import io.fencedep.core.detect.Analysis.Cut;
import io.fencedep.core.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * For each component the one dependency whose removal breaks most of the cycles that were found in it. A wait that
 * several can end is a way out once one of them is free: cutting what keeps one of them stuck breaks the cycles through
 * the others too.
 */
final class Cuts {
    /** One dependency, by its ends. */
    private record Ends(Node from, Node to) implements Comparable<Ends> {
        private static final Comparator<Ends> ORDER = Comparator.comparing(Ends::text);

        static Ends of(FindingStep step) {
            return new Ends(step.from(), step.to());
        }

        private String text() {
            return from + " -> " + to;
        }

        @Override
        public int compareTo(Ends other) {
            return ORDER.compare(this, other);
        }
    }

    private final SearchGraph graph;
    private final boolean alternatives;

    /** Cuts in this graph. */
    Cuts(SearchGraph graph) {
        this.graph = graph;
        this.alternatives =
                graph.links().stream().anyMatch(link -> !link.alternatives().isEmpty());
    }

    /**
     * The best cut of each component with more than one cycle.
     *
     * @param byComponent the findings of each component, notes left out
     */
    List<Cut> of(Map<Integer, List<Finding>> byComponent) {
        List<Cut> cuts = new ArrayList<>();
        new TreeMap<>(byComponent).forEach((component, findings) -> {
            if (findings.size() > 1) {
                cuts.add(best(findings));
            }
        });
        return cuts;
    }

    private Cut best(List<Finding> findings) {
        TreeMap<Ends, Integer> broken = new TreeMap<>();
        for (Finding finding : findings) {
            finding.steps().stream().map(Ends::of).distinct().forEach(ends -> broken.merge(ends, 1, Integer::sum));
        }
        if (alternatives) {
            broken.replaceAll((ends, through) -> brokenBy(ends, findings));
        }
        Map.Entry<Ends, Integer> best = broken.firstEntry();
        for (Map.Entry<Ends, Integer> each : broken.entrySet()) {
            if (each.getValue() > best.getValue()) {
                best = each;
            }
        }
        Ends ends = best.getKey();
        return new Cut(ends.from().toString(), ends.to().toString(), best.getValue(), findings.size());
    }

    /** How many of these no longer stand when this dependency is gone. */
    private int brokenBy(Ends cut, List<Finding> findings) {
        int from = graph.number(cut.from());
        int to = graph.number(cut.to());
        List<Link> left = graph.links().stream()
                .filter(link -> link.from() != from || link.to() != to)
                .toList();
        boolean[] stuck = WaysOut.stuck(graph.size(), left);
        int broken = 0;
        for (Finding finding : findings) {
            if (!finding.steps().stream().map(Ends::of).allMatch(step -> stands(step, left, stuck))) {
                broken++;
            }
        }
        return broken;
    }

    private boolean stands(Ends step, List<Link> left, boolean[] stuck) {
        int from = graph.number(step.from());
        int to = graph.number(step.to());
        return left.stream()
                .anyMatch(link -> link.from() == from && link.to() == to && stuck[from] && WaysOut.stands(link, stuck));
    }
}
