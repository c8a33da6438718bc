package io.fencedep.agent.boot;

import java.util.List;

/**
 * What instrumented code calls for what Swing's workers have the event thread run: it is gathered, and run after a while by
 * one event for all. Above all a worker tells like this that it is done, and whoever is told asks it for its result.
 */
public final class LaterEvents {
    /** One event may run what many workers have: of each of them the latest only. */
    private static final int LATEST = 2;

    private LaterEvents() {}

    /** A worker has done what it was made for, and does nothing any more but tell that. */
    public static void done(Object task) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.seenDone.add(task);
        }
    }

    /** These are to be run with others, or are what else is gathered. */
    public static void gathered(Object[] all) {
        ThreadState thread = Threads.current();
        int[] seen = thread.busy ? null : thread.seenDone.latest(LATEST);
        if (seen == null) {
            return;
        }
        thread.busy = true;
        try {
            for (Object each : all) {
                if (each instanceof Runnable && each.getClass().getClassLoader() == null) {
                    Instances.of(each, LockClasses.byName("event"), thread.key())
                            .asTask()
                            .seenDone = seen;
                }
            }
        } finally {
            thread.busy = false;
        }
    }

    /** One event runs all of these. */
    public static void run(List<?> all) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            for (Object each : all) {
                Instance known = Instances.known(each, thread.key());
                if (known != null) {
                    thread.seenDone.addAll(known.task().seenDone);
                }
            }
        } finally {
            thread.busy = false;
        }
    }
}
