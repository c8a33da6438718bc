package io.fencedep.agent.boot;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One lock, fence or task, by identity, without keeping it alive. Most are locks and nothing else; what else one may be has its
 * facts in objects of their own, which are there once they are written.
 */
public final class Instance extends WeakReference<Object> {
    private static final AtomicLong IDS = new AtomicLong();

    /** Never used again for another object. */
    public final long id = IDS.incrementAndGet();
    /** The class it was first given. */
    public final LockClass lockClass;
    /** How many may hold it at once; for latches and barriers, how many have to arrive. */
    public volatile int capacity;

    /** Counts signals of what is signalled again and again. */
    volatile int generation;
    /** A semaphore without permits in the beginning: it never was a lock. */
    volatile boolean startsEmpty;
    /** A semaphore that somebody else releases: a signal, not a lock. */
    volatile boolean handedOver;

    /** For tasks: the pool that is to run it. */
    public volatile @Nullable Pool pool;

    /** The number of the thread that made it, until anybody has taken it; 0 when that is not known. */
    volatile long maker;
    /** The innermost hold of its maker by then. */
    long madeUnder;
    /** How often its maker had shown something of the program to others by then. */
    int madeAfter;

    /** For a lock that a map made for a key: the same for all that it makes for that one; null for others. */
    public volatile @Nullable KeyLock keyLock;

    /** Whether it is a lock by itself all the same, as another one for its key was held when it was taken. */
    public volatile boolean apart;

    /** For a map: the locks that it makes for keys; racy, so some may be forgotten. */
    @Nullable
    KeyLock @Nullable [] keyLocks;

    /** For a map: those of its bins that were locked one under another; racy, so some may be forgotten. */
    @Nullable
    Object @Nullable [] bins;

    private volatile @Nullable TaskFacts task;
    private volatile @Nullable SignalFacts signals;
    private volatile @Nullable QueueFacts queue;
    private final int hash;

    Instance(Object object, int hash, LockClass lockClass, @Nullable ReferenceQueue<Object> queue) {
        super(object, queue);
        this.hash = hash;
        this.lockClass = lockClass;
    }

    /** Another number that nothing else has. */
    static long nextId() {
        return IDS.incrementAndGet();
    }

    /** What is known of it as of a task, to be read. */
    TaskFacts task() {
        TaskFacts known = task;
        return known == null ? TaskFacts.NONE : known;
    }

    /** What is known of it as of a task, to be written. */
    TaskFacts asTask() {
        if (task == null) {
            synchronized (this) {
                task = task == null ? new TaskFacts() : task;
            }
        }
        return task();
    }

    /** What is known of it as of something that is signalled, to be read. */
    SignalFacts signals() {
        SignalFacts known = signals;
        return known == null ? SignalFacts.NONE : known;
    }

    /** What is known of it as of something that is signalled, to be written. */
    SignalFacts asSignals() {
        if (signals == null) {
            synchronized (this) {
                signals = signals == null ? new SignalFacts() : signals;
            }
        }
        return signals();
    }

    /** What is known of it as of a queue, to be read. */
    QueueFacts queue() {
        QueueFacts known = queue;
        return known == null ? QueueFacts.NONE : known;
    }

    /** What is known of it as of a queue, to be written. */
    QueueFacts asQueue() {
        if (queue == null) {
            synchronized (this) {
                queue = queue == null ? new QueueFacts() : queue;
            }
        }
        return queue();
    }

    /** This pool is to run it, and what it wraps; or none. */
    void runsIn(@Nullable Pool known) {
        for (Instance each = this; each != null; each = each.task().wrapped) {
            each.pool = known;
            if (each.task().handed != null) {
                each.asTask().handed = null;
            }
        }
    }

    /** Whether several threads may run it at once, as code that a pool runs again and again. */
    public boolean mayOverlap() {
        return task().mayOverlap();
    }

    /** The entry of a map of which it computes the value; null for others. */
    public @Nullable KeyLock entry() {
        return task().entry;
    }

    /** Whether anybody has signalled it, or has counted a part of it down. */
    boolean wasSignalled() {
        return generation > 0 || signals().wasSignalled();
    }

    /** Which signal is waited for now: what others got comes back where they gave it back before. */
    int awaited() {
        return signals().awaited(generation);
    }

    int identity() {
        return hash;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    /** Finds a weak reference by its object. */
    static final class Key {
        private @Nullable Object object;
        private int hash;

        Key of(Object object) {
            this.object = object;
            this.hash = System.identityHashCode(object);
            return this;
        }

        void clear() {
            object = null;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        @SuppressWarnings("unchecked")
        public boolean equals(@Nullable Object other) {
            return other instanceof Reference<?> reference
                    && object != null
                    && ((Reference<Object>) reference).refersTo(object);
        }
    }
}
