package io.fencedep.maven;

import io.fencedep.core.detect.Severity;
import io.fencedep.gate.Verdict;
import java.util.Locale;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/** What makes a build fail. */
enum FailOn {
    ERROR(Severity.ERROR),
    WARNING(Severity.WARNING),
    NOTE(Severity.NOTE),
    NEVER(null);

    private final @Nullable Severity severity;

    FailOn(@Nullable Severity severity) {
        this.severity = severity;
    }

    /** From which severity on; null for never. */
    @Nullable
    Severity severity() {
        return severity;
    }

    /** Whether there is anything new to fail for. */
    boolean demandedBy(Verdict verdict) {
        Severity least = severity;
        return least != null && !verdict.fresh(least).isEmpty();
    }

    /** Reads what stands in a pom. */
    static FailOn of(String text) throws MojoExecutionException {
        for (FailOn each : values()) {
            if (each.toString().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new MojoExecutionException("failOn is '" + text + "'; it can be error, warning, note or never");
    }

    /** As it is written in a pom. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
