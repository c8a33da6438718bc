package io.fencedep.agent.boot;

/**
 * Locks that a program builds itself, out of a field and a monitor or condition: whoever finds the field free sets it, and all
 * others wait until it is reset. Like a semaphore with one permit, such a thing is a lock as long as whoever takes it gives it
 * back; once somebody notifies who has taken nothing, it may be an event that is announced and taken.
 */
final class BuiltLocks {
    private BuiltLocks() {}

    /**
     * It takes one, now or when it has waited for it.
     *
     * @param object what is waited for and notified
     * @param site the number of the field, as in {@link Sites}
     * @return whether that is a lock, as far as is known
     */
    static boolean takes(ThreadState thread, Object object, Instance fence, LockClass notified, int site) {
        if (notified.handedOver) {
            return false;
        }
        if (!has(thread, object)) {
            thread.hold(object, How.SEMAPHORE, lockClass(fence, Sites.name(site)));
        }
        return true;
    }

    /** The class of what is built out of this; made, or looked up, when it is not what it was the last time. */
    private static LockClass lockClass(Instance fence, String name) {
        LockClass known = fence.signals().builtAs;
        if (known != null && known.name.equals(name)) {
            return known;
        }
        LockClass lockClass = LockClasses.byName(name);
        lockClass.built = true;
        fence.asSignals().builtAs = lockClass;
        return lockClass;
    }

    /** It waits for one that it is about to take. */
    static void waits(ThreadState thread, Instance fence) {
        LockClass lockClass = fence.signals().builtAs;
        thread.waiting = new ThreadState.Waiting(Message.Kind.BLOCKED, fence, lockClass, null, How.SEMAPHORE);
    }

    /** It was interrupted while it waited for this, and may notify the next one of that. */
    static void givesUp(ThreadState thread, Object object, Instance fence) {
        if (thread.exit(object, How.SEMAPHORE)) {
            thread.gaveUp = fence.id;
        }
    }

    /** Whether it has taken such a lock, or waits for it. */
    static boolean has(ThreadState thread, Object object) {
        return thread.holds(object, How.SEMAPHORE);
    }

    /** It notifies whoever waits for this, and gives it back, if it has it. */
    static void notifies(ThreadState thread, Object object, Instance fence, LockClass notified) {
        boolean gaveUp = thread.gaveUp == fence.id;
        thread.gaveUp = 0;
        if (notified.handedOver || thread.exit(object, How.SEMAPHORE) || gaveUp) {
            return;
        }
        notified.handedOver = true;
        LockClass lockClass = fence.signals().builtAs;
        if (lockClass != null) {
            thread.tell(Message.Kind.RELEASE_FOR_OTHER, fence, lockClass, null, null, 0, 0, 0);
        }
    }
}
