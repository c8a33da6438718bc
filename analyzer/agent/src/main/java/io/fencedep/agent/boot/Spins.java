package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls for the locks that a program builds out of atomic values: whoever finds such a value free takes
 * it, and all others try again until it is free. Like a semaphore with one permit, it is a lock as long as whoever takes it
 * gives it back.
 */
public final class Spins {
    private Spins() {}

    /**
     * After an attempt that is repeated until it succeeds.
     *
     * @param site the number of the field that the value is in, as in {@link Sites}
     */
    public static void attempted(boolean taken, @Nullable Object value, int site) {
        ThreadState thread = taken && value != null ? Threads.current() : null;
        if (value == null || thread == null || thread.busy) {
            return;
        }
        Instance known = Fences.known(thread, value);
        if (known == null || !known.handedOver) {
            thread.enter(value, value, How.SEMAPHORE | site << How.SITE);
        }
    }

    /** Before it is free again, if it was taken. */
    public static void release(@Nullable Object value) {
        ThreadState thread = value == null ? null : Threads.current();
        if (value == null || thread == null || thread.busy || thread.exit(value, How.SEMAPHORE)) {
            return;
        }
        Instance known = Fences.known(thread, value);
        if (known != null && !known.handedOver) {
            known.handedOver = true;
            thread.tell(Message.Kind.RELEASE_FOR_OTHER, known, known.lockClass, null, null, 0, 0, 0);
        }
    }
}
