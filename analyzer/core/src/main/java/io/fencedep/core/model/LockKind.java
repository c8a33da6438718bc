package io.fencedep.core.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a lock is made of. The two numbers are lockdep's wait types: what may be taken inside ({@link #waitInner()}) and
 * what the lock needs outside; 0 means that the lock takes no part in wait contexts.
 */
public enum LockKind {
    /** Nothing was said. No wait context is checked. */
    UNKNOWN(0, 0),
    RAW_SPIN(2, 2),
    SPIN(3, 3),
    RW_SPIN(3, 3),
    MUTEX(4, 4),
    RWSEM(4, 4),
    WW_MUTEX(4, 4),
    RCU(3, 1),
    SEQ(0, 0),
    MONITOR(4, 4),
    SEMAPHORE(4, 4),
    MAP(0, 0);

    private final int waitInner;
    private final int waitOuter;

    LockKind(int waitInner, int waitOuter) {
        this.waitInner = waitInner;
        this.waitOuter = waitOuter;
    }

    /** lockdep's inner wait type, 1 (free) to 4 (sleep), 0 when it has none. */
    public int waitInner() {
        return waitInner;
    }

    /** lockdep's outer wait type, 1 (free) to 4 (sleep), 0 when it has none. */
    public int waitOuter() {
        return waitOuter;
    }

    /** The name in a trace, such as {@code raw-spin}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind with this name in a trace, or null when there is none. */
    public static @Nullable LockKind of(String text) {
        for (LockKind kind : values()) {
            if (kind != UNKNOWN && kind.text().equals(text)) {
                return kind;
            }
        }
        return null;
    }
}
