package io.fencedep.core.reference;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.contract.ContractMatcher;
import io.fencedep.core.contract.Rule;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.detect.Strength;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.Sightings;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.Recording.Lack;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The findings that need no ring: facts, and rules that are broken. */
final class NaiveFacts {
    /** How bad, how sure, and what speaks against it. */
    private record Told(Severity severity, Strength strength, Set<String> demotions) {
        private static final Comparator<Told> WORST =
                Comparator.comparing(Told::severity).thenComparing(Told::strength);

        static Told worse(Told left, Told right) {
            return WORST.compare(left, right) <= 0 ? left : right;
        }
    }

    private final DependencyGraph graph;
    private final SortedMap<String, Told> facts = new TreeMap<>();

    private NaiveFacts(DependencyGraph graph) {
        this.graph = graph;
    }

    /** What must be found, one to a line; severity and strength of the worst of several that are told as one. */
    static Set<String> expected(DependencyGraph graph, Iterable<Contract> contracts) {
        NaiveFacts facts = new NaiveFacts(graph);
        graph.observations().forEach(facts::observation);
        contracts.forEach(contract -> contract.rules().forEach(rule -> facts.rule(contract, rule)));
        return facts.facts.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue().severity() + " "
                        + each.getValue().strength() + " " + each.getValue().demotions())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same of a finding that was made; empty when it is a ring. */
    static String shown(Finding finding) {
        NaiveVerdict verdict = NaiveVerdict.of(finding);
        if (verdict.isRing() && finding.kind() != FindingKind.DEADLOCK) {
            return "";
        }
        String steps = finding.steps().stream()
                .map(step -> finding.kind() == FindingKind.CONTRACT
                        ? step.from().className() + " -> " + step.to().className()
                        : step.from() + " -> " + step.to())
                .sorted()
                .collect(Collectors.joining(", "));
        String rule = (finding.contracts().isEmpty() ? "" : finding.contracts().get(0) + "/") + finding.rule();
        return finding.kind() + " " + rule + " " + steps + " " + finding.severity() + " " + finding.strength() + " "
                + verdict.demotions();
    }

    private void add(FindingKind kind, String rule, String steps, Told told) {
        facts.merge(kind + " " + rule + " " + steps, told, Told::worse);
    }

    private void observation(Observation fact, SortedMap<String, Sightings> seen) {
        String steps = fact.steps().stream()
                .map(step -> step.from() + " -> " + step.to())
                .sorted()
                .collect(Collectors.joining(", "));
        switch (fact.kind()) {
            case DEADLOCK ->
                add(FindingKind.DEADLOCK, "", steps, new Told(Severity.ERROR, Strength.OBSERVED, Set.of()));
            case RECURSION -> recursion(fact, seen.keySet(), steps);
            case WAIT_CONTEXT -> waitContext(fact.details().get("reason"), fact, steps);
            case UNBOUNDED ->
                add(
                        FindingKind.UNBOUNDED,
                        fact.rule(),
                        steps,
                        new Told(Severity.WARNING, Strength.POTENTIAL, Set.of()));
            default -> {}
        }
    }

    /** Nobody sleeps for what runs in interrupts only, unless it can be the one that this interrupt has hit. */
    private void waitContext(String reason, Observation fact, String steps) {
        List<String> order = List.of("task", "softirq", "hardirq", "nmi");
        List<Integer> runs = graph.classOf(fact.steps().get(0).to()).contexts().stream()
                .map(Enum::ordinal)
                .toList();
        int waiter = Math.max(order.indexOf(reason), 1);
        if (runs.isEmpty() || runs.stream().anyMatch(each -> each < waiter)) {
            Told told = new Told(Severity.ERROR, Strength.POTENTIAL, Set.of());
            add(FindingKind.WAIT_CONTEXT, reason, steps, told);
        }
    }

    private static boolean isHandedOver(@Nullable ResourceClass held) {
        return held != null && held.handedOver();
    }

    private void recursion(Observation fact, Set<String> recordings, String steps) {
        Map<String, String> details = fact.details();
        boolean cannotTell = recordings.stream()
                .allMatch(id -> graph.recordings().containsKey(id)
                        && (lacks(id).contains(Lack.SUBCLASS) || lacks(id).contains(Lack.NEST)));
        boolean readers = fact.steps().size() == 1
                && fact.steps().get(0).from().state() == NodeState.SHARED
                && recordings.stream()
                        .allMatch(id ->
                                graph.recordings().containsKey(id) && lacks(id).contains(Lack.READER));
        boolean suspect = details.containsKey("capacity")
                || readers
                || details.containsKey("class")
                || "other".equals(details.get("instance")) && cannotTell;
        boolean timed = details.containsKey("timed");
        Set<String> demotions = new TreeSet<>();
        Map.of("one-task", "one-task", "happens-before", "happens-before", "gate", "gate-lock")
                .forEach((detail, filter) -> {
                    if (details.containsKey(detail)) {
                        demotions.add(filter);
                    }
                });
        if (fact.steps().stream().anyMatch(step -> isHandedOver(graph.classOf(step.from())))) {
            demotions.add("handed-over");
        }
        Severity severity = timed || suspect ? Severity.WARNING : Severity.ERROR;
        add(
                timed ? FindingKind.STALL : FindingKind.RECURSION,
                fact.rule(),
                steps,
                new Told(
                        demotions.isEmpty() ? severity : Severity.NOTE,
                        suspect ? Strength.SUSPECT : Strength.POTENTIAL,
                        demotions));
    }

    private Set<Lack> lacks(String recording) {
        return graph.recordings().get(recording).recording().lacks();
    }

    /** The rule is broken by every wait that it names; of several between two classes the best founded one counts. */
    private void rule(Contract contract, Rule rule) {
        Map<String, Dependency> broken = new TreeMap<>();
        ContractMatcher matcher = new ContractMatcher(contract, graph);
        for (Dependency dependency : graph.dependencies()) {
            ResourceClass from = graph.classOf(dependency.from());
            ResourceClass to = graph.classOf(dependency.to());
            boolean waits = rule.awaited().tries()
                    || dependency.waitKind() == WaitKind.BLOCKING
                    || dependency.waitKind() == WaitKind.TIMED;
            if (waits
                    && matcher.selects(rule.held().target(), from)
                    && matcher.selects(rule.awaited().target(), to)) {
                broken.merge(from.name() + " -> " + to.name(), dependency, this::better);
            }
        }
        broken.forEach((steps, dependency) ->
                add(FindingKind.CONTRACT, contract.name() + "/" + rule.id(), steps, breach(rule, dependency)));
    }

    private Dependency better(Dependency left, Dependency right) {
        return doubts(left) <= doubts(right) ? left : right;
    }

    private int doubts(Dependency dependency) {
        NaiveLink.Founded founded = NaiveLink.founded(graph, dependency);
        return founded.refuted() ? 3 : founded.weak() ? 2 : founded.fair() ? 1 : 0;
    }

    private Told breach(Rule rule, Dependency dependency) {
        NaiveLink.Founded founded = NaiveLink.founded(graph, dependency);
        Severity severity = Severity.valueOf(rule.severity().toUpperCase(Locale.ROOT));
        if (founded.doubtful() && severity == Severity.ERROR) {
            severity = Severity.WARNING;
        }
        return new Told(
                founded.weak() || founded.refuted() ? Severity.NOTE : severity,
                founded.doubtful() ? Strength.SUSPECT : Strength.POTENTIAL,
                founded.refuted() ? Set.of("refuted") : Set.of());
    }
}
