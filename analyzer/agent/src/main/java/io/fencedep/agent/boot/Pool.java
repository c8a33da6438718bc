package io.fencedep.agent.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pool of threads; one object for each pool. */
public final class Pool {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** What made it, and where. */
    private final String made;
    /** By the field of its maker that it went into first, unless it was called by where it was made before that. */
    private String name;

    private boolean named;
    private volatile int capacity;
    /** The field that it went into first; null while none is known. */
    private volatile @Nullable String field;
    /** What tasks are in until they get a place; null when that is not known. */
    private volatile @Nullable WeakReference<Object> queue;
    /** Whether it begins with its tasks in the order in which they are handed over. */
    private volatile boolean ordered;
    /** How many tasks a timer has. */
    private volatile int scheduled;
    /** Which one it is of those that run something; 0 until it does. */
    private int number;
    /** The class of what it does after a task; racy, a cache. */
    private @Nullable LockClass afterwards;

    Pool(String made, int capacity) {
        this.made = made;
        this.name = made;
        this.capacity = capacity;
    }

    /** Unique among the pools of the program. */
    public synchronized String name() {
        named = true;
        return name;
    }

    /** Pools are counted in the order in which they are first used. */
    synchronized int number() {
        if (number == 0) {
            number = NUMBERS.incrementAndGet();
        }
        return number;
    }

    /** It goes into a field, which tells what it is for. */
    synchronized void keptIn(String kept) {
        if (field != null) {
            return;
        }
        field = kept;
        if (!named && isOfMaker(kept)) {
            name = LockClasses.numbered(made.substring(0, made.indexOf('@') + 1) + kept);
        }
    }

    /** Whether this is a field of the class that has made it. */
    private boolean isOfMaker(String kept) {
        return made.startsWith(kept.substring(0, kept.lastIndexOf('.') + 1), made.indexOf('@') + 1);
    }

    /**
     * What tells its tasks from the same code elsewhere. Pools that a class makes for one of its own fields, one for each of
     * its objects, are alike; so are those without bound, since nobody waits for a place there.
     */
    String runner() {
        if (capacity == 0) {
            return "pools without bound";
        }
        String kept = field;
        return kept != null && isOfMaker(kept) ? kept : name();
    }

    void resize(int wanted) {
        capacity = wanted;
    }

    /** Its tasks are in there until they get a place, in the order in which they are handed over or not. */
    void waitsIn(Object tasks, boolean inOrder) {
        queue = new WeakReference<>(tasks);
        ordered = inOrder;
    }

    /** Whether it has a bound, and begins with its tasks in the order in which they are handed over. */
    boolean keepsOrder() {
        return ordered && capacity > 0;
    }

    /** A timer has so many tasks. */
    void schedules(int tasks) {
        scheduled = tasks;
    }

    /** Whether tasks wait for a place. Who asks may have to wait for the lock of a queue. */
    public boolean isCrowded() {
        WeakReference<Object> known = queue;
        Object tasks = known == null ? null : known.get();
        if (tasks instanceof ForkJoinPool pool) {
            return pool.hasQueuedSubmissions() || pool.getQueuedTaskCount() > 0;
        }
        boolean own = tasks != null && tasks.getClass().getClassLoader() != null;
        return tasks instanceof BlockingQueue<?> waiting ? !own && !waiting.isEmpty() : scheduled > 0;
    }

    /** How many tasks it runs at once; 0 when there is no bound. */
    public int capacity() {
        return capacity;
    }

    /** The class of what this kind of pool does after a task; kept, as it is asked for after each of them. */
    LockClass afterwards(Class<?> kind) {
        LockClass known = afterwards;
        if (known == null) {
            known = LockClasses.inPool(LockClasses.byName("task:" + LockClasses.nameOf(kind) + ".afterExecute"), this);
            afterwards = known;
        }
        return known;
    }
}
