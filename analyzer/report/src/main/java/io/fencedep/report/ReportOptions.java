package io.fencedep.report;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.report.source.SourceRoot;
import org.jspecify.annotations.Nullable;

/**
 * How reports are written.
 *
 * @param colour whether to use the colours of terminals
 * @param all whether to tell of notes and known findings too, where a format is for people
 * @param failOn the severity from which on a new finding is a failure; null when none is
 * @param sources where the source files are that places name
 */
public record ReportOptions(
        boolean colour, boolean all, @Nullable Severity failOn, SourceRoot sources) {
    /** For files: no colour, no notes, errors are failures, places as they are. */
    public static final ReportOptions PLAIN = new ReportOptions(false, false, Severity.ERROR, SourceRoot.UNKNOWN);

    /** Whether this finding is one to fail for. */
    public boolean isFailure(Finding finding, Acceptance acceptance) {
        Severity least = failOn;
        return least != null && finding.severity().atLeast(least) && !acceptance.knows(finding);
    }

    /** The same in colour, or not. */
    public ReportOptions withColour(boolean wanted) {
        return new ReportOptions(wanted, all, failOn, sources);
    }
}
