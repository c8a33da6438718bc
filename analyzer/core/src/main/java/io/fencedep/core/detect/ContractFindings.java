package io.fencedep.core.detect;

import io.fencedep.core.contract.Breach;
import io.fencedep.core.contract.Contract;
import io.fencedep.core.contract.Priming;
import io.fencedep.core.contract.RuleCheck;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Standing;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What contracts add: dependencies that hold by promise, and rules that were broken. */
final class ContractFindings {
    private ContractFindings() {}

    /** Every dependency that the contracts promise between classes of this graph. */
    static List<PrimedLink> primed(DependencyGraph graph, List<Contract> contracts) {
        List<PrimedLink> links = new ArrayList<>();
        for (Priming.Pair pair : Priming.of(contracts, graph).pairs()) {
            String note = "the contract " + pair.contract() + " states that " + pair.toRole()
                    + " may be waited for while " + pair.fromRole() + " is held";
            links.add(new PrimedLink(pair.from(), pair.to(), pair.contract(), note));
        }
        return links;
    }

    /** A finding for each rule and pair of classes that break it. */
    static List<Finding> breaches(DependencyGraph graph, List<Contract> contracts) {
        List<Finding> findings = new ArrayList<>();
        for (Breach breach : RuleCheck.check(contracts, graph)) {
            findings.add(finding(graph, breach));
        }
        return findings;
    }

    private static Finding finding(DependencyGraph graph, Breach breach) {
        Standing standing = breach.dependency() == null ? Standing.SEEN : graph.standing(breach.dependency());
        Strength strength = standing.weight().compareTo(Weight.FAIR) >= 0 ? Strength.SUSPECT : Strength.POTENTIAL;
        List<Demotion> demotions = new ArrayList<>();
        if (standing.refuted()) {
            demotions.add(new Demotion(
                    Filters.REFUTED,
                    breach.fromClass() + " was also signalled without a wait for " + breach.toClass()));
        }
        Severity severity = Severity.valueOf(breach.rule().severity().toUpperCase(Locale.ROOT));
        if (standing.refuted() || standing.weight() == Weight.WEAK) {
            severity = Severity.NOTE;
        } else if (strength == Strength.SUSPECT && severity == Severity.ERROR) {
            severity = Severity.WARNING;
        }
        String id = breach.rule().id();
        List<FindingStep> steps = steps(breach, standing);
        List<Node> nodes = new ArrayList<>();
        steps.forEach(step -> {
            nodes.add(classNode(step.from()));
            nodes.add(classNode(step.to()));
        });
        return new Finding(
                FindingIds.of(FindingKind.CONTRACT, breach.contract() + "/" + id, nodes),
                FindingKind.CONTRACT,
                severity,
                strength,
                title(breach),
                id,
                List.of(breach.contract()),
                demotions,
                steps,
                breach.rule().why().isEmpty()
                        ? List.of()
                        : List.of(breach.rule().why()),
                Advice.of(FindingKind.CONTRACT, id, Set.of(), false));
    }

    /** Breaches are told apart by classes: which node of a lock was seen must not change the id. */
    private static Node classNode(Node node) {
        return new Node(node.className(), NodeState.NONE);
    }

    private static List<FindingStep> steps(Breach breach, Standing standing) {
        if (breach.from() == null || breach.to() == null) {
            return List.of();
        }
        WaitKind waitKind = breach.dependency() == null
                ? WaitKind.BLOCKING
                : breach.dependency().waitKind();
        Evidence evidence = standing.evidence();
        return List.of(new FindingStep(
                breach.from(),
                breach.to(),
                evidence,
                waitKind,
                standing.k(),
                standing.n(),
                breach.count(),
                breach.recording(),
                breach.witness(),
                ""));
    }

    private static String title(Breach breach) {
        String what = breach.fromClass().isEmpty()
                ? ""
                : breach.fromClass().equals(breach.toClass())
                        ? ": " + breach.fromClass()
                        : breach.rule().fact() != null
                                ? ": " + breach.fromClass() + " leaves " + breach.toClass() + " behind"
                                : ": " + breach.fromClass() + " is held, " + breach.toClass() + " is waited for";
        return "the rule " + breach.rule().id() + " of " + breach.contract() + " is broken" + what;
    }
}
