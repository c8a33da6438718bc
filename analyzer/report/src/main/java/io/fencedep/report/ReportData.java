package io.fencedep.report;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.RecordingSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that a report shows.
 *
 * @param inputs what was read, by path: reports do not depend on the order of the command line
 * @param graph what it showed
 * @param analysis what was found in it
 * @param acceptance what was known of that before
 * @param excerpts the lines of traces around what findings show, as far as they can be read again
 */
public record ReportData(
        List<InputSummary> inputs, DependencyGraph graph, Analysis analysis, Acceptance acceptance, Excerpts excerpts) {

    public ReportData {
        List<InputSummary> sorted = new ArrayList<>(inputs);
        sorted.sort(Comparator.comparing(InputSummary::path));
        inputs = List.copyOf(sorted);
    }

    /** The same, when nothing was known before, and traces are not read again. */
    public ReportData(List<InputSummary> inputs, DependencyGraph graph, Analysis analysis) {
        this(inputs, graph, analysis, Acceptance.NONE, Excerpts.NONE);
    }

    /** How many findings have this severity. */
    public long count(Severity severity) {
        return analysis.findings().stream()
                .map(Finding::severity)
                .filter(severity::equals)
                .count();
    }

    /** How many findings were not known before, notes left out. */
    public long fresh() {
        return analysis.findings().stream()
                .filter(finding -> finding.severity() != Severity.NOTE && !acceptance.knows(finding))
                .count();
    }

    /** How many events all recordings have; one that was given twice counts once. */
    public long events() {
        return graph.recordings().values().stream()
                .mapToLong(RecordingSummary::events)
                .sum();
    }

    /** How many tasks all recordings have. */
    public long tasks() {
        return graph.recordings().values().stream()
                .mapToLong(RecordingSummary::tasks)
                .sum();
    }

    /** The path of a recording, as its user named it; its id when the graph does not know it. */
    public String pathOf(String recording) {
        RecordingSummary summary = graph.recordings().get(recording);
        return summary == null ? recording : summary.recording().path();
    }

    /** Whether places must say which input they are in. */
    public boolean manyRecordings() {
        return graph.recordings().size() > 1;
    }

    /** The paths of the recordings that a finding needs, sorted; several when no one of them shows it alone. */
    public Set<String> pathsOf(Finding finding) {
        Set<String> paths = new TreeSet<>();
        finding.steps().forEach(step -> {
            if (!step.recording().isEmpty()) {
                paths.add(pathOf(step.recording()));
            }
        });
        return paths;
    }
}
