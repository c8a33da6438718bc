package io.fencedep.cli;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which findings make {@code check} fail. */
enum FailOn {
    ERROR(Severity.ERROR),
    WARNING(Severity.WARNING),
    NOTE(Severity.NOTE),
    NEVER(null);

    private final @Nullable Severity severity;

    FailOn(@Nullable Severity severity) {
        this.severity = severity;
    }

    boolean demandedBy(List<Finding> findings) {
        Severity least = severity;
        return least != null
                && findings.stream().anyMatch(finding -> finding.severity().atLeast(least));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
