package io.fencedep.agent.boot;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One lock, fence or task, by identity, without keeping it alive. */
public final class Instance extends WeakReference<Object> {
    private static final AtomicLong IDS = new AtomicLong();
    private static final long SEVERAL = -1;
    /** Signals of those who give back what they got are numbered from here on. */
    private static final int PASSED = 1 << 29;
    /** From one of them to the next there is one in between, which is told with the first. */
    private static final int STEP = 2;

    /** Never used again for another object. */
    public final long id = IDS.incrementAndGet();
    /** The class it was first given. */
    public final LockClass lockClass;
    /** How many may hold it at once; for latches and barriers, how many have to arrive. */
    public volatile int capacity;

    /** For tasks: the pool that is to run it. */
    public volatile @Nullable Pool pool;

    /** For a task, or a future that one completes: how that was handed over; null when that says nothing. */
    volatile @Nullable Handed handed;

    /** For a task that only wraps another one, as for an ExecutorCompletionService: that one. */
    volatile @Nullable Instance wrapped;

    /** For a task: the number of the thread that made it. */
    volatile long madeBy;

    /** For a task that its maker runs itself: its class together with who asked for that; null when nobody did. */
    volatile @Nullable LockClass asked;

    /** For a task: what is done for good before it begins, or was when it ended; null when nothing is known. */
    volatile int @Nullable [] seenDone;

    /** The number of the thread that made it, until anybody has taken it; 0 when that is not known. */
    volatile long maker;
    /** The innermost hold of its maker by then. */
    long madeUnder;
    /** How often its maker had shown something of the program to others by then. */
    int madeAfter;
    /** For a queue: what those wait for that find it full; null when it never is. */
    volatile @Nullable Instance room;

    /** After how many nanoseconds it completes by itself, whoever else does not; 0 for never. */
    volatile long expires;

    /** For a future: what is done for good once it is, by identity; null when nothing is known. */
    volatile int @Nullable [] after;

    /** For a condition: what the holds of its lock are known by. */
    private volatile @Nullable WeakReference<Object> guard;

    /** For a future: the task that completes it and was not begun yet; null when there is none. */
    volatile @Nullable Instance task;

    /** Whether it was completed because its time was over, and nobody has come too late for that yet. */
    volatile boolean expired;

    /** Counts signals of what is signalled again and again. */
    volatile int generation;
    /** Counts those who were let through by what they would have waited for otherwise. */
    private volatile int passes;
    /** For a condition, whether it holds at first; null when that is not known. */
    private volatile @Nullable Boolean atFirst;
    /** Whether such a one has given back what it got. */
    volatile boolean givenBack;
    /** The class of the lock that a program has built out of it; null when it was not seen to be one. */
    volatile @Nullable LockClass builtAs;
    /** A semaphore without permits in the beginning: it never was a lock. */
    volatile boolean startsEmpty;
    /** A semaphore that somebody else releases: a signal, not a lock. */
    volatile boolean handedOver;

    /** The threads that took something out of a queue, by their numbers; racy, and several threads share a bit. */
    private long takers;

    /** The thread that took something out of a queue, if there was but one; racy. */
    private volatile long onlyTaker;

    /** How much was put into a queue by others than the one who takes; racy. */
    private int putByOthers;

    /** Whether anybody who puts something into a queue waits for room. */
    volatile boolean waitsForRoom;

    /** Whether it was told that who takes waits for room. */
    volatile boolean waitsForItself;

    /** The threads that ran something that they took out of a queue; several threads share a bit. */
    private long runners;

    /** How many have arrived at a barrier since it opened last. */
    private int arrived;

    private int numbers;

    /** For code that a pool runs again and again; null for what was not seen again. */
    private volatile @Nullable Reruns reruns;

    /** For a lock that a map made for a key: the same for all that it makes for that one; null for others. */
    public volatile @Nullable KeyLock keyLock;

    /** For a task that computes the value of a key: that entry of a map; null for others. */
    public volatile @Nullable KeyLock entry;

    /** Whether it is a lock by itself all the same, as another one for its key was held when it was taken. */
    public volatile boolean apart;

    /** For a map: the locks that it makes for keys; racy, so some may be forgotten. */
    @Nullable
    KeyLock @Nullable [] keyLocks;

    /** For a map: those of its bins that were locked one under another; racy, so some may be forgotten. */
    @Nullable
    Object @Nullable [] bins;

    private final int hash;

    /** Another number that nothing else has. */
    static long nextId() {
        return IDS.incrementAndGet();
    }

    Instance(Object object, int hash, LockClass lockClass, @Nullable ReferenceQueue<Object> queue) {
        super(object, queue);
        this.hash = hash;
        this.lockClass = lockClass;
    }

    /** This pool is to run it, and what it wraps; or none. */
    void runsIn(@Nullable Pool known) {
        for (Instance each = this; each != null; each = each.wrapped) {
            each.pool = known;
            each.handed = null;
        }
    }

    /** Whether this thread alone has taken something out, and others have put in more than there is room for. */
    boolean isFilledByOthers(long thread, int room) {
        return onlyTaker == thread && putByOthers > room;
    }

    int putByOthers() {
        return putByOthers;
    }

    /** This thread puts something in. */
    void put(long thread) {
        if (onlyTaker != thread) {
            putByOthers++;
        }
    }

    /** Whether this future, once it is done, tells that this one is. */
    boolean isAfter(int identity) {
        int[] known = after;
        if (known != null) {
            for (int each : known) {
                if (each == identity) {
                    return true;
                }
            }
        }
        return false;
    }

    int identity() {
        return hash;
    }

    /** What is known of code that a pool runs again and again. */
    Reruns reruns() {
        Reruns known = reruns;
        return known == null ? makeReruns() : known;
    }

    private synchronized Reruns makeReruns() {
        Reruns known = reruns;
        if (known == null) {
            known = new Reruns();
            reruns = known;
        }
        return known;
    }

    /** Whether several threads may run it at once, as code that a pool runs again and again. */
    public boolean mayOverlap() {
        Reruns known = reruns;
        return known != null && known.mayOverlap();
    }

    /** Whether this thread takes something out for the first time, as far as that is known. */
    boolean isFirstFor(long thread) {
        long bit = 1L << thread;
        boolean first = (takers & bit) == 0;
        takers |= bit;
        if (onlyTaker != thread) {
            onlyTaker = onlyTaker == 0 ? thread : SEVERAL;
        }
        return first;
    }

    /** Counts this thread among those that run what they take out; how many there are by now. */
    synchronized int runners(long thread) {
        runners |= 1L << thread;
        return Long.bitCount(runners);
    }

    /** A number that this instance has not given before. */
    synchronized int number() {
        return ++numbers;
    }

    /** Whether anybody has signalled it, or has counted a part of it down. */
    boolean wasSignalled() {
        return generation > 0 || numbers > 0 || givenBack;
    }

    /** One more arrives at a barrier; whether all have by now. */
    synchronized boolean arrives(int parties, boolean broken) {
        arrived = broken ? 0 : arrived + 1;
        boolean all = arrived >= parties;
        arrived = all ? 0 : arrived;
        return all;
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

    /** For a condition: what the holds of its lock are known by; null while that is not known. */
    @Nullable
    Object guardedBy() {
        WeakReference<Object> known = guard;
        return known == null ? null : known.get();
    }

    /** For a condition: what the holds of its lock are known by. */
    void guardedBy(@Nullable Object synchronizer) {
        guard = synchronizer == null ? null : new WeakReference<>(synchronizer);
    }

    /**
     * Of two conditions of which one is signalled where the other one is waited for: whether this is the one that holds at
     * first, so that nobody has to wait for it then. Called under their lock.
     */
    boolean holdsAtFirst(Instance other) {
        if (atFirst == null) {
            Boolean opposite = other.atFirst;
            atFirst = opposite == null || !opposite;
            other.atFirst = opposite == null ? Boolean.FALSE : opposite;
        }
        return atFirst;
    }

    /** The signal that whoever passes now may give later: not one of those that are counted. */
    int nextPass() {
        int next = passes + 1;
        passes = next;
        return PASSED + next * STEP;
    }

    /** Which signal is waited for now: what others got comes back where they gave it back before. */
    int awaited() {
        return givenBack && passes > 0 ? PASSED + passes * STEP : generation;
    }
}
