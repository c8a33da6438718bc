package io.fencedep.core.detect;

import io.fencedep.core.detect.Analysis.Cut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** For each component the one dependency whose removal breaks most of the cycles that were found in it. */
final class Cuts {
    private Cuts() {}

    /**
     * The best cut of each component with more than one cycle.
     *
     * @param byComponent the findings of each component, notes left out
     */
    static List<Cut> of(Map<Integer, List<Finding>> byComponent) {
        List<Cut> cuts = new ArrayList<>();
        new TreeMap<>(byComponent).forEach((component, findings) -> {
            if (findings.size() > 1) {
                cuts.add(best(findings));
            }
        });
        return cuts;
    }

    private static Cut best(List<Finding> findings) {
        Map<String, Cut> counted = new LinkedHashMap<>();
        for (Finding finding : findings) {
            for (FindingStep step : finding.steps()) {
                String from = step.from().toString();
                String to = step.to().toString();
                counted.merge(
                        from + " -> " + to,
                        new Cut(from, to, 1, findings.size()),
                        (known, one) -> new Cut(from, to, known.broken() + 1, findings.size()));
            }
        }
        Cut best = null;
        for (Cut cut : new TreeMap<>(counted).values()) {
            if (best == null || cut.broken() > best.broken()) {
                best = cut;
            }
        }
        return java.util.Objects.requireNonNull(best);
    }
}
