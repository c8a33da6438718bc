package io.fencedep.agent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What one thread has held one above the other, by instance: a node of a tree that is the thread's own. Whoever finds the
 * next instance below the present path has nothing to tell.
 *
 * <p>A path without instance stands for all instances of its chain, where they are too many.
 */
public final class Path extends WeakReference<Object> {
    private static final int MANY = 48;

    public final Chain chain;
    /** Where and how, as {@link How}. */
    public final int how;

    final int site;
    /** Up to when this was told; see {@link ThreadState#epoch}. */
    long epoch = -1;

    /** Where the resource was taken; null until it is needed. */
    public @Nullable Trace trace;

    @Nullable
    Path first;

    private final @Nullable Path[] others = new Path[3];
    private int next;
    private int misses;

    Path(@Nullable Object object, Chain chain, int how, int site) {
        super(object);
        this.chain = chain;
        this.how = how;
        this.site = site;
    }

    boolean is(Object object, int wantedHow, int wantedSite) {
        return how == wantedHow && site == wantedSite && refersTo(object);
    }

    /** The path with this instance on top that is known, or null. */
    @Nullable
    Path find(Object object, int wantedHow, int wantedSite) {
        for (int i = 0; i < others.length; i++) {
            Path each = others[i];
            if (each != null && each.is(object, wantedHow, wantedSite)) {
                others[i] = first;
                first = each;
                return each;
            }
        }
        return first != null && first.is(object, wantedHow, wantedSite) ? first : null;
    }

    /** The path that stands for any instance of this chain and site, or null. */
    @Nullable
    Path findAny(Chain wanted, int wantedSite) {
        if (first != null && first.chain == wanted && first.site == wantedSite && first.refersTo(null)) {
            return first;
        }
        for (Path each : others) {
            if (each != null && each.chain == wanted && each.site == wantedSite && each.refersTo(null)) {
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
        if (first != null) {
            others[next] = first;
            next = next == 2 ? 0 : next + 1;
        }
        first = child;
    }
}
