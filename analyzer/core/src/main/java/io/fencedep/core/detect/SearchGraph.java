package io.fencedep.core.detect;

import io.fencedep.core.detect.Link.Grade;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Standing;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Weight;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Recording.Lack;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The graph as the search sees it: nodes numbered in the order of their names, and every link between them: what
 * speaks against one need not speak against another. Links that follow from others are made here: the alternatives of a wait, {@code dma_fence_map} for every
 * dma_fence, readers where a recording never saw any, and what contracts promise.
 */
final class SearchGraph {
    private static final Comparator<Link> BEST = Comparator.comparing(Link::grade)
            .thenComparing(link -> link.isDirect() ? 0 : 1)
            .thenComparing(Link::contract)
            .thenComparing(Link::note)
            .thenComparing(Link::dependency, Comparator.nullsLast(Comparator.naturalOrder()));

    private final DependencyGraph graph;
    private final List<Node> nodes;
    private final Map<Node, Integer> numbers = new HashMap<>();
    private final @Nullable ResourceClass[] classes;
    private final List<Link> links = new ArrayList<>();

    SearchGraph(DependencyGraph graph, List<PrimedLink> primed) {
        this.graph = graph;
        TreeSet<Node> sorted = new TreeSet<>(graph.asGraph().vertexSet());
        graph.usages().forEach(usage -> {
            sorted.add(usage.from());
            sorted.add(usage.to());
        });
        for (Interrupt interrupt : Interrupt.values()) {
            sorted.remove(interrupt.node());
        }
        primed.forEach(link -> {
            sorted.add(link.from());
            sorted.add(link.to());
        });
        graph.classes()
                .values()
                .forEach(each -> each.alternatives().forEach(name -> sorted.add(new Node(name, NodeState.NONE))));
        nodes = new ArrayList<>(sorted);
        classes = new ResourceClass[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            numbers.put(nodes.get(i), i);
            classes[i] = graph.classOf(nodes.get(i));
        }
        addDependencies();
        addFenceMap();
        primed.forEach(this::addPrimed);
        sort();
    }

    int size() {
        return nodes.size();
    }

    /** The node with this number; the numbers after the last one are those of the interrupts. */
    Node node(int number) {
        return number < nodes.size() ? nodes.get(number) : Interrupt.values()[number - nodes.size()].node();
    }

    /** The number of a node, or -1 when the search does not know it. */
    int number(Node node) {
        return numbers.getOrDefault(node, -1);
    }

    @Nullable
    ResourceClass classOf(Node node) {
        return graph.classOf(node);
    }

    @Nullable
    ResourceClass classOf(int number) {
        return number < classes.length ? classes[number] : null;
    }

    /** All links, by source, then target, the best between two nodes first. */
    List<Link> links() {
        return links;
    }

    private void addDependencies() {
        for (int from = 0; from < nodes.size(); from++) {
            if (graph.asGraph().containsVertex(nodes.get(from))) {
                for (Dependency dependency : graph.asGraph().outgoingEdgesOf(nodes.get(from))) {
                    addDependency(from, dependency);
                }
            }
        }
    }

    private void addDependency(int from, Dependency dependency) {
        int to = number(dependency.to());
        ResourceClass target = to < 0 ? null : classes[to];
        Standing standing = graph.standing(dependency);
        if (target != null && target.kind() == ResourceKind.ANY) {
            addAlternatives(from, dependency, target, standing);
            return;
        }
        Grade grade = grade(graph, dependency, standing);
        add(new Link(from, to, grade, dependency, standing, "", IntList.of(), ""));
        int readers = readersOf(to);
        if (readers >= 0 && target != null && impliesReaders(dependency, target)) {
            String note = "a writer waits for readers as well; this recording saw none";
            add(new Link(from, readers, grade, dependency, standing, "", IntList.of(), note));
        }
    }

    /** For each link of a cycle whether it leads to a lock whose instances can be compared; annotations are copied. */
    boolean[] leadsToLock(List<Link> links) {
        boolean[] locks = new boolean[links.size()];
        for (int i = 0; i < locks.length; i++) {
            ResourceClass target = classOf(links.get(i).to());
            locks[i] = target != null && isLock(links.get(i).to()) && target.lockKind() != LockKind.MAP;
        }
        return locks;
    }

    /** Whether this is a lock. */
    boolean isLock(int number) {
        ResourceClass found = classOf(number);
        return found != null && found.kind() == ResourceKind.LOCK;
    }

    /** The number of the readers' node of a lock whose writer's node this is, or -1: it is the next one, if there is one. */
    private int readersOf(int number) {
        if (number < 0 || number + 1 == nodes.size() || nodes.get(number).state() != NodeState.WRITE) {
            return -1;
        }
        Node next = nodes.get(number + 1);
        return next.className().equals(nodes.get(number).className()) ? number + 1 : -1;
    }

    private static boolean impliesReaders(Dependency dependency, ResourceClass target) {
        return dependency.byRecording().keySet().stream()
                .anyMatch(recording -> !target.sharedIn().contains(recording));
    }

    private void addAlternatives(int from, Dependency dependency, ResourceClass any, Standing standing) {
        IntList alternatives = IntList.of(any.alternatives().stream()
                .mapToInt(name -> number(new Node(name, NodeState.NONE)))
                .toArray());
        String note = "waits until one of these is through: " + String.join(", ", any.alternatives())
                + "; every one of them is stuck";
        for (int to : alternatives) {
            if (to != from) {
                add(new Link(
                        from, to, grade(graph, dependency, standing), dependency, standing, "", alternatives, note));
            }
        }
    }

    /**
     * A hold of the map is a hold of every dma_fence class, and a wait for it a wait for every one. Except where each such
     * wait came with one for a fence: then it is known which.
     */
    private void addFenceMap() {
        int map = number(new Node(ClassNames.DMA_FENCE_MAP, NodeState.NONE));
        if (map < 0) {
            return;
        }
        List<Integer> fences = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            ResourceClass each = classOf(i);
            if (each != null && isDmaFence(each)) {
                fences.add(i);
            }
        }
        for (Link link : new ArrayList<>(links)) {
            boolean waits = link.to() == map && !isForKnownFences(link.dependency());
            if (link.from() == map || waits) {
                for (int fence : fences) {
                    addMapped(link, map, fence);
                }
            }
        }
    }

    private boolean isForKnownFences(@Nullable Dependency toMap) {
        if (toMap == null) {
            return false;
        }
        Map<String, Long> known = new HashMap<>();
        for (Dependency other : graph.asGraph().outgoingEdgesOf(toMap.from())) {
            ResourceClass target = graph.classOf(other.to());
            boolean same = other.basis() == toMap.basis() && other.waitKind() == toMap.waitKind();
            if (same && target != null && isDmaFence(target)) {
                other.byRecording().forEach((id, seen) -> known.merge(id, seen.count + seen.support, Long::sum));
            }
        }
        return toMap.byRecording().entrySet().stream()
                .allMatch(each ->
                        each.getValue().count + each.getValue().support <= known.getOrDefault(each.getKey(), 0L));
    }

    private static boolean isDmaFence(ResourceClass known) {
        return known.kind() == ResourceKind.FENCE
                && known.name().startsWith(ClassNames.DMA_FENCE_PREFIX)
                && !known.name().equals(ClassNames.DMA_FENCE_MAP);
    }

    private void addMapped(Link link, int map, int fence) {
        int from = link.from() == map ? fence : link.from();
        int to = link.to() == map ? fence : link.to();
        if (from != to) {
            String note = ClassNames.DMA_FENCE_MAP + " stands for every dma_fence, "
                    + nodes.get(fence).className() + " among them";
            add(new Link(
                    from,
                    to,
                    link.grade(),
                    link.dependency(),
                    link.standing(),
                    link.contract(),
                    link.alternatives(),
                    note));
        }
    }

    private void addPrimed(PrimedLink primed) {
        add(new Link(
                number(primed.from()),
                number(primed.to()),
                Grade.CERTAIN,
                null,
                Standing.PROMISED,
                primed.contract(),
                IntList.of(),
                primed.note()));
    }

    private static Grade grade(DependencyGraph graph, Dependency dependency, Standing standing) {
        boolean tried = dependency.waitKind() == WaitKind.TRIED;
        if (tried && !mayWait(graph, dependency)) {
            return Grade.TRIED;
        }
        if (standing.refuted() || standing.weight() == Weight.WEAK) {
            return Grade.WEAK;
        }
        if (tried || standing.weight() == Weight.FAIR) {
            return Grade.FAIR;
        }
        return dependency.waitKind() == WaitKind.BLOCKING ? Grade.CERTAIN : Grade.TIMED;
    }

    /** Whether a source that cannot tell tries from waits says that this was a try. */
    static boolean mayWait(DependencyGraph graph, Dependency dependency) {
        return dependency.waitKind() == WaitKind.TRIED
                && dependency.byRecording().keySet().stream().anyMatch(id -> {
                    RecordingSummary summary = graph.recordings().get(id);
                    return summary != null && summary.recording().lacks().contains(Lack.TRY);
                });
    }

    private void add(Link link) {
        if (link.from() >= 0 && link.to() >= 0) {
            links.add(link);
        }
    }

    /** Sorts the links, the best between two nodes first. What several contracts promise is kept once. */
    private void sort() {
        Link[] sorted = links.toArray(new Link[0]);
        Arrays.parallelSort(sorted, SearchGraph::compare);
        links.clear();
        Link promised = null;
        for (Link link : sorted) {
            boolean again = promised != null
                    && link.dependency() == null
                    && promised.from() == link.from()
                    && promised.to() == link.to();
            if (!again) {
                links.add(link);
            }
            if (link.dependency() == null) {
                promised = link;
            }
        }
    }

    private static int compare(Link left, Link right) {
        if (left.from() != right.from()) {
            return Integer.compare(left.from(), right.from());
        }
        return left.to() != right.to() ? Integer.compare(left.to(), right.to()) : BEST.compare(left, right);
    }
}
