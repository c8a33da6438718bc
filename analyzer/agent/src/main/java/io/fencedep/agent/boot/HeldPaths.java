package io.fencedep.agent.boot;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What one thread holds, to be asked: a way through the tree of its {@linkplain Path paths}, from the root to the place of
 * the last hold. {@link Holds} changes it.
 */
abstract class HeldPaths extends WeakReference<Thread> {
    /** Where paths are, each at its place. */
    Path[] places = new Path[8 * Path.PLACES];
    /** The place of the last hold. */
    int top;

    HeldPaths(Thread thread, ReferenceQueue<Thread> queue, Path root) {
        super(thread, queue);
        places[0] = root;
    }

    /** The path to what was taken last; the root when nothing is held. */
    final Path last() {
        return places[top];
    }

    /** How many things it holds. */
    final int depth() {
        int depth = 0;
        for (Path each = last(); !each.isRoot(); each = each.up) {
            depth++;
        }
        return depth;
    }

    final boolean holds(Object object) {
        return find(object) != null;
    }

    private @Nullable Path find(Object object) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            if (each.isFor(object)) {
                return each;
            }
        }
        return null;
    }

    /** The latest hold of this kind; null when there is none. */
    final @Nullable Path latest(int kind) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            if ((each.how & How.KIND) == kind) {
                return each;
            }
        }
        return null;
    }

    final boolean holds(Object object, int kind) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            if ((each.how & How.KIND) == kind && each.isFor(object)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the innermost task that it runs is of this class, in whatever pool. */
    final boolean runs(LockClass wanted) {
        Path work = latest(How.WORK);
        return work != null && work.chain.lockClass != null && work.chain.lockClass.isWorkOf(wanted);
    }

    /** Whether it runs a task in one of the places that a pool has. */
    final boolean hasPlace() {
        Pool pool = pool();
        return pool != null && pool.capacity() > 0;
    }

    /** The pool that runs the innermost task; null when that is in none. */
    final @Nullable Pool pool() {
        Path work = latest(How.WORK);
        LockClass task = work == null ? null : work.chain.lockClass;
        return task == null ? null : task.pool;
    }

    /** The number of the hold that the innermost task is; 0 when it runs none. */
    final long itemSince() {
        Path work = latest(How.WORK);
        return work == null ? 0 : work.sequence;
    }

    /** Whether it holds no more than the task that it runs. */
    final boolean holdsOnlyWork() {
        Path only = last();
        return !only.isRoot() && only.up.isRoot() && (only.how & How.KIND) == How.WORK;
    }

    /** The class with this name that it initialises, or null. */
    final @Nullable Class<?> initialising(String wanted) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            if ((each.how & How.KIND) == How.CLASS_INIT
                    && each.object() instanceof Class<?> type
                    && type.getName().equals(wanted)) {
                return type;
            }
        }
        return null;
    }

    /** This code with all instances that are held mixed into it. */
    final long withInstances(long code) {
        long result = code;
        for (Path each = last(); !each.isRoot(); each = each.up) {
            result = News.mix(result, System.identityHashCode(each.object()));
        }
        return result;
    }
}
