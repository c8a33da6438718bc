package io.fencedep.gate;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.report.Acceptance;
import io.fencedep.report.Acceptance.Vanished;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An analysis and what was known of it before: what to report, and whether to fail.
 *
 * @param analysis made under the very suppressions that the verdict was asked about
 * @param acceptance which of its findings were known
 */
public record Verdict(Analysis analysis, Acceptance acceptance) {
    /**
     * The verdict on an analysis.
     *
     * @param baseline what was accepted; null when nobody keeps a baseline
     */
    public static Verdict of(Analysis analysis, @Nullable Baseline baseline, Suppressions suppressions) {
        List<String> unused = suppressions.unused(analysis);
        if (baseline == null) {
            return new Verdict(analysis, new Acceptance(false, Set.of(), List.of(), unused));
        }
        Set<String> found = new HashSet<>();
        analysis.findings().forEach(finding -> found.add(finding.id()));
        List<Vanished> vanished = new ArrayList<>();
        baseline.entries().forEach((id, about) -> {
            if (!found.contains(id)) {
                vanished.add(new Vanished(id, about));
            }
        });
        Set<String> known = baseline.entries().keySet();
        return new Verdict(analysis, new Acceptance(true, known, vanished, unused));
    }

    /** The findings of this severity or worse that were not known: those to fail for. */
    public List<Finding> fresh(Severity least) {
        return analysis.findings().stream()
                .filter(finding -> finding.severity().atLeast(least) && !acceptance.knows(finding))
                .toList();
    }

    /** The findings of this severity or worse, known or not: those to accept. */
    public List<Finding> acceptable(Severity least) {
        return analysis.findings().stream()
                .filter(finding -> finding.severity().atLeast(least))
                .toList();
    }
}
