package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Span;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.Event;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongSet;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jgrapht.Graphs;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jspecify.annotations.Nullable;

/**
 * In which order instances of one class are taken, for programs, where a class often stands for many objects in a
 * consistent order. A ring of instances is the contradiction.
 *
 * <p>Kept per pair of instances, up to {@link #MAX_PAIRS}, and fewer where much is held around them. What comes later, and
 * pairs behind {@link #MAX_LINKS}, is not searched, and told as such.
 */
final class InstanceOrders {
    static final int MAX_PAIRS = 65_536;

    /** So many locks in all are remembered as held around pairs. */
    private static final long MAX_AROUND = 8L * MAX_PAIRS;

    /** So many steps from one pair to the next are taken in the search for rings, about a second of work. */
    private static final long MAX_LINKS = 50_000_000;

    private record Pair(Resource first, int firstNode, Resource second, int target) {}

    /** A lock that has room for several, of which the task had a place. */
    private record Room(Resource lock, long places) {}

    /** When a task took both, and whether as an item of a pool that may run several at a time. */
    private record When(Span span, boolean pooled) {}

    private final Session session;
    private final Map<Pair, Edge> pairs = new LinkedHashMap<>();
    /** Those that were seen to be waited for without end. */
    private final Set<Pair> endless = new HashSet<>();
    /** In what all of their occurrences had a place; those that had one in nothing are left out. */
    private final Map<Pair, List<Room>> rooms = new HashMap<>();

    private long around;
    private long notKept;
    private long links;

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
            if (pairs.size() >= MAX_PAIRS || around >= MAX_AROUND) {
                notKept++;
                return;
            }
            WaitKind kind = Session.waitKind(event);
            edge = new Edge(hold.node(), target, Basis.SECTION, kind == null ? WaitKind.TRIED : kind);
            pairs.put(pair, edge);
            around += frame.count;
            noteRooms(pair, frame);
        } else if (rooms.containsKey(pair)) {
            rooms.get(pair).retainAll(roomsIn(frame));
        }
        if (Session.waitKind(event) != WaitKind.TIMED) {
            endless.add(pair);
        }
        session.dependencies.occurrence(edge, hold, frame, second, event);
    }

    private void noteRooms(Pair pair, Frame frame) {
        List<Room> found = roomsIn(frame);
        if (!found.isEmpty()) {
            rooms.put(pair, found);
        }
    }

    private static List<Room> roomsIn(Frame frame) {
        List<Room> found = new ArrayList<>(0);
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.kind == ResourceKind.LOCK && hold.capacity > 1 && hold.resource != null) {
                found.add(new Room(hold.resource, hold.capacity));
            }
        }
        return found;
    }

    /**
     * Records the rings that were seen so far: those of two instances all, as something may speak against one of them and
     * not against another; else one for each pair that closes one, and first of all those in which nobody gives up. Linear
     * where all instances are taken in one order; else bounded by {@link #MAX_LINKS}.
     *
     * @return what was not searched, as sentences; empty when nothing
     */
    List<String> finish() {
        List<Pair> tangled = tangled();
        List<Pair> patient = tangled.stream().filter(endless::contains).toList();
        links = 0;
        Set<Pair> told = new HashSet<>();
        int notSearched = search(patient, told);
        if (patient.size() < tangled.size()) {
            notSearched = search(tangled, told);
        }
        return leftOut(notSearched);
    }

    /** Records rings of these pairs; how many of them were not looked at. */
    private int search(List<Pair> tangled, Set<Pair> told) {
        Map<Resource, List<Pair>> after = new HashMap<>();
        tangled.forEach(pair ->
                after.computeIfAbsent(pair.first, ignored -> new ArrayList<>()).add(pair));
        for (Pair pair : tangled) {
            if (links <= MAX_LINKS) {
                recordTurns(pair, after, told);
            }
        }
        int notSearched = 0;
        for (Pair pair : tangled) {
            if (told.contains(pair)) {
                continue;
            }
            if (links > MAX_LINKS) {
                notSearched++;
                continue;
            }
            List<Pair> ring = ring(pair, after);
            if (ring != null) {
                told.addAll(ring);
                record(ring);
            }
        }
        return notSearched;
    }

    /** The rings of this pair and one that comes back from its second instance. */
    private void recordTurns(Pair pair, Map<Resource, List<Pair>> after, Set<Pair> told) {
        for (Pair back : after.getOrDefault(pair.second, List.of())) {
            links++;
            if (back.second == pair.first && blocks(back, pair) && blocks(pair, back)) {
                if (!told.contains(back)) { // Else it was recorded from the other side.
                    record(List.of(pair, back));
                }
                told.add(pair);
            }
        }
    }

    private List<String> leftOut(int notSearched) {
        List<String> leftOut = new ArrayList<>();
        if (notKept > 0) {
            leftOut.add("the order of two objects of one class was not compared in " + notKept
                    + " more acquisitions, as only " + pairs.size() + " pairs of objects are kept");
        }
        if (notSearched > 0) {
            leftOut.add("of " + notSearched
                    + " pairs of objects of one class it is not known whether they are taken in contradicting orders, as"
                    + " the search for such rings is bounded");
        }
        return leftOut;
    }

    /** The pairs that stand and whose instances reach each other; no others can close a ring. */
    private List<Pair> tangled() {
        DefaultDirectedGraph<Resource, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
        List<Pair> standing = pairs.keySet().stream().filter(this::stands).toList();
        standing.forEach(pair -> Graphs.addEdgeWithVertices(graph, pair.first, pair.second));
        Map<Resource, Integer> componentOf = new HashMap<>();
        int component = 0;
        for (Set<Resource> members : new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
            int number = component++;
            members.forEach(member -> componentOf.put(member, number));
        }
        return standing.stream()
                .filter(pair -> Objects.equals(componentOf.get(pair.first), componentOf.get(pair.second)))
                .toList();
    }

    /** The shortest ring through this pair, or null. What can follow a pair depends only on where and how it waits. */
    private @Nullable List<Pair> ring(Pair start, Map<Resource, List<Pair>> after) {
        Map<Pair, Pair> reachedFrom = new HashMap<>();
        List<Set<Resource>> reached = List.of(new HashSet<>(), new HashSet<>());
        reached.get(start.target % 2).add(start.second);
        ArrayDeque<Pair> todo = new ArrayDeque<>(List.of(start));
        while (!todo.isEmpty()) {
            Pair at = todo.poll();
            for (Pair next : after.getOrDefault(at.second, List.of())) {
                links++;
                if (blocks(next, at) && reached.get(next.target % 2).add(next.second)) {
                    reachedFrom.put(next, at);
                    if (next.second == start.first && blocks(start, next)) {
                        return path(start, next, reachedFrom);
                    }
                    todo.add(next);
                }
            }
        }
        return null;
    }

    /** Whether both sides turned out to be of one class: what may have been of one when it was seen need not be. */
    private boolean stands(Pair pair) {
        Edge edge = pairs.get(pair);
        return edge != null && edge.confirmed && isOfOneClass(pair.firstNode, pair.target);
    }

    /** Whether holding an instance as in one pair blocks who waits for it as in the pair before. */
    private boolean blocks(Pair holder, Pair waiter) {
        boolean writes = waiter.target % 2 == 1 || holder.firstNode % 2 == 0;
        return writes && isOfOneClass(holder.firstNode, waiter.target);
    }

    private boolean isOfOneClass(int node, int target) {
        return session.classes.resolve(node / 2) == session.classes.resolve(target / 2);
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
        LongSet strands = new LongOpenHashSet();
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
            strands.add(edge.only);
        }
        SortedMap<String, String> details = new TreeMap<>();
        details.put("instance", "ring");
        if (strands.size() == 1 && !strands.contains(Edge.SEVERAL)) {
            details.put("one-task", witnesses.get(0).task());
        }
        String gate = commonGate(ring);
        if (gate != null) {
            details.put("gate", gate);
        }
        String tooSmall = tooSmallRoom(ring);
        if (tooSmall != null) {
            details.put("room", tooSmall);
        }
        if (isOrdered(ring)) {
            details.put("happens-before", "true");
        }
        if (!endless.containsAll(ring)) {
            details.put("timed", "true");
        }
        session.observations.addCertain(new Observations.Draft(
                Observation.Kind.RECURSION, "instance-order", froms, targets, details, witnesses));
    }

    /** Whether starts and joins keep two of the ring's pairs from being made at once, however often they occurred. */
    private boolean isOrdered(List<Pair> ring) {
        for (int i = 0; i < ring.size(); i++) {
            for (int j = i + 1; j < ring.size(); j++) {
                Edge first = Objects.requireNonNull(pairs.get(ring.get(i)));
                Edge second = Objects.requireNonNull(pairs.get(ring.get(j)));
                if (isOrdered(first, second)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether wherever different threads made them starts and joins put them one after the other, as they did somewhere. */
    private boolean isOrdered(Edge first, Edge second) {
        List<When> firsts = when(first);
        List<When> seconds = when(second);
        if (firsts == null || seconds == null) {
            return false;
        }
        boolean somewhere = false;
        for (When one : firsts) {
            for (When other : seconds) {
                boolean same = one.span.task().equals(other.span.task());
                boolean ordered = !same && (one.span.before(other.span) || other.span.before(one.span));
                if (!ordered && !(same && !one.pooled && !other.pooled)) {
                    return false;
                }
                somewhere |= ordered;
            }
        }
        return somewhere;
    }

    /** When it occurred; null when that is not known of all. */
    private @Nullable List<When> when(Edge edge) {
        if (!edge.more) {
            return edge.witnesses.stream()
                    .map(witness -> new When(Span.of(witness), witness.isPooled()))
                    .toList();
        }
        List<Span> spans = edge.spans == null ? null : edge.spans.all(session.instances::text, session.tasks::nameOf);
        boolean pooled = edge.pooled || edge.places != null;
        return spans == null
                ? null
                : spans.stream().map(span -> new When(span, pooled)).toList();
    }

    /** The class of an instance that was held in every occurrence of every pair, and of one of them for write. */
    private @Nullable String commonGate(List<Pair> ring) {
        List<Resource> common = new ArrayList<>();
        Set<Resource> forWrite = new HashSet<>();
        for (Pair pair : ring) {
            List<Resource> gates = new ArrayList<>();
            Edge edge = pairs.get(pair);
            if (edge != null && edge.gates != null) {
                edge.gates.stream().filter(this::excludes).forEach(gate -> {
                    gates.add(gate.resource);
                    if (!gate.shared) {
                        forWrite.add(gate.resource);
                    }
                });
            }
            if (pair.equals(ring.get(0))) {
                common.addAll(gates);
            } else {
                common.retainAll(gates);
            }
        }
        ring.forEach(pair -> common.remove(pair.first));
        common.retainAll(forWrite);
        return common.isEmpty()
                ? null
                : session.witnesses.node(common.get(0).classId * 2).className();
    }

    /** The class of a lock in which all of them had a place, and which has not as many as the ring has tasks. */
    private @Nullable String tooSmallRoom(List<Pair> ring) {
        List<Room> common = new ArrayList<>(rooms.getOrDefault(ring.get(0), List.of()));
        ring.forEach(pair -> common.retainAll(rooms.getOrDefault(pair, List.of())));
        return common.stream()
                .filter(room -> room.places < ring.size())
                .findFirst()
                .map(room -> session.witnesses.node(room.lock.classId * 2).className())
                .orElse(null);
    }

    /** Whether it keeps others away: the place of a queue only if there is but one. */
    private boolean excludes(GateRef gate) {
        ClassTable.Entry entry = session.classes.entry(session.classes.resolve(gate.node / 2));
        boolean isOnlyPlace = entry.capacity == 1 && !ClassNames.isGrowing(entry.name);
        return gate.stands() && (entry.kind != ResourceKind.PLACE || isOnlyPlace);
    }
}
