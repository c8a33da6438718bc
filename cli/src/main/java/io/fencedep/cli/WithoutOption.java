package io.fencedep.cli;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.gate.DependencyPattern;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Dependencies to leave out, to try what a fix would do. */
final class WithoutOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--without",
            paramLabel = "'A -> B'",
            converter = Converter.class,
            description =
                    "Analyse as if this dependency were gone, to try a fix; * stands for any text; may be repeated.")
    private List<DependencyPattern> left = new ArrayList<>();

    /** Reads {@code A -> B}. */
    static final class Converter implements ITypeConverter<DependencyPattern> {
        Converter() {}

        @Override
        public DependencyPattern convert(String value) {
            DependencyPattern pattern = DependencyPattern.of(value);
            if (pattern == null) {
                throw new TypeConversionException("'" + value + "' is not of the form A -> B");
            }
            return pattern;
        }
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** The graph without them. */
    DependencyGraph apply(DependencyGraph graph) {
        for (DependencyPattern pattern : left) {
            if (!isThere(pattern, graph)) {
                List<String> seen = graph.sortedDependencies().stream()
                        .map(dependency -> dependency.from() + " -> " + dependency.to())
                        .toList();
                throw new ParameterException(
                        spec.commandLine(),
                        "--without: no dependency " + pattern + " was seen in these inputs"
                                + Meant.oneOf(pattern.toString(), seen));
            }
        }
        return graph.filtered(
                name -> true, (from, to) -> left.stream().noneMatch(pattern -> pattern.matches(from, to)));
    }

    private static boolean isThere(DependencyPattern pattern, DependencyGraph graph) {
        return graph.dependencies().stream().anyMatch(dependency -> pattern.matches(dependency.from(), dependency.to()))
                || graph.usages().stream().anyMatch(usage -> pattern.matches(usage.from(), usage.to()))
                || graph.observations().keySet().stream()
                        .flatMap(observation -> observation.steps().stream())
                        .anyMatch(step -> pattern.matches(step.from(), step.to()));
    }

    @Override
    public String toString() {
        return String.join(", ", left.stream().map(DependencyPattern::toString).toList());
    }
}
