package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/** A call stack, as cheap as it can be taken; analysis makes text of it once. */
public final class Trace extends Throwable {
    private static final long serialVersionUID = 1;

    /** What analysis made of it; null until then. */
    public transient volatile @Nullable Object text;

    /** For a wait that gives up after a while: after how many nanoseconds; 0 when that is not known. */
    public transient volatile long timeout;

    /** A stack that was seen from another thread. */
    public static Trace of(StackTraceElement[] frames) {
        Trace trace = new Trace();
        trace.setStackTrace(frames);
        return trace;
    }

    Trace() {
        super(null, null, false, true);
    }
}
