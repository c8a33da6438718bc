package io.fencedep.core.detect;

import java.util.Locale;

/** How much a finding matters, the worst first. */
public enum Severity {
    ERROR,
    WARNING,
    NOTE;

    /** The name in reports. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this is as bad as the other one, or worse. */
    public boolean atLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}
