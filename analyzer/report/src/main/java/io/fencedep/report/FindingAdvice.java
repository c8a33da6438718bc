package io.fencedep.report;

import io.fencedep.core.detect.Finding;
import io.fencedep.report.explain.Explanations;
import io.fencedep.report.explain.Explanations.Topic;

/** What usually fixes a finding, and where more is said about it. */
public final class FindingAdvice {
    private FindingAdvice() {}

    /** A few sentences: those of its rule's page where there is one, else what detection says. */
    public static String of(Finding finding) {
        return isRule(finding) ? Explanations.advice(finding.kind(), finding.rule()) : finding.advice();
    }

    /** The word to explain for more. */
    public static String word(Finding finding) {
        boolean own =
                !finding.rule().isEmpty() && Explanations.page(finding.rule()).isPresent();
        return own ? finding.rule() : finding.kind().text();
    }

    private static boolean isRule(Finding finding) {
        return Topic.RULE.names().contains(finding.rule());
    }
}
