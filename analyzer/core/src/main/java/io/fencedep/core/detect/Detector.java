package io.fencedep.core.detect;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.graph.DependencyGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds everything in a graph that can deadlock or breaks a rule of a contract.
 *
 * <p>Cycles by the shortest one through each dependency, grade by grade; interrupt inversions; facts that need no cycle;
 * rules. What repeats a smaller finding is left out, what a filter speaks against is a note. The result depends on what the
 * graph says only, not on the order in which it was filled.
 */
public final class Detector {
    private Detector() {}

    /** The findings of this graph under these contracts. */
    public static Analysis analyse(DependencyGraph graph, List<Contract> contracts) {
        return analyse(graph, contracts, Suppressor.NONE);
    }

    /**
     * The findings of this graph under these contracts. What somebody suppressed is a note, hides nothing, and does not
     * end the search through its dependencies, as with every other filter.
     */
    public static Analysis analyse(DependencyGraph graph, List<Contract> contracts, Suppressor suppressor) {
        SearchGraph search = new SearchGraph(graph, ContractFindings.primed(graph, contracts));
        Filters filters = new Filters(graph, search);
        CycleFindings cycleFindings = new CycleFindings(search, filters);
        Function<Cycle, Severity> severity = suppressor == Suppressor.NONE
                ? cycleFindings::severity
                : cycle -> suppress(cycleFindings.of(cycle), suppressor).severity();
        CycleSearch cycles = new CycleSearch(search, severity);
        List<Finding> findings = new ArrayList<>();
        List<Cycle> rings = cycles.run();
        rings.forEach(cycle -> findings.add(cycleFindings.of(cycle)));
        for (Cycle cycle : new InterruptSearch(graph, search, severity).run()) {
            findings.add(cycleFindings.of(cycle));
        }
        findings.addAll(new ObservedFindings(graph).all());
        findings.addAll(ContractFindings.breaches(graph, contracts));
        List<Finding> named = FindingIds.distinct(findings);
        Map<String, Integer> components = new HashMap<>();
        for (int i = 0; i < rings.size(); i++) {
            components.put(named.get(i).id(), rings.get(i).component());
        }
        named.replaceAll(finding -> suppress(finding, suppressor));
        named.sort(Finding.WORST_FIRST);
        SharedInitialisers.demote(named);
        named.sort(Finding.WORST_FIRST);
        List<Finding> kept = new ArrayList<>(Hiding.keep(named));
        // Behind what hides: a note would no longer hide the larger rings of its pool.
        AlikePools.demote(kept, graph);
        kept.sort(Finding.WORST_FIRST);
        return new Analysis(kept, cycles.leftOut(), new Cuts(search).of(byComponent(kept, components)));
    }

    private static Finding suppress(Finding finding, Suppressor suppressor) {
        Demotion demotion = suppressor.demotion(finding);
        return demotion == null ? finding : finding.demoted(demotion);
    }

    private static Map<Integer, List<Finding>> byComponent(List<Finding> findings, Map<String, Integer> components) {
        Map<Integer, List<Finding>> byComponent = new LinkedHashMap<>();
        for (Finding finding : findings) {
            Integer component = components.get(finding.id());
            if (component != null && finding.severity() != Severity.NOTE) {
                byComponent
                        .computeIfAbsent(component, ignored -> new ArrayList<>())
                        .add(finding);
            }
        }
        return byComponent;
    }
}
