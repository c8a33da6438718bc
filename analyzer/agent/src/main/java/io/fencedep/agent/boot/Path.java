package io.fencedep.agent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What one thread has held one above the other, by instance: a node of a tree that is the thread's own, and what is on its
 * stack at present. Whoever finds the next instance below the present path has nothing to tell.
 *
 * <p>Where the instances are too many, a path stands for all objects of a type, and knows the one at hand.
 */
public final class Path extends WeakReference<Object> {
    private static final int MANY = 48;
    private static final int CHILDREN = 6;
    /** How many paths of the same depth may be remembered at their places at once. */
    static final int PLACES = 4;
    /** More holds at once than this are not looked at. */
    private static final int MAX_DEPTH = 320;
    /** In {@link #match}: for all objects of a type. */
    private static final int ANY = 1 << 8;
    /** What no release says. */
    static final int NOTHING = -1;

    public final Chain chain;
    /** In what way, as {@link How}. */
    public final int how;
    /** Where the resource was taken; null until it is needed. */
    public @Nullable Trace trace;

    /** Where another permit of the same semaphore was taken; null when none was, or when that was told. */
    @Nullable
    Trace another;

    /** Whether it was told that another permit is taken here. */
    boolean anotherTold;
    /** Whether it was taken in a wait that the thread's fork-join pool makes up for. */
    boolean managed;

    final int match;
    /** The present hold is told from earlier ones by this. */
    long sequence;
    /** Up to when this was told; see {@link Holds#now}. */
    long epoch = -1;
    /** The path below; itself for the root. */
    final Path up;
    /** Its place among the paths of its thread. */
    final int index;
    /** What a release says that gives this back at once: {@link How#IDENTITY}, or nothing. */
    int gives;
    /** How often it is taken at present. */
    int count = 1;
    /** Of a semaphore: how many permits are taken at once, the fewest of all times. */
    volatile int permits = 1;
    /** The object at hand, when the reference does not tell or is not enough to keep it. */
    @Nullable
    Object held;

    /** By which conditions know a lock. */
    @Nullable
    WeakReference<Object> synchronizer;

    /** The same for the object at hand. */
    private @Nullable Object heldSynchronizer;

    /** For a path of all objects of a type: while {@link LockClasses#namings} is this, the type is the class. */
    int namings;

    @Nullable
    Path first;

    @Nullable
    Path next;

    private int misses;

    /** The root of a thread's paths. */
    Path() {
        super(null);
        chain = Chain.ROOT;
        how = 0;
        match = NOTHING;
        up = this;
        index = 0;
        gives = NOTHING;
    }

    private Path(Object referent, int match, Path up, Chain chain, int how, int place) {
        super(referent);
        this.match = match;
        this.up = up;
        this.chain = chain;
        this.how = how;
        this.index = up.index / PLACES * PLACES + PLACES + place % PLACES;
        this.gives = how & How.IDENTITY;
    }

    /** A path for one instance. */
    static Path of(Object object, Path up, Chain chain, int how, int place) {
        return new Path(object, how, up, chain, how, place);
    }

    /** A path for all objects of a type. */
    static Path ofAny(Class<?> type, Path up, Chain chain, int how, int place) {
        return new Path(type, how | ANY, up, chain, how, place);
    }

    boolean isRoot() {
        return up == this;
    }

    /** Whether it was taken in a wait that the thread's fork-join pool makes up for. */
    public boolean isManaged() {
        return managed;
    }

    /** Whether nothing is looked at that is taken above. */
    boolean isDeepest() {
        return depth() >= MAX_DEPTH;
    }

    private int depth() {
        return index / PLACES;
    }

    /**
     * Whether this goes on with a long row of one class and need not be told by itself: the next one that is told brings it.
     * Of such a row the sixteenth hold, the 32nd and so on are told, so that it costs no more than to tell its end twice.
     */
    boolean isOneOfMany() {
        return chain == up.chain && !isRoot() && Integer.bitCount(depth()) > 1;
    }

    /** Of a semaphore: how many permits are taken at once. */
    public int permits() {
        return permits;
    }

    boolean isOfAny() {
        return (match & ANY) != 0 && !isRoot();
    }

    /** Whether this is on the stack for this object. */
    boolean isFor(Object object) {
        return held == object || !isOfAny() && refersTo(object);
    }

    /** The object at hand; null when it is gone. */
    @Nullable
    Object object() {
        Object known = held;
        return known != null || isOfAny() ? known : get();
    }

    /** By what conditions know the lock, when that is another object. */
    @Nullable
    Object synchronizer() {
        WeakReference<Object> known = synchronizer;
        return isOfAny() ? heldSynchronizer : known == null ? null : known.get();
    }

    /** The path with this instance on top that is known, or null. */
    @Nullable
    Path find(Object object, int wantedHow) {
        for (Path each = first; each != null; each = each.next) {
            if (each.match == wantedHow && each.refersTo(object)) {
                return each;
            }
        }
        return null;
    }

    /** The path that stands for all objects of this type, or null. */
    @Nullable
    Path findAny(Class<?> type, int wantedHow) {
        for (Path each = first; each != null; each = each.next) {
            if (each.match == (wantedHow | ANY) && each.refersTo(type)) {
                return each;
            }
        }
        return null;
    }

    /** The path that stands for all objects of this chain, or null. */
    @Nullable
    Path findAny(Class<?> type, Chain wanted) {
        for (Path each = first; each != null; each = each.next) {
            if (each.chain == wanted && each.isOfAny() && each.refersTo(type)) {
                return each;
            }
        }
        return null;
    }

    /** Whether so many instances come by here that each one is not worth a path. */
    boolean seesMany() {
        return misses > MANY;
    }

    void adopt(Path child) {
        misses++;
        child.next = first;
        first = child;
        Path last = child;
        for (int i = 1; i < CHILDREN && last != null; i++) {
            last = last.next;
        }
        if (last != null) {
            last.next = null;
        }
    }

    /** Forgets all that was held above. */
    void forgetChildren() {
        first = null;
        misses = 0;
    }

    /** This object is at hand now. */
    void keep(@Nullable Object object, @Nullable Object knownBy) {
        held = object;
        heldSynchronizer = knownBy == object ? null : knownBy;
    }

    /** Nobody holds it any more. */
    void leave() {
        count = 1;
        gives = ThreadState.everything ? NOTHING : how & How.IDENTITY;
        keep(null, null);
    }
}
