package io.fencedep.core.detect;

import io.fencedep.core.detect.Link.Grade;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Standing;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Weight;
import io.fencedep.core.model.ClassNames;
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
 * The graph as the search sees it: nodes numbered in the order of their names, and between two nodes the best link of each
 * grade. Links that follow from others are made here: the alternatives of a wait, {@code dma_fence_map} for every
 * dma_fence, readers where a recording never saw any, and what contracts promise.
 */
final class SearchGraph {
    private static final Comparator<Link> BEST = Comparator.comparing(Link::grade)
            .thenComparing(link -> link.isDirect() ? 0 : 1)
            .thenComparing(Link::contract)
            .thenComparing(Link::note);

    private final DependencyGraph graph;
    private final List<Node> nodes;
    private final Map<Node, Integer> numbers = new HashMap<>();
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
        for (int i = 0; i < nodes.size(); i++) {
            numbers.put(nodes.get(i), i);
        }
        graph.dependencies().forEach(this::addDependency);
        addFenceMap();
        primed.forEach(this::addPrimed);
        keepBest();
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
    ResourceClass classOf(int number) {
        return graph.classOf(node(number));
    }

    /** All links, by source, then target, then grade. */
    List<Link> links() {
        return links;
    }

    private void addDependency(Dependency dependency) {
        int from = number(dependency.from());
        ResourceClass target = graph.classOf(dependency.to());
        Standing standing = graph.standing(dependency);
        if (target != null && target.kind() == ResourceKind.ANY) {
            addAlternatives(from, dependency, target, standing);
            return;
        }
        add(new Link(
                from,
                number(dependency.to()),
                grade(dependency, standing),
                dependency,
                standing,
                "",
                IntList.of(),
                ""));
        if (dependency.to().state() == NodeState.WRITE && target != null && impliesReaders(dependency, target)) {
            int readers = number(new Node(target.name(), NodeState.SHARED));
            if (readers >= 0) {
                String note = "a writer waits for readers as well; this recording saw none";
                add(new Link(from, readers, grade(dependency, standing), dependency, standing, "", IntList.of(), note));
            }
        }
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
                add(new Link(from, to, grade(dependency, standing), dependency, standing, "", alternatives, note));
            }
        }
    }

    /** A hold of the map is a hold of every dma_fence class, and a wait for it a wait for every one. */
    private void addFenceMap() {
        int map = number(new Node(ClassNames.DMA_FENCE_MAP, NodeState.NONE));
        if (map < 0) {
            return;
        }
        List<Integer> fences = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            ResourceClass each = classOf(i);
            if (i != map
                    && each != null
                    && each.kind() == ResourceKind.FENCE
                    && each.name().startsWith(ClassNames.DMA_FENCE_PREFIX)) {
                fences.add(i);
            }
        }
        for (Link link : new ArrayList<>(links)) {
            if (link.from() == map || link.to() == map) {
                for (int fence : fences) {
                    addMapped(link, map, fence);
                }
            }
        }
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

    private static Grade grade(Dependency dependency, Standing standing) {
        if (dependency.waitKind() == WaitKind.TRIED) {
            return Grade.TRIED;
        }
        if (standing.refuted() || standing.weight() == Weight.WEAK) {
            return Grade.WEAK;
        }
        if (standing.weight() == Weight.FAIR) {
            return Grade.FAIR;
        }
        return dependency.waitKind() == WaitKind.BLOCKING ? Grade.CERTAIN : Grade.TIMED;
    }

    private void add(Link link) {
        if (link.from() >= 0 && link.to() >= 0) {
            links.add(link);
        }
    }

    /** Sorts the links, and keeps the best of each grade between two nodes. */
    private void keepBest() {
        Link[] sorted = links.toArray(new Link[0]);
        Arrays.parallelSort(
                sorted,
                Comparator.comparingInt(Link::from).thenComparingInt(Link::to).thenComparing(BEST));
        links.clear();
        Link last = null;
        for (Link link : sorted) {
            if (last == null || last.from() != link.from() || last.to() != link.to() || last.grade() != link.grade()) {
                links.add(link);
                last = link;
            }
        }
    }
}
