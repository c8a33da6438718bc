package io.fencedep.core.lowering;

import io.fencedep.core.graph.Observation;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.InterruptContext;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Wait contexts: what may not be waited for here, as lockdep 6.12 checks it. Wait types go from 1 (free) over 2 (raw
 * spinlock) and 3 (spinlock) to 4 (sleeps); 0 takes no part.
 */
final class WaitContexts {
    private static final int SLEEPS = 4;
    private static final int UNLIMITED = 5;

    private final Session session;

    WaitContexts(Session session) {
        this.session = session;
    }

    /** A lock with this outer wait type is about to be taken. */
    void lock(Frame frame, int outer, int target, Resource lock, Event event) {
        if (outer != 0) {
            check(frame, outer, target, lock, event);
        }
    }

    /** Something is about to sleep: a fence wait, a flush, a join, a migration, an allocation that may reclaim. */
    void sleep(Frame frame, int target, @Nullable Resource resource, Event event) {
        if (session.traits.program()) {
            return;
        }
        if (frame.context == InterruptContext.TASK && frame.irqsOff) {
            report("irqs-off", frame, null, target, resource, event);
            return;
        }
        check(frame, SLEEPS, target, resource, event);
    }

    private void check(Frame frame, int outer, int target, @Nullable Resource resource, Event event) {
        if (session.traits.program()) {
            return;
        }
        if (outer > limit(frame)) {
            report(frame.context.name().toLowerCase(java.util.Locale.ROOT), frame, null, target, resource, event);
            return;
        }
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.waitInner != 0 && outer > hold.waitInner) {
                report("held", frame, hold, target, resource, event);
            }
        }
    }

    private static int limit(Frame frame) {
        return switch (frame.context) {
            case TASK -> UNLIMITED;
            case SOFTIRQ -> 3;
            case HARDIRQ -> frame.irqThreaded ? 3 : 2;
            case NMI -> 2;
        };
    }

    private void report(
            String reason, Frame frame, @Nullable Hold hold, int target, @Nullable Resource resource, Event event) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("reason", reason);
        int from = hold == null ? target : hold.node();
        session.observe(
                Observation.Kind.WAIT_CONTEXT, "wait-context", from, target, details, frame, hold, resource, event);
    }
}
