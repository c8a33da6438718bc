package io.fencedep.core.reference;

import io.fencedep.core.model.LockKind;

/** What may be waited for under what: lockdep's wait types. */
final class WaitContexts {
    private static final int SLEEP = 4;

    private final World world;

    WaitContexts(World world) {
        this.world = world;
    }

    /** A lock of this kind is about to be taken; irrelevant for tries. */
    void lock(int line, TraceEvent event, String className, LockKind kind) {
        int outer = (int) event.number("wait_outer", event.number("wait_inner", kind.waitOuter()));
        if (outer != 0 && !world.isProgram()) {
            check(line, event, className, outer, false);
        }
    }

    /** Something other than a lock is about to be waited for, asleep. */
    void sleep(int line, TraceEvent event, String className) {
        if (!world.isProgram()) {
            check(line, event, className, SLEEP, Usage.irqsOff(world.frame(event.task()), event));
        }
    }

    private void check(int line, TraceEvent event, String className, int outer, boolean irqsOff) {
        World.Frame frame = world.frame(event.task());
        if (irqsOff || outer > byContext(frame)) {
            world.fact("wait-context " + className);
            return;
        }
        for (Hold hold : world.openHere(event.task())) {
            if (hold.isLock() && hold.from < line && hold.waitInner > 0 && outer > hold.waitInner) {
                world.fact("wait-context " + className, hold);
            }
        }
    }

    private static int byContext(World.Frame frame) {
        return switch (frame.context) {
            case TASK -> SLEEP;
            case SOFTIRQ -> LockKind.SPIN.waitInner();
            case HARDIRQ -> frame.threaded ? LockKind.SPIN.waitInner() : LockKind.RAW_SPIN.waitInner();
            case NMI -> LockKind.RAW_SPIN.waitInner();
        };
    }
}
