package io.fencedep.core.lowering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which edges may lie on a ring: what is left when ends are taken away until there are none, an end being a class that no
 * edge leads to or none leads on from. Costs time and memory in the number of edges.
 */
final class Peeling<E> {
    private final Set<E> rest;
    private final Function<E, String> from;
    private final Function<E, String> to;
    private final Map<String, List<E>> leaving = new HashMap<>();
    private final Map<String, List<E>> arriving = new HashMap<>();
    private final Map<String, Integer> leavingLeft = new HashMap<>();
    private final Map<String, Integer> arrivingLeft = new HashMap<>();
    private final Deque<String> ends = new ArrayDeque<>();

    private Peeling(Collection<E> edges, Function<E, String> from, Function<E, String> to) {
        this.rest = new HashSet<>(edges);
        this.from = from;
        this.to = to;
        for (E edge : rest) {
            leaving.computeIfAbsent(from.apply(edge), name -> new ArrayList<>()).add(edge);
            arriving.computeIfAbsent(to.apply(edge), name -> new ArrayList<>()).add(edge);
        }
        leaving.forEach((name, its) -> leavingLeft.put(name, its.size()));
        arriving.forEach((name, its) -> arrivingLeft.put(name, its.size()));
    }

    static <E> Set<E> of(Collection<E> edges, Function<E, String> from, Function<E, String> to) {
        return new Peeling<>(edges, from, to).peel();
    }

    private Set<E> peel() {
        leaving.keySet().stream().filter(name -> !arriving.containsKey(name)).forEach(ends::add);
        arriving.keySet().stream().filter(name -> !leaving.containsKey(name)).forEach(ends::add);
        for (String end = ends.poll(); end != null; end = ends.poll()) {
            takeAway(leaving.getOrDefault(end, List.of()), to, arrivingLeft);
            takeAway(arriving.getOrDefault(end, List.of()), from, leavingLeft);
        }
        return rest;
    }

    private void takeAway(List<E> edges, Function<E, String> other, Map<String, Integer> left) {
        for (E edge : edges) {
            if (rest.remove(edge) && left.merge(other.apply(edge), -1, Integer::sum) == 0) {
                ends.add(other.apply(edge));
            }
        }
    }
}
