package io.fencedep.core.graph;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When something happened as far as starts and joins of tasks tell: a vector clock whose entries step at each start and
 * join. A task that is not in it is at its beginning.
 *
 * @param clock for each task that is known to have run before, how far; the own task included
 */
public record Stamp(SortedMap<String, Integer> clock) implements Comparable<Stamp> {
    /** Nothing is known. */
    public static final Stamp NONE = new Stamp(new TreeMap<>());

    /** A stamp with a copy of this clock. */
    public static Stamp of(Map<String, Integer> clock) {
        return clock.isEmpty() ? NONE : new Stamp(new TreeMap<>(clock));
    }

    /**
     * Whether what {@code task} did at this stamp surely came before what another task did at {@code later}.
     *
     * @param task the task that this stamp belongs to
     */
    public boolean before(String task, Stamp later) {
        Integer known = later.clock.get(task);
        return known != null && known >= clock.getOrDefault(task, 0);
    }

    /** What is known at both: of each task the smaller step. */
    public Stamp meet(Stamp other) {
        if (atMost(other)) {
            return this;
        }
        SortedMap<String, Integer> both = new TreeMap<>();
        clock.forEach((task, step) -> {
            Integer theirs = other.clock.get(task);
            if (theirs != null) {
                both.put(task, Math.min(step, theirs));
            }
        });
        return of(both);
    }

    private boolean atMost(Stamp other) {
        return clock.entrySet().stream().allMatch(entry -> {
            Integer theirs = other.clock.get(entry.getKey());
            return theirs != null && entry.getValue() <= theirs;
        });
    }

    /** Some fixed order; it says nothing about time. */
    @Override
    public int compareTo(Stamp other) {
        Iterator<Map.Entry<String, Integer>> left = clock.entrySet().iterator();
        Iterator<Map.Entry<String, Integer>> right = other.clock.entrySet().iterator();
        while (left.hasNext() && right.hasNext()) {
            Map.Entry<String, Integer> mine = left.next();
            Map.Entry<String, Integer> theirs = right.next();
            int order = mine.getKey().compareTo(theirs.getKey());
            if (order == 0) {
                order = mine.getValue().compareTo(theirs.getValue());
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(clock.size(), other.clock.size());
    }
}
