package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls for the locks that a program builds out of atomic values, or of fields that it changes by a
 * handle: whoever finds such a value free takes it, and all others try again until it is free. Like a semaphore with one
 * permit, it is a lock as long as whoever takes it gives it back.
 */
public final class Spins {
    private Spins() {}

    /**
     * After an attempt that is repeated until it succeeds.
     *
     * @param site the number of the field that the value is in, as in {@link Sites}
     */
    public static void attempted(boolean taken, @Nullable Object value, int site) {
        ThreadState thread = value == null ? null : Threads.current();
        if (value == null || thread == null || thread.busy) {
            return;
        }
        if (!taken) {
            tries(thread, value, null, site);
            return;
        }
        thread.spinning = null;
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

    /** The same, after a value was replaced by one that is not free, whatever it was. */
    public static void replaced(int before, @Nullable Object value, int site) {
        attempted(before == 0, value, site);
    }

    /** The same for references, where null is free. */
    public static void replaced(@Nullable Object before, @Nullable Object value, int site) {
        attempted(before == null, value, site);
    }

    /**
     * After an attempt that is repeated until it succeeds, of a field that is changed by a handle.
     *
     * @param object whose field it is
     * @param site the number of the field, as in {@link Sites}
     */
    public static void attemptedIn(boolean taken, @Nullable Object object, int site) {
        ThreadState thread = object == null ? null : Threads.current();
        if (object == null || thread == null || thread.busy) {
            return;
        }
        LockClass lockClass = builtAs(site);
        if (!taken) {
            tries(thread, object, lockClass, site);
            return;
        }
        thread.spinning = null;
        if (!lockClass.handedOver) {
            thread.hold(object, How.SEMAPHORE, lockClass);
        }
    }

    /** Before such a field says again that it is free, if it was taken. */
    public static void releaseIn(@Nullable Object object, int site) {
        ThreadState thread = object == null ? null : Threads.current();
        if (object == null || thread == null || thread.busy || thread.exit(object, How.SEMAPHORE)) {
            return;
        }
        LockClass lockClass = builtAs(site);
        Instance known = lockClass.handedOver ? null : Fences.known(thread, object);
        if (known != null) {
            lockClass.handedOver = true;
            thread.tell(Message.Kind.RELEASE_FOR_OTHER, known, lockClass, null, null, 0, 0, 0);
        }
    }

    /** It has not got the lock, and will try again: others see that while it lasts. */
    private static void tries(ThreadState thread, Object object, @Nullable LockClass built, int site) {
        if (thread.spinning != null) {
            return;
        }
        thread.busy = true;
        try {
            LockClass named = LockClasses.of(
                    object,
                    LockClasses.perhapsNamed(object, thread.key(), site),
                    thread.key(),
                    built == null ? site : 0);
            LockClass lockClass = built == null ? named : built;
            Instance known = Instances.of(object, named, thread.key());
            String name = Sites.name(site);
            String in = name.substring(name.indexOf('@') + 1, Math.max(0, name.lastIndexOf('.')));
            thread.spinning = new ThreadState.Spinning(
                    new ThreadState.Waiting(Message.Kind.BLOCKED, known, lockClass, null, How.SEMAPHORE), in);
        } finally {
            thread.busy = false;
        }
    }

    private static LockClass builtAs(int site) {
        LockClass lockClass = LockClasses.byName(Sites.name(site));
        lockClass.built = true;
        return lockClass;
    }
}
