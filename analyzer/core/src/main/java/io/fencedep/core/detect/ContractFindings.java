package io.fencedep.core.detect;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.graph.DependencyGraph;
import java.util.List;

/** What contracts add: dependencies that hold by promise, and rules that were broken. */
final class ContractFindings {
    private ContractFindings() {}

    static List<PrimedLink> primed(DependencyGraph graph, List<Contract> contracts) {
        return List.of();
    }

    static List<Finding> breaches(DependencyGraph graph, List<Contract> contracts) {
        return List.of();
    }
}
