package io.fencedep.cli;

import io.fencedep.core.detect.Severity;
import io.fencedep.gate.Verdict;
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

    /** From which severity on to fail; null for never. */
    @Nullable
    Severity severity() {
        return severity;
    }

    /** Whether there is anything new to fail for. */
    boolean demandedBy(Verdict verdict) {
        Severity least = severity;
        return least != null && !verdict.fresh(least).isEmpty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
