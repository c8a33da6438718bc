package io.fencedep.core.contract;

import io.fencedep.core.contract.Rule.Hold;
import io.fencedep.core.contract.Rule.Wait;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.Sightings;
import io.fencedep.core.graph.Standing;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.Witness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds a graph against the rules of contracts. Looks at what leaves the nodes that a rule speaks of, and at nothing
 * else; needs no search.
 */
public final class RuleCheck {
    private static final Comparator<Breach> ORDER = Comparator.comparing(Breach::contract)
            .thenComparing(breach -> breach.rule().id())
            .thenComparing(Breach::fromClass)
            .thenComparing(Breach::toClass);

    /** Where a rule was seen broken. */
    private record Sight(String recording, @Nullable Witness witness) {}

    private final Contract contract;
    private final DependencyGraph graph;
    private final ContractMatcher matcher;
    private final SortedMap<Breach, Breach> breaches = new TreeMap<>(ORDER);

    private RuleCheck(Contract contract, DependencyGraph graph) {
        this.contract = contract;
        this.graph = graph;
        this.matcher = new ContractMatcher(contract, graph);
    }

    /** Every rule that the graph breaks, in the order of contracts, rules and class names. */
    public static List<Breach> check(Collection<Contract> contracts, DependencyGraph graph) {
        List<Breach> all = new ArrayList<>();
        for (Contract contract : contracts) {
            RuleCheck check = new RuleCheck(contract, graph);
            contract.rules().forEach(check::check);
            all.addAll(check.breaches.values());
        }
        all.sort(ORDER);
        return all;
    }

    private void check(Rule rule) {
        Hold hold = rule.held();
        Wait wait = rule.awaited();
        if (rule.fact() != null) {
            checkFacts(rule, rule.fact());
        } else if (hold != null && wait != null) {
            checkDependencies(rule, hold, wait);
        }
    }

    private void checkDependencies(Rule rule, Hold hold, Wait wait) {
        Map<Node, Boolean> awaited = new HashMap<>();
        for (Node from : graph.asGraph().vertexSet()) {
            if (!selects(hold.target(), from)) {
                continue;
            }
            for (Dependency dependency : graph.asGraph().outgoingEdgesOf(from)) {
                if (ContractMatcher.counts(wait, dependency.waitKind())
                        && awaited.computeIfAbsent(dependency.to(), to -> selects(wait.target(), to))) {
                    Sight sight = sight(dependency, hold, wait);
                    if (sight != null) {
                        add(rule, dependency, sight);
                    }
                }
            }
        }
    }

    private void add(Rule rule, Dependency dependency, Sight sight) {
        Breach breach = new Breach(
                contract.name(),
                rule,
                dependency.from(),
                dependency.to(),
                dependency,
                null,
                dependency.count(),
                sight.recording,
                sight.witness);
        breaches.merge(breach, breach, (known, other) -> rank(known).compareTo(rank(other)) <= 0 ? known : other);
    }

    /** The best founded and plainest dependency first. */
    private Rank rank(Breach breach) {
        Dependency dependency = breach.dependency();
        if (dependency == null) {
            throw new IllegalStateException("a rule is about facts or about dependencies, not both: " + breach.rule());
        }
        Standing standing = graph.standing(dependency);
        return new Rank(standing.refuted() ? 1 : 0, standing.weight().ordinal(), dependency);
    }

    private record Rank(int refuted, int weight, Dependency dependency) implements Comparable<Rank> {
        private static final Comparator<Rank> BY_STANDING = Comparator.comparingInt(Rank::refuted)
                .thenComparingInt(Rank::weight)
                .thenComparing(rank -> rank.dependency().waitKind())
                .thenComparing(Rank::dependency);

        @Override
        public int compareTo(Rank other) {
            return BY_STANDING.compare(this, other);
        }
    }

    /** The first occurrence that has all that the rule asks for; null when none has. */
    private static @Nullable Sight sight(Dependency dependency, Hold hold, Wait wait) {
        boolean asks = ContractMatcher.asksForTraits(hold, wait);
        for (Map.Entry<String, Occurrences> seen : dependency.byRecording().entrySet()) {
            for (Map.Entry<Traits, Witness> traits : seen.getValue().traits.entrySet()) {
                if (asks && ContractMatcher.fits(hold, wait, traits.getKey())) {
                    return new Sight(seen.getKey(), traits.getValue());
                }
            }
            if (!asks && !seen.getValue().witnesses.isEmpty()) {
                return new Sight(seen.getKey(), seen.getValue().witnesses.first());
            }
        }
        return asks ? null : new Sight("", null);
    }

    private void checkFacts(Rule rule, Rule.Fact fact) {
        graph.observations().forEach((observation, seen) -> {
            if (observation.kind() == Observation.Kind.RULE
                    && observation.rule().equals(fact.name())
                    && observation.details().entrySet().containsAll(fact.where().entrySet())) {
                checkSteps(rule, observation, seen);
            }
        });
    }

    private void checkSteps(Rule rule, Observation observation, SortedMap<String, Sightings> seen) {
        Hold hold = rule.held();
        Wait wait = rule.awaited();
        if (observation.steps().isEmpty() && hold == null && wait == null) {
            add(rule, observation, null, 0, seen);
        }
        for (int i = 0; i < observation.steps().size(); i++) {
            Observation.Step step = observation.steps().get(i);
            if ((hold == null || selects(hold.target(), step.from()))
                    && (wait == null || selects(wait.target(), step.to()))) {
                add(rule, observation, step, i, seen);
            }
        }
    }

    private void add(
            Rule rule,
            Observation observation,
            Observation.@Nullable Step step,
            int position,
            SortedMap<String, Sightings> seen) {
        long count = 0;
        Sight sight = new Sight("", null);
        for (Map.Entry<String, Sightings> each : seen.entrySet()) {
            List<Witness> witnesses = each.getValue().witnesses();
            count += each.getValue().count();
            if (sight.witness == null && position < witnesses.size()) {
                sight = new Sight(each.getKey(), witnesses.get(position));
            }
        }
        Breach breach = new Breach(
                contract.name(),
                rule,
                step == null ? null : step.from(),
                step == null ? null : step.to(),
                null,
                observation,
                count,
                sight.recording,
                sight.witness);
        breaches.putIfAbsent(breach, breach);
    }

    private boolean selects(Rule.Target target, Node node) {
        ResourceClass resource = graph.classOf(node);
        return resource != null && matcher.selects(target, resource);
    }
}
