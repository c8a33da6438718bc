package io.fencedep.agent.boot;

/**
 * What instrumented code calls for what programs build themselves on the JDK's synchronizers. A synchronizer that is acquired alone is a lock; one that is acquired by several at once is a fence.
 */
public final class OwnSynchronizers {
    private OwnSynchronizers() {}

    private static boolean isJdk(Object synchronizer) {
        return synchronizer.getClass().getClassLoader() == null;
    }

    /** Is about to take it for itself. */
    public static void acquires(Object synchronizer, long nanos) {
        if (!isJdk(synchronizer)) {
            Hooks.lockFor(synchronizer, synchronizer, How.LOCK, nanos);
        }
    }

    /** Is about to take it for itself, unless it is interrupted. */
    public static void asks(Object synchronizer) {
        if (!isJdk(synchronizer)) {
            Hooks.ask(synchronizer, How.LOCK);
        }
    }

    /** Has taken it after that. */
    public static void got(Object synchronizer) {
        if (!isJdk(synchronizer)) {
            Hooks.got(synchronizer, synchronizer, How.LOCK);
        }
    }

    /** Was interrupted meanwhile. */
    public static void interrupted(Object synchronizer) {
        if (!isJdk(synchronizer)) {
            Hooks.interrupted(synchronizer, synchronizer, How.LOCK);
        }
    }

    /** Whether it was had. */
    public static void answered(boolean taken, Object synchronizer) {
        if (!taken) {
            failed(synchronizer);
        }
    }

    /** Was not had. */
    public static void failed(Object synchronizer) {
        if (!isJdk(synchronizer)) {
            Hooks.unlock(synchronizer, How.LOCK);
        }
    }

    /** Is about to be given back; by somebody else than who took it, that is a signal. */
    public static void released(Object synchronizer) {
        if (isJdk(synchronizer)) {
            return;
        }
        ThreadState thread = Threads.current();
        if (!thread.busy && !thread.exit(synchronizer, How.LOCK)) {
            signal(thread, synchronizer);
        }
    }

    /** Begins to wait until it lets several through. */
    public static void waits(Object synchronizer, long nanos) {
        if (isJdk(synchronizer)) {
            return;
        }
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            Instance known = instance(thread, synchronizer);
            Fences.begin(thread, known, known.lockClass, 0, nanos);
        }
    }

    /** Waits no longer. */
    public static void waited(Object synchronizer) {
        if (!isJdk(synchronizer)) {
            Fences.waitEnds(synchronizer);
        }
    }

    /** Is about to let others through. */
    public static void signals(Object synchronizer) {
        if (!isJdk(synchronizer)) {
            ThreadState thread = Threads.current();
            if (!thread.busy) {
                signal(thread, synchronizer);
            }
        }
    }

    private static void signal(ThreadState thread, Object synchronizer) {
        Instance known = instance(thread, synchronizer);
        Fences.signal(thread, known, known.lockClass);
    }

    private static Instance instance(ThreadState thread, Object synchronizer) {
        thread.busy = true;
        try {
            return Instances.of(synchronizer, LockClasses.of(synchronizer, thread.key()), thread.key());
        } finally {
            thread.busy = false;
        }
    }
}
