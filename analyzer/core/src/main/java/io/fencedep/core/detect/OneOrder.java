package io.fencedep.core.detect;

import io.fencedep.core.graph.InstancePair;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the locks of a ring's classes were only ever taken in one order of all of them, as the parts of a tree or what has
 * a number: what was seen between the instances leads in no circle, though it surely would if it had its directions by
 * chance. There are no more ways to point without a circle than the pairs have subsets without a cycle (both are values of
 * Tutte's polynomial: R. Stanley, "Acyclic orientations of graphs", 1973), of which each gives every lock one of its
 * neighbours or none. Costs no more than the pairs there are.
 */
final class OneOrder {
    /** How seldom directions by chance may lead in no circle: one time in so many. */
    private static final double SELDOM = 100;

    private final Map<String, Set<String>> after = new HashMap<>();
    private final Map<String, Integer> before = new HashMap<>();
    private final Map<String, Integer> neighbours = new HashMap<>();
    private int pairs;

    OneOrder(List<List<InstancePair>> seen) {
        for (int link = 0; link < seen.size(); link++) {
            int next = (link + 1) % seen.size();
            for (InstancePair pair : seen.get(link)) {
                add(link + " " + pair.from(), next + " " + pair.to());
            }
        }
    }

    /**
     * Whether they were.
     *
     * @param seen for each link of the ring between which instances it was seen
     */
    static boolean holds(List<List<InstancePair>> seen) {
        boolean known = seen.stream()
                .flatMap(List::stream)
                .noneMatch(pair -> pair.from().isEmpty() || pair.to().isEmpty());
        if (!known) {
            return false;
        }
        OneOrder order = new OneOrder(seen);
        return order.chance() <= 1 / SELDOM && !order.leadsBack();
    }

    private void add(String from, String to) {
        before.putIfAbsent(from, 0);
        before.putIfAbsent(to, 0);
        if (after.computeIfAbsent(from, ignored -> new HashSet<>()).add(to)) {
            before.merge(to, 1, Integer::sum);
            neighbours.merge(from, 1, Integer::sum);
            neighbours.merge(to, 1, Integer::sum);
            pairs++;
        }
    }

    /** At most how often directions by chance would lead in no circle. */
    double chance() {
        double ways = 0;
        for (int count : neighbours.values()) {
            ways += Math.log(count + 1);
        }
        return Math.exp(ways - pairs * Math.log(2));
    }

    private boolean leadsBack() {
        Map<String, Integer> left = new HashMap<>(before);
        ArrayDeque<String> free = new ArrayDeque<>();
        left.forEach((lock, count) -> {
            if (count == 0) {
                free.add(lock);
            }
        });
        int done = 0;
        for (String lock = free.poll(); lock != null; lock = free.poll()) {
            done++;
            for (String next : after.getOrDefault(lock, Set.of())) {
                if (left.merge(next, -1, Integer::sum) == 0) {
                    free.add(next);
                }
            }
        }
        return done < left.size();
    }
}
