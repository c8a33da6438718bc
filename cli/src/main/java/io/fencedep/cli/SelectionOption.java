package io.fencedep.cli;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.model.ClassNames;
import io.fencedep.report.graph.Selection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which part of a graph is meant; all of it, when nothing is said. */
final class SelectionOption {
    /** One of these at most. */
    static final class Choice {
        @Option(
                names = "--component",
                paramLabel = "CLASS",
                description = "Only the classes that share a ring with this one.")
        private @Nullable String component;

        @Option(names = "--around", paramLabel = "CLASS", description = "Only this class and its neighbourhood.")
        private @Nullable String around;

        @Option(names = "--finding", paramLabel = "ID", description = "Only the classes of this finding.")
        private @Nullable String finding;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @ArgGroup
    private @Nullable Choice choice;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "How many dependencies the neighbourhood reaches (default: ${DEFAULT-VALUE}).")
    private int depth = 1;

    /** Whether a part is meant. */
    boolean isGiven() {
        return choice != null;
    }

    /** The part of the graph. */
    DependencyGraph of(DependencyGraph graph, Analysis analysis) {
        Choice chosen = choice;
        if (depth < 0) {
            throw new ParameterException(spec.commandLine(), "--depth must not be negative");
        }
        if (chosen == null) {
            return graph;
        }
        Set<String> names = names(chosen, graph, analysis);
        return graph.filtered(names::contains, (from, to) -> true);
    }

    /** The findings about nothing but what is shown. */
    static Analysis within(DependencyGraph part, Analysis analysis) {
        List<Finding> findings = analysis.findings().stream()
                .filter(finding -> finding.classNames().stream()
                        .allMatch(name -> part.classes().containsKey(name) || name.startsWith("interrupt:")))
                .toList();
        return new Analysis(findings, List.of(), List.of());
    }

    private Set<String> names(Choice chosen, DependencyGraph graph, Analysis analysis) {
        Selection selection = Selection.in(graph, analysis.findings());
        if (chosen.component != null) {
            return selection.component(known(chosen.component, graph));
        }
        if (chosen.around != null) {
            return selection.around(known(chosen.around, graph), depth);
        }
        String id = String.valueOf(chosen.finding);
        return analysis.findings().stream()
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), Meant.noFinding(id, analysis)))
                .classNames();
    }

    private String known(String name, DependencyGraph graph) {
        String canonical = ClassNames.canonical(name);
        if (graph.classes().containsKey(canonical)) {
            return canonical;
        }
        throw new ParameterException(
                spec.commandLine(),
                "no class '" + name + "' in these inputs"
                        + Meant.oneOf(canonical, graph.classes().keySet()));
    }
}
