package io.fencedep.core.detect;

import io.fencedep.core.graph.InstancePair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes around a cycle once, from pair to pair of what was seen at its links, and asks whether it comes back to where it began.
 *
 * <p>Only what is compared further on is remembered of a pair, and where one link's end is not compared, the walk begins
 * behind it with all pairs at once. So what it costs grows with the pairs, but for rings that are compared all around, where
 * it grows with those that meet.
 */
final class InstanceWalk {
    private final List<List<InstancePair>> seen;
    private final boolean[] compared;
    private final boolean threads;
    private final boolean several;

    /**
     * Prepares a walk.
     *
     * @param seen for each link between what it was seen; {@link InstancePair#ANY} where nothing is known
     * @param compared for each link whether what it waits for must be what the next one holds
     * @param threads whether it takes another thread to hold that
     * @param several whether the walk must be of more than one task
     */
    InstanceWalk(List<List<InstancePair>> seen, boolean[] compared, boolean threads, boolean several) {
        this.seen = seen;
        this.compared = compared;
        this.threads = threads;
        this.several = several;
    }

    /** What is wanted where the walk has come to, by whom, and whether it is of several tasks by now, if that matters. */
    private record Reached(String to, String task, boolean several) {}

    /** Whether a choice of pairs meets all around. */
    boolean closes() {
        int first = begin();
        int last = (first + seen.size() - 1) % seen.size();
        List<Map<String, List<InstancePair>>> byHeld = byHeld();
        for (List<InstancePair> starts : starts(first, compared[last])) {
            Set<Reached> reached = new HashSet<>();
            starts.forEach(start ->
                    reached.add(reached(first, start, !several || start.task().isEmpty())));
            Set<Reached> at = reached;
            for (int i = 1; i < seen.size() && !at.isEmpty(); i++) {
                at = next(at, (first + i - 1) % seen.size(), (first + i) % seen.size(), byHeld);
            }
            InstancePair start = starts.get(0);
            if (at.stream().anyMatch(end -> end.several && (!compared[last] || follows(start, end)))) {
                return true;
            }
        }
        return false;
    }

    /** The link behind one whose end is not compared; the first one if all are. */
    private int begin() {
        for (int i = 0; i < compared.length; i++) {
            if (!compared[i]) {
                return (i + 1) % compared.length;
            }
        }
        return 0;
    }

    /** What can be started with together: all if nothing is compared when the walk comes back, else what is the same then. */
    private Collection<List<InstancePair>> starts(int first, boolean back) {
        if (!back) {
            return List.of(seen.get(first));
        }
        Map<InstancePair, List<InstancePair>> groups = new LinkedHashMap<>();
        for (InstancePair start : seen.get(first)) {
            groups.computeIfAbsent(
                            new InstancePair(start.from(), "", threads ? start.task() : ""),
                            ignored -> new ArrayList<>())
                    .add(start);
        }
        return groups.values();
    }

    private Reached reached(int link, InstancePair pair, boolean ofSeveral) {
        boolean compare = compared[link];
        return new Reached(compare ? pair.to() : "", several || compare && threads ? pair.task() : "", ofSeveral);
    }

    private List<Map<String, List<InstancePair>>> byHeld() {
        List<Map<String, List<InstancePair>>> byHeld = new ArrayList<>();
        for (List<InstancePair> pairs : seen) {
            Map<String, List<InstancePair>> mine = new HashMap<>();
            pairs.forEach(pair -> mine.computeIfAbsent(pair.from(), ignored -> new ArrayList<>())
                    .add(pair));
            byHeld.add(mine);
        }
        return byHeld;
    }

    private Set<Reached> next(Set<Reached> at, int from, int to, List<Map<String, List<InstancePair>>> byHeld) {
        Set<Reached> next = new HashSet<>();
        boolean anybody = false;
        Set<String> alone = new LinkedHashSet<>();
        for (Reached waiter : at) {
            if (compared[from] && !waiter.to.isEmpty()) {
                follow(next, to, byHeld.get(to).get(waiter.to), waiter);
                follow(next, to, byHeld.get(to).get(""), waiter);
            } else if (waiter.several) {
                anybody = true;
            } else {
                alone.add(waiter.task);
            }
        }
        if (anybody || !alone.isEmpty()) {
            for (InstancePair holder : seen.get(to)) {
                boolean same = alone.contains(holder.task());
                if (anybody || alone.size() > (same ? 1 : 0)) {
                    next.add(reached(to, holder, true));
                }
                if (same) {
                    next.add(reached(to, holder, false));
                }
            }
        }
        return next;
    }

    private void follow(Set<Reached> next, int to, @Nullable List<InstancePair> holders, Reached waiter) {
        if (holders != null) {
            for (InstancePair holder : holders) {
                if (follows(holder, waiter)) {
                    next.add(
                            reached(to, holder, waiter.several || !holder.task().equals(waiter.task)));
                }
            }
        }
    }

    /** Whether one may hold what the other waits for: the same lock, in another thread if that matters. */
    private boolean follows(InstancePair holder, Reached waiter) {
        if (holder.from().isEmpty() || waiter.to.isEmpty()) {
            return true;
        }
        return holder.from().equals(waiter.to)
                && (!threads || holder.task().isEmpty() || !holder.task().equals(waiter.task));
    }
}
