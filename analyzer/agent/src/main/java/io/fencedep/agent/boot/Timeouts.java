package io.fencedep.agent.boot;

import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long waits last at most, in nanoseconds. */
public final class Timeouts {
    /** Without end. */
    public static final long NONE = -1;
    /** Until an interrupt, which came. */
    static final long INTERRUPTED = Long.MAX_VALUE;
    /** A wait that lasts longer than anybody would wait for it is one without end. */
    private static final long ENDLESS = TimeUnit.HOURS.toNanos(1);

    private Timeouts() {}

    /** A number of units; 0 when it does not wait at all. */
    public static long of(long time, @Nullable TimeUnit unit) {
        return unit == null ? 0 : ofNanos(unit.toNanos(time));
    }

    /** As {@link Object#wait(long)} and {@link Thread#join(long)} understand it: 0 for a wait without end. */
    public static long ofMillis(long millis) {
        return millis <= 0 ? NONE : of(millis, TimeUnit.MILLISECONDS);
    }

    /** A number of nanoseconds; 0 when it does not wait at all. */
    public static long ofNanos(long nanos) {
        return nanos >= ENDLESS ? NONE : Math.max(0, nanos);
    }

    /** Until a deadline. */
    @SuppressWarnings("JavaUtilDate")
    public static long until(@Nullable Date deadline) {
        return deadline == null ? 0 : of(deadline.getTime() - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
    }

    /** Until a deadline in milliseconds since the epoch. */
    public static long untilMillis(long deadline) {
        return of(deadline - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
    }
}
