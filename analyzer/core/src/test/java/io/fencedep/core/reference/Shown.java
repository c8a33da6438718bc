package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Occurrences;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A graph of the real analysis in the words of the {@link Reference}. */
final class Shown {
    private Shown() {}

    static SortedMap<String, String> facts(DependencyGraph graph) {
        SortedMap<String, String> facts = new TreeMap<>();
        graph.dependencies()
                .forEach(dependency -> facts.put(
                        Reference.dependency(
                                dependency.from(), dependency.to(), dependency.basis(), dependency.waitKind()),
                        value(graph, dependency)));
        graph.dependencies().stream()
                .filter(dependency -> dependency.basis() == Basis.SECTION)
                .forEach(dependency -> occurrences(dependency, facts));
        graph.dependencies().forEach(dependency -> pairs(dependency, facts));
        graph.usages().forEach(usage -> facts.put("usage " + end(usage.from()) + " -> " + end(usage.to()), ""));
        graph.classes()
                .values()
                .forEach(known -> known.signals()
                        .values()
                        .forEach(signals -> facts.put("signals " + known.name(), String.valueOf(signals.total()))));
        graph.recordings()
                .values()
                .forEach(recording -> recording.anomalies().forEach((kind, anomaly) -> {
                    if (Reference.ANOMALIES.containsValue(kind)) {
                        facts.put("anomaly " + kind, String.valueOf(anomaly.count()));
                    }
                }));
        graph.classes().values().stream()
                .filter(known -> known.capacity() > 0)
                .forEach(known -> facts.put("capacity of " + known.name(), String.valueOf(known.capacity())));
        graph.observations().keySet().forEach(observation -> observation(observation, facts));
        return facts;
    }

    private static String value(DependencyGraph graph, Dependency dependency) {
        if (dependency.basis() != Basis.INFERRED) {
            return "";
        }
        Occurrences seen = dependency.byRecording().values().iterator().next();
        Signals.Support support = new Signals.Support();
        support.support = seen.support;
        support.awaited = seen.awaited;
        support.awaitedStillHeld = seen.awaitedStillHeld;
        support.stillHeld = seen.stillHeld;
        support.inUnit = seen.inUnit;
        return support + " of " + graph.standing(dependency).n();
    }

    private static void occurrences(Dependency dependency, SortedMap<String, String> facts) {
        Occurrences seen = dependency.byRecording().values().iterator().next();
        String name =
                Reference.dependency(dependency.from(), dependency.to(), dependency.basis(), dependency.waitKind());
        facts.put("count of " + name, String.valueOf(seen.count));
        facts.put("distant " + name, String.valueOf(seen.distant));
        facts.put(
                "gates of " + name,
                seen.gates.stream()
                        .filter(gate -> gate.node().state() != NodeState.SHARED || isOnlyRead(gate, seen))
                        .map(Shown::text)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .toString());
    }

    private static boolean isOnlyRead(Gate gate, Occurrences seen) {
        return seen.gates.stream()
                .noneMatch(other -> other.node().state() != NodeState.SHARED
                        && other.forReading().equals(gate));
    }

    private static String text(Gate gate) {
        String name = gate.instance().isEmpty() ? gate.node().className() : gate.instance();
        return gate.node().state() == NodeState.SHARED ? name + Guards.READ : name;
    }

    private static void pairs(Dependency dependency, SortedMap<String, String> facts) {
        Pairs pairs = new Pairs();
        String name =
                Reference.dependency(dependency.from(), dependency.to(), dependency.basis(), dependency.waitKind());
        dependency
                .byRecording()
                .values()
                .forEach(seen -> seen.pairs.forEach(pair ->
                        pairs.add(name, dependency.from(), pair.from(), dependency.to(), pair.to(), pair.task())));
        facts.putAll(pairs.all());
    }

    private static String end(Node node) {
        for (Interrupt interrupt : Interrupt.values()) {
            if (interrupt.node().equals(node)) {
                return interrupt.text();
            }
        }
        return node.toString();
    }

    private static void observation(Observation observation, SortedMap<String, String> facts) {
        String first = observation.steps().isEmpty()
                ? ""
                : observation.steps().get(0).to().className();
        switch (observation.kind()) {
            case RECURSION -> facts.put("recursion " + first, "");
            case WAIT_CONTEXT -> facts.put("wait-context " + first, "");
            case UNBOUNDED -> facts.put("unbounded " + observation.rule() + " " + first, "");
            case RULE -> facts.put("rule " + observation.rule() + " " + first, "");
            case DEADLOCK -> facts.put("deadlock", "");
        }
    }
}
