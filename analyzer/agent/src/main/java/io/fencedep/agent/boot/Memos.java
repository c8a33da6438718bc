package io.fencedep.agent.boot;

import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Values that are computed once for each key of a map: whoever comes first puts a task there, runs it and asks it for its
 * result, and whoever comes later waits for that. So to ask such a task is to wait for whoever computes that key in another
 * run, also when this thread has run it itself; and while it runs one, it keeps that key from others.
 */
final class Memos {
    private Memos() {}

    /** Whether a map is given, or has, a value that has to be computed first. */
    static boolean is(@Nullable Object value) {
        return value instanceof FutureTask<?>;
    }

    /**
     * It puts such a value into a map.
     *
     * @param key the hash of a key that is known to be equal to another one where that is equal
     */
    static void puts(ThreadState thread, Instance map, int key, Object value) {
        thread.busy = true;
        try {
            Instance task = Instances.known(value, thread.key());
            if (task != null && task.task().entry == null) {
                LockClass entries = LockClasses.byName(map.lockClass.name + ".entry");
                task.asTask().entry = KeyLock.of(map, key, entries, 0);
            }
        } finally {
            thread.busy = false;
        }
    }

    /** It asks such a task for its result, perhaps while it computes that of another key. */
    static void asks(ThreadState thread, Instance task) {
        KeyLock asked = task.entry();
        if (asked == null) {
            return;
        }
        Instance.Key key = new Instance.Key();
        for (Path each = thread.last(); !each.isRoot(); each = each.up) {
            Object running = (each.how & How.KIND) == How.WORK ? each.object() : null;
            Instance known = running == null ? null : Instances.known(running, key);
            KeyLock own = known == null ? null : known.entry();
            if (known != null && own != null && own.id != asked.id && own.lockClass == asked.lockClass) {
                if (ThreadState.everything || asked.lockClass.sample()) {
                    Trace since = each.trace == null ? new Trace() : each.trace;
                    thread.leave(Message.asksForEntry(thread, task, asked.lockClass, known, since));
                }
                return;
            }
        }
    }
}
