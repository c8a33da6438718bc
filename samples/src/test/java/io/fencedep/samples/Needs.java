package io.fencedep.samples;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Sightings;
import java.util.List;

/** Whether a finding could not be there without a task. */
final class Needs {
    private Needs() {}

    /** Whether one of the finding's steps was shown by that task alone, in all recordings. */
    static boolean task(DependencyGraph graph, Finding finding, String task) {
        return finding.steps().stream().anyMatch(step -> task(graph, finding, step, task));
    }

    private static boolean task(DependencyGraph graph, Finding finding, FindingStep step, String task) {
        if (step.witness() == null || !step.note().isEmpty()) {
            return false;
        }
        List<Dependency> dependencies = graph.dependencies().stream()
                .filter(each -> isOf(each, step.from(), step.to()))
                .toList();
        boolean ofInterrupt = graph.usages().stream().anyMatch(each -> isOf(each, step.from(), step.to()));
        List<Sightings> facts = graph.observations().entrySet().stream()
                .filter(entry -> entry.getKey().steps().stream()
                        .anyMatch(seen -> seen.to().className().equals(step.to().className())))
                .flatMap(entry -> entry.getValue().values().stream())
                .toList();
        if (finding.steps().size() == 1 && !facts.isEmpty()) {
            return facts.stream()
                    .allMatch(seen -> seen.count() == seen.witnesses().size()
                            && seen.witnesses().stream()
                                    .allMatch(witness -> witness.task().equals(task)));
        }
        if (dependencies.isEmpty() || ofInterrupt) {
            return false;
        }
        return dependencies.stream()
                .flatMap(each -> each.byRecording().values().stream())
                .allMatch(seen -> isOnly(seen, task));
    }

    private static boolean isOf(Dependency dependency, Node from, Node to) {
        return dependency.from().className().equals(from.className())
                && dependency.to().className().equals(to.className());
    }

    private static boolean isOnly(Occurrences seen, String task) {
        return !seen.more
                && seen.witnesses.stream().allMatch(witness -> witness.task().equals(task));
    }
}
