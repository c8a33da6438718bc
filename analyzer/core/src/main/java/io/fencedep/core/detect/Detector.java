package io.fencedep.core.detect;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.graph.DependencyGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds everything in a graph that can deadlock or breaks a rule of a contract.
 *
 * <p>Cycles by the shortest one through each dependency, grade by grade; interrupt inversions; facts that need no cycle;
 * rules. What repeats a smaller finding is left out, what a filter speaks against is a note. The result depends on what the
 * graph says only, not on the order in which it was filled.
 */
public final class Detector {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::kind)
            .thenComparing(Finding::strength)
            .thenComparingInt(finding -> finding.classNames().size())
            .thenComparing(Finding::title)
            .thenComparing(Finding::id);

    private Detector() {}

    /** The findings of this graph under these contracts. */
    public static Analysis analyse(DependencyGraph graph, List<Contract> contracts) {
        SearchGraph search = new SearchGraph(graph, ContractFindings.primed(graph, contracts));
        Filters filters = new Filters(graph, search);
        CycleFindings cycleFindings = new CycleFindings(search, filters);
        CycleSearch cycles = new CycleSearch(search, cycleFindings::severity);
        List<Finding> findings = new ArrayList<>();
        Map<String, Integer> components = new LinkedHashMap<>();
        for (Cycle cycle : cycles.run()) {
            Finding finding = cycleFindings.of(cycle);
            findings.add(finding);
            components.put(finding.id(), cycle.component());
        }
        for (Cycle cycle : new InterruptSearch(graph, search, cycleFindings::severity).run()) {
            findings.add(cycleFindings.of(cycle));
        }
        findings.addAll(new ObservedFindings(graph).all());
        findings.addAll(ContractFindings.breaches(graph, contracts));
        findings.sort(ORDER);
        List<Finding> kept = Hiding.keep(findings);
        return new Analysis(kept, cycles.leftOut(), cuts(kept, components));
    }

    private static List<Analysis.Cut> cuts(List<Finding> findings, Map<String, Integer> components) {
        Map<Integer, List<Finding>> byComponent = new LinkedHashMap<>();
        for (Finding finding : findings) {
            Integer component = components.get(finding.id());
            if (component != null && finding.severity() != Severity.NOTE) {
                byComponent
                        .computeIfAbsent(component, ignored -> new ArrayList<>())
                        .add(finding);
            }
        }
        return Cuts.of(byComponent);
    }
}
