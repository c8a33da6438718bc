package io.fencedep.core.detect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What sort of trouble a finding is. The order is that of reports. */
public enum FindingKind {
    /** The tasks are stuck when the trace ends. */
    DEADLOCK,
    CYCLE,
    RECURSION,
    IRQ_INVERSION,
    WAIT_CONTEXT,
    /** A cycle that a timeout or a retry breaks. */
    STALL,
    /** No cycle, but progress depends on something without a bound. */
    UNBOUNDED,
    /** A stated rule is broken, no cycle needed. */
    CONTRACT;

    /** The name in reports. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind with this name, or null when there is none. */
    public static @Nullable FindingKind of(String text) {
        for (FindingKind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        return null;
    }
}
