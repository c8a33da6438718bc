package io.fencedep.core.graph;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * When one task made a dependency between two instances, however often it did. What comes after the last of one and before
 * the first of another puts all of them in an order.
 *
 * @param from the instance that was held; empty stands for any
 * @param to the instance that was waited for; empty stands for any
 * @param task who did so
 * @param first what was sure at each of these moments, the first one above all: how far other tasks had come at least
 * @param last the task's own step at the last of them
 */
public record Span(String from, String to, String task, Stamp first, int last) implements Comparable<Span> {
    /** So many are kept for a dependency; of more, instances are not told apart. */
    public static final int MAX = 256;

    private static final Comparator<Span> KEY =
            Comparator.comparing(Span::from).thenComparing(Span::to).thenComparing(Span::task);
    private static final Comparator<Span> ORDER =
            KEY.thenComparingInt(Span::last).thenComparing(Span::first);

    /** The moment of one occurrence. */
    public static Span of(Witness witness) {
        Stamp stamp = witness.stamp();
        int own = stamp.stepOf(witness.task(), 0);
        return new Span(witness.fromInstance(), witness.toInstance(), witness.task(), stamp, own);
    }

    /** Whether all of it surely came before all of what another task did. */
    public boolean before(Span other) {
        return other.first.stepOf(task, -1) >= last;
    }

    /** The same without instances. */
    public Span ofAny() {
        return from.isEmpty() && to.isEmpty() ? this : new Span("", "", task, first, last);
    }

    private Span with(Span other) {
        return new Span(from, to, task, first.meet(other.first), Math.max(last, other.last));
    }

    /**
     * All of these and those, one for each task and its instances. Where instances are not told apart in one of the two they
     * are not in the result, so that it is the same in whatever order parts are put together.
     *
     * @return null when there would be too many, or when one of the two is null
     */
    static @Nullable SortedSet<Span> union(@Nullable Collection<Span> some, @Nullable Collection<Span> others) {
        if (some == null || others == null) {
            return null;
        }
        SortedMap<Span, Span> all = new TreeMap<>(KEY);
        boolean apart = areApart(some) && areApart(others);
        for (Collection<Span> each : List.of(some, others)) {
            each.forEach(span -> add(all, apart ? span : span.ofAny()));
        }
        if (all.size() > MAX && apart) {
            SortedMap<Span, Span> together = new TreeMap<>(KEY);
            all.values().forEach(span -> add(together, span.ofAny()));
            return together.size() > MAX ? null : new TreeSet<>(together.values());
        }
        return all.size() > MAX ? null : new TreeSet<>(all.values());
    }

    private static boolean areApart(Collection<Span> spans) {
        return spans.isEmpty() || spans.stream().anyMatch(span -> !span.from.isEmpty() || !span.to.isEmpty());
    }

    private static void add(Map<Span, Span> all, Span span) {
        all.merge(span, span, Span::with);
    }

    @Override
    public int compareTo(Span other) {
        return this == other ? 0 : ORDER.compare(this, other);
    }
}
