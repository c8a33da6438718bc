package io.fencedep.gate;

import io.fencedep.core.detect.Severity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What makes a gate fail: new findings of this severity or worse, or none. Written in lower case wherever people write it. */
public enum FailOn {
    ERROR(Severity.ERROR),
    WARNING(Severity.WARNING),
    NOTE(Severity.NOTE),
    NEVER(null);

    private final @Nullable Severity severity;

    FailOn(@Nullable Severity severity) {
        this.severity = severity;
    }

    /** From which severity on; null for never. */
    public @Nullable Severity severity() {
        return severity;
    }

    /** Whether there is anything new to fail for. */
    public boolean demandedBy(Verdict verdict) {
        Severity least = severity;
        return least != null && !verdict.fresh(least).isEmpty();
    }

    /** The one of this name, in upper or lower case, with blanks around it or not. */
    public static Optional<FailOn> named(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst();
    }

    /** All names, for messages. */
    public static String all() {
        return Arrays.stream(values()).map(FailOn::toString).collect(Collectors.joining(", "));
    }

    /** As people write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
