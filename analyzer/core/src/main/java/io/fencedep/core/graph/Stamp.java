package io.fencedep.core.graph;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When something happened as far as starts and joins of tasks tell: a vector clock whose entries step at each start and
 * join. The empty stamp is ordered with nothing.
 *
 * @param clock for each task that is known to have run before, how far; the own task included
 */
public record Stamp(SortedMap<String, Integer> clock) {
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
        Integer mine = clock.get(task);
        Integer known = later.clock.get(task);
        return mine != null && known != null && known >= mine;
    }
}
