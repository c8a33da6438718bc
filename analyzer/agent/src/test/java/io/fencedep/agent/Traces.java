package io.fencedep.agent;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.registry.FormatRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Analyses a trace as the command line does. */
final class Traces {
    private Traces() {}

    /** Findings that are no notes, as lines in a fixed order. */
    static List<String> findings(Path trace) throws Exception {
        DependencyGraph graph = new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1)
                .load(List.of(trace.toString()))
                .graph();
        return Detector.analyse(graph, List.of()).findings().stream()
                .filter(each -> each.severity() != Severity.NOTE)
                .map(Traces::line)
                .sorted()
                .toList();
    }

    private static String line(Finding finding) {
        return String.join(
                " ", lower(finding.severity()), lower(finding.kind()), lower(finding.strength()), finding.title());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
