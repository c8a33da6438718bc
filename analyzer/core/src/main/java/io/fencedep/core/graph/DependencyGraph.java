package io.fencedep.core.graph;

import io.fencedep.core.model.ClassNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jgrapht.Graph;
import org.jspecify.annotations.Nullable;

/**
 * The dependency graph of one or many recordings: classes as vertices, dependencies as edges, and the facts beside them.
 *
 * <p>{@link #merge} is associative, commutative and idempotent. Not thread-safe while it is filled.
 */
public final class DependencyGraph {
    private final SortedMap<String, RecordingSummary> recordings = new TreeMap<>();
    private final SortedMap<String, ResourceClass> classes = new TreeMap<>();
    private final Graph<Node, Dependency> graph = new NodeGraph();
    private final Map<Node, Node> nodes = new HashMap<>();
    private final Map<Dependency, Dependency> edges = new HashMap<>();
    private final SortedMap<Dependency, Dependency> usages = new TreeMap<>();
    private final SortedMap<Observation, SortedMap<String, Sightings>> observations = new TreeMap<>();

    /** What was read, by the recording's id. */
    public SortedMap<String, RecordingSummary> recordings() {
        return Collections.unmodifiableSortedMap(recordings);
    }

    /** Every class, by name. */
    public SortedMap<String, ResourceClass> classes() {
        return Collections.unmodifiableSortedMap(classes);
    }

    /** The class of a node, or null when the graph does not know it. */
    public @Nullable ResourceClass classOf(Node node) {
        return classes.get(node.className());
    }

    /** The vertices and edges, for algorithms; not to be changed by callers. */
    public Graph<Node, Dependency> asGraph() {
        return graph;
    }

    /** Every dependency, in no particular order. */
    public Collection<Dependency> dependencies() {
        return Collections.unmodifiableCollection(edges.values());
    }

    /** Every dependency in its fixed order; sorts at each call. */
    public List<Dependency> sortedDependencies() {
        List<Node> sources = new ArrayList<>(nodes.values());
        Collections.sort(sources);
        List<Dependency> sorted = new ArrayList<>(edges.size());
        for (Node source : sources) {
            int from = sorted.size();
            sorted.addAll(graph.outgoingEdgesOf(source));
            Collections.sort(sorted.subList(from, sorted.size()));
        }
        return sorted;
    }

    /** How well a dependency of this graph is founded, by all recordings that are in it now. */
    public Standing standing(Dependency dependency) {
        boolean counted = dependency.basis() == Basis.INFERRED;
        Standing standing =
                Standing.of(dependency, counted ? classOf(dependency.from()) : null, counted && takesTurns(dependency));
        return counted && areRooms(dependency) ? standing.asNote() : standing;
    }

    /**
     * Whether this is about the room in two queues. A question in one and its answer in the other look the same to counts as
     * two sides that fill each other's queues.
     */
    private static boolean areRooms(Dependency dependency) {
        return ClassNames.isRoom(dependency.from().className())
                && ClassNames.isRoom(dependency.to().className());
    }

    /** Whether two fences of a program wait for each other in turns, as requests and answers do. */
    private boolean takesTurns(Dependency dependency) {
        return isFence(dependency.from())
                && isFence(dependency.to())
                && dependency.byRecording().keySet().stream().allMatch(id -> {
                    RecordingSummary summary = recordings.get(id);
                    return summary != null && summary.recording().isProgram();
                });
    }

    private boolean isFence(Node node) {
        ResourceClass known = classOf(node);
        return known != null && known.kind() == ResourceKind.FENCE;
    }

    /**
     * What interrupts do to locks: a dependency on {@link Interrupt#node()} is a lock held while that interrupt was
     * enabled, a dependency from it is a lock that its handlers wait for.
     */
    public Collection<Dependency> usages() {
        return Collections.unmodifiableCollection(usages.values());
    }

    /** Facts that no cycle carries, with what each recording has shown of them. */
    public SortedMap<Observation, SortedMap<String, Sightings>> observations() {
        return Collections.unmodifiableSortedMap(observations);
    }

    /** Adds what was read of a recording. Of two summaries of one recording the one with more events stays. */
    public void addRecording(RecordingSummary summary) {
        recordings.merge(
                summary.recording().id(),
                summary,
                (mine, other) -> DependencyGraph.RECORDING_ORDER.compare(mine, other) >= 0 ? mine : other);
    }

    /** The class with this name, made when it is new; of two kinds the first one in order stays. */
    public ResourceClass addClass(String name, ResourceKind kind) {
        ResourceClass known = classes.get(name);
        if (known == null) {
            known = new ResourceClass(name, kind);
            classes.put(name, known);
        } else {
            known.merge(new ResourceClass(name, kind));
        }
        return known;
    }

    /** Adds what a recording has shown of a dependency. */
    public void addDependency(
            Node from, Node to, Basis basis, WaitKind waitKind, String recording, Occurrences occurrences) {
        Node source = vertex(from);
        Node target = vertex(to);
        Dependency key = new Dependency(source, target, basis, waitKind);
        Dependency known = edges.get(key);
        if (known == null) {
            known = key;
            edges.put(key, key);
            graph.addEdge(source, target, key);
        }
        known.add(recording, occurrences);
    }

    /** Adds what a recording has shown of a lock and an interrupt; one end is {@link Interrupt#node()}. */
    public void addUsage(Node from, Node to, String recording, Occurrences occurrences) {
        Dependency key = new Dependency(from, to, Basis.SECTION, WaitKind.BLOCKING);
        usages.computeIfAbsent(key, ignored -> key).add(recording, occurrences);
    }

    /** Adds what a recording has shown of a fact. */
    public void addObservation(Observation observation, String recording, Sightings sightings) {
        observations
                .computeIfAbsent(observation, ignored -> new TreeMap<>())
                .merge(recording, sightings, Sightings::merge);
    }

    /** Takes in another graph. The other one is not changed; parts of it may be shared afterwards. */
    public void merge(DependencyGraph other) {
        other.recordings.values().forEach(this::addRecording);
        other.classes.forEach((name, otherClass) -> {
            ResourceClass known = classes.get(name);
            if (known == null) {
                classes.put(name, otherClass.copy());
            } else {
                known.merge(otherClass);
            }
        });
        for (Dependency dependency : other.edges.values()) {
            dependency
                    .byRecording()
                    .forEach((recording, occurrences) -> addDependency(
                            dependency.from(),
                            dependency.to(),
                            dependency.basis(),
                            dependency.waitKind(),
                            recording,
                            occurrences));
        }
        for (Dependency usage : other.usages.values()) {
            usage.byRecording()
                    .forEach((recording, occurrences) -> addUsage(usage.from(), usage.to(), recording, occurrences));
        }
        other.observations.forEach((observation, sightings) ->
                sightings.forEach((recording, seen) -> addObservation(observation, recording, seen)));
    }

    /**
     * The part of this graph that is about some classes: dependencies, usages and observations all of whose ends are
     * kept, and every recording. Parts of it are shared with this graph.
     *
     * @param keepClass which classes stay, by name
     * @param keepStep which dependencies and steps of observations stay, by their ends
     */
    public DependencyGraph filtered(Predicate<String> keepClass, BiPredicate<Node, Node> keepStep) {
        BiPredicate<Node, Node> keep =
                (from, to) -> isKept(from, keepClass) && isKept(to, keepClass) && keepStep.test(from, to);
        DependencyGraph part = new DependencyGraph();
        recordings.values().forEach(part::addRecording);
        classes.forEach((name, known) -> {
            if (keepClass.test(name)) {
                part.classes.put(name, known.copy());
            }
        });
        for (Dependency dependency : edges.values()) {
            if (keep.test(dependency.from(), dependency.to())) {
                dependency
                        .byRecording()
                        .forEach((recording, seen) -> part.addDependency(
                                dependency.from(),
                                dependency.to(),
                                dependency.basis(),
                                dependency.waitKind(),
                                recording,
                                seen));
            }
        }
        for (Dependency usage : usages.values()) {
            if (keep.test(usage.from(), usage.to())) {
                usage.byRecording()
                        .forEach((recording, seen) -> part.addUsage(usage.from(), usage.to(), recording, seen));
            }
        }
        observations.forEach((observation, sightings) -> {
            if (observation.steps().stream().allMatch(step -> keep.test(step.from(), step.to()))) {
                sightings.forEach((recording, seen) -> part.addObservation(observation, recording, seen));
            }
        });
        return part;
    }

    /** Interrupts are no classes: what they do to a class goes with it. */
    private static boolean isKept(Node node, Predicate<String> keepClass) {
        return node.className().startsWith(Interrupt.PREFIX) || keepClass.test(node.className());
    }

    private Node vertex(Node node) {
        Node known = nodes.get(node);
        if (known == null) {
            known = node;
            nodes.put(node, node);
            graph.addVertex(node);
        }
        return known;
    }

    private static final java.util.Comparator<RecordingSummary> RECORDING_ORDER = java.util.Comparator.comparingLong(
                    RecordingSummary::events)
            .thenComparing(summary -> summary.recording().path(), java.util.Comparator.reverseOrder())
            .thenComparing(RecordingSummary::toString);
}
