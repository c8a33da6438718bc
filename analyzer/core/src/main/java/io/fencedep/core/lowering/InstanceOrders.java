package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.Event;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * In which order instances of one class are taken, for programs, where a class often stands for many objects in a
 * consistent order. A ring of instances is the contradiction.
 *
 * <p>Kept per pair of instances, up to {@link #MAX_PAIRS}; what comes later is counted and not searched.
 */
final class InstanceOrders {
    static final int MAX_PAIRS = 65_536;

    private record Pair(Resource first, int firstNode, Resource second, int target) {}

    private final Session session;
    private final Map<Pair, Edge> pairs = new LinkedHashMap<>();
    private final Map<Resource, List<Pair>> after = new HashMap<>();
    private long leftOut;

    InstanceOrders(Session session) {
        this.session = session;
    }

    /** One instance is held while another one of its class is waited for. */
    void before(Hold hold, Frame frame, Resource second, int target, Event event) {
        Resource first = hold.resource;
        if (first == null) {
            return;
        }
        Pair pair = new Pair(first, hold.node(), second, target);
        Edge edge = pairs.get(pair);
        if (edge == null) {
            if (pairs.size() >= MAX_PAIRS) {
                leftOut++;
                return;
            }
            WaitKind kind = Session.waitKind(event);
            edge = new Edge(hold.node(), target, Basis.SECTION, kind == null ? WaitKind.TRIED : kind);
            pairs.put(pair, edge);
            after.computeIfAbsent(first, ignored -> new ArrayList<>()).add(pair);
        }
        session.dependencies.occurrence(edge, hold, frame, second, event);
    }

    long leftOut() {
        return leftOut;
    }

    /** Records the rings that were seen so far, one for each pair that closes one. */
    void finish() {
        Map<Pair, Boolean> told = new HashMap<>();
        for (Pair pair : pairs.keySet()) {
            if (stands(pair) && !told.containsKey(pair)) {
                List<Pair> ring = ring(pair);
                if (ring != null) {
                    ring.forEach(each -> told.put(each, true));
                    record(ring);
                }
            }
        }
    }

    /** The shortest ring through this pair, or null. */
    private @Nullable List<Pair> ring(Pair start) {
        Map<Pair, Pair> reachedFrom = new HashMap<>();
        ArrayDeque<Pair> todo = new ArrayDeque<>(List.of(start));
        while (!todo.isEmpty()) {
            Pair at = todo.poll();
            for (Pair next : after.getOrDefault(at.second, List.of())) {
                if (stands(next)
                        && blocks(next, at)
                        && !next.equals(start)
                        && reachedFrom.putIfAbsent(next, at) == null) {
                    if (next.second == start.first && blocks(start, next)) {
                        return path(start, next, reachedFrom);
                    }
                    todo.add(next);
                }
            }
        }
        return null;
    }

    private boolean stands(Pair pair) {
        Edge edge = pairs.get(pair);
        return edge != null && edge.confirmed;
    }

    /** Whether holding an instance as in one pair blocks who waits for it as in the pair before. */
    private static boolean blocks(Pair holder, Pair waiter) {
        return waiter.target % 2 == 1 || holder.firstNode % 2 == 0;
    }

    private static List<Pair> path(Pair start, Pair last, Map<Pair, Pair> reachedFrom) {
        List<Pair> ring = new ArrayList<>();
        for (Pair at = last; !at.equals(start); at = Objects.requireNonNull(reachedFrom.get(at))) {
            ring.add(0, at);
        }
        ring.add(0, start);
        return ring;
    }

    private void record(List<Pair> ring) {
        int[] froms = new int[ring.size()];
        int[] targets = new int[ring.size()];
        List<Witness> witnesses = new ArrayList<>();
        Object2IntOpenHashMap<String> tasks = new Object2IntOpenHashMap<>();
        boolean several = false;
        for (int i = 0; i < froms.length; i++) {
            Edge edge = Objects.requireNonNull(pairs.get(ring.get(i)));
            froms[i] = edge.from;
            targets[i] = edge.target;
            Witness witness = edge.witnesses.stream()
                    .filter(each -> !tasks.containsKey(each.task()))
                    .findFirst()
                    .orElse(edge.witnesses.get(0));
            witnesses.add(witness);
            tasks.put(witness.task(), 1);
            several |= edge.onlyTask == Edge.SEVERAL;
        }
        SortedMap<String, String> details = new TreeMap<>();
        details.put("instance", "ring");
        if (tasks.size() == 1 && !several) {
            details.put("one-task", witnesses.get(0).task());
        }
        String gate = commonGate(ring);
        if (gate != null) {
            details.put("gate", gate);
        }
        if (isOrdered(ring)) {
            details.put("happens-before", "true");
        }
        session.observations.addCertain(new Observations.Draft(
                Observation.Kind.RECURSION, "instance-order", froms, targets, details, witnesses));
    }

    /** Whether starts and joins put two of the ring's pairs one after the other, however often they occurred. */
    private boolean isOrdered(List<Pair> ring) {
        for (int i = 0; i < ring.size(); i++) {
            for (int j = i + 1; j < ring.size(); j++) {
                Edge first = Objects.requireNonNull(pairs.get(ring.get(i)));
                Edge second = Objects.requireNonNull(pairs.get(ring.get(j)));
                if (!first.more && !second.more && isOrdered(first, second)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOrdered(Edge first, Edge second) {
        for (Witness one : first.witnesses) {
            for (Witness other : second.witnesses) {
                boolean ordered = !one.task().equals(other.task())
                        && (one.stamp().before(one.task(), other.stamp())
                                || other.stamp().before(other.task(), one.stamp()));
                if (!ordered) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The class of an instance that was held for write in every occurrence of every pair. */
    private @Nullable String commonGate(List<Pair> ring) {
        List<Resource> common = new ArrayList<>();
        for (Pair pair : ring) {
            List<Resource> gates = new ArrayList<>();
            Edge edge = pairs.get(pair);
            if (edge != null && edge.gates != null) {
                edge.gates.stream().filter(Edge.GateRef::stands).forEach(gate -> gates.add(gate.resource));
            }
            if (pair.equals(ring.get(0))) {
                common.addAll(gates);
            } else {
                common.retainAll(gates);
            }
        }
        ring.forEach(pair -> common.remove(pair.first));
        return common.isEmpty() ? null : session.node(common.get(0).classId * 2).className();
    }
}
