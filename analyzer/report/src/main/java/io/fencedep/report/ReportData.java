package io.fencedep.report;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.RecordingSummary;
import java.util.List;

/**
 * All that a report shows.
 *
 * @param inputs what was read, in the order of the command line
 * @param graph what it showed
 * @param analysis what was found in it
 */
public record ReportData(List<InputSummary> inputs, DependencyGraph graph, Analysis analysis) {

    public ReportData {
        inputs = List.copyOf(inputs);
    }

    /** How many findings have this severity. */
    public long count(Severity severity) {
        return analysis.findings().stream()
                .map(Finding::severity)
                .filter(severity::equals)
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
}
