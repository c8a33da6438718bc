package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * That a task was handed over to a pool that begins with its tasks in that order. Whoever is in such a task and waits for one
 * that the same code had handed over before it made this one never waits for a thread of the pool: that one had one before.
 *
 * @param thread the number of the thread that handed it over
 * @param item the hold that the task was in which that thread ran by then; 0 when it ran none
 * @param at by then; numbers of instances made later are larger
 */
record Handed(Pool pool, long thread, long item, long at) {
    /** This thread hands a task over. */
    static void over(ThreadState thread, Instance task, Pool pool) {
        if (!pool.keepsOrder() || thread.forkJoin) {
            return;
        }
        Handed handed = new Handed(pool, thread.number, thread.itemSince(), Instance.nextId());
        for (Instance each = task; each != null; each = each.task().wrapped) {
            each.asTask().handed = handed;
        }
    }

    /** Whether what was handed over like this had a thread of its pool before the task that this thread runs. */
    static boolean isBefore(@Nullable Handed earlier, ThreadState thread) {
        if (earlier == null || thread.pool() != earlier.pool) {
            return false;
        }
        Path work = thread.latest(How.WORK);
        Object object = work == null ? null : work.object();
        Instance item = object == null ? null : Instances.known(object, thread.key());
        Handed own = item == null ? null : item.task().handed;
        return item != null
                && own != null
                && own.pool == earlier.pool
                && own.thread == earlier.thread
                && own.item == earlier.item
                && item.id > earlier.at;
    }
}
