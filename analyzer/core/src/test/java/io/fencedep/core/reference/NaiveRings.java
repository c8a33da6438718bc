package io.fencedep.core.reference;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.ResourceClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Every ring of waits, found by going every way from every node. */
final class NaiveRings {
    private static final int MANY = 3_000;

    private final List<NaiveLink> links;
    private final List<NaiveRing> rings = new ArrayList<>();

    private NaiveRings(List<NaiveLink> links) {
        this.links = links;
    }

    /** Every ring of these links that no node has a way out of; null when there are too many to look at. */
    static List<NaiveRing> of(List<NaiveLink> links) {
        NaiveRings rings = new NaiveRings(links);
        Set<Node> starts = links.stream().map(NaiveLink::from).collect(Collectors.toSet());
        for (Node start : starts) {
            if (!rings.go(start, start, new ArrayList<>())) {
                return null;
            }
        }
        return rings.rings;
    }

    /** Every ring through one interrupt; null when there are too many to look at. */
    static List<NaiveRing> of(DependencyGraph graph, List<NaiveLink> seen, Interrupt interrupt) {
        List<NaiveLink> links = new ArrayList<>();
        for (NaiveLink link : seen) {
            boolean percpu = isPercpu(graph, link.from()) || isPercpu(graph, link.to());
            if (!percpu && link.grade() < NaiveLink.TRIED) {
                links.add(link);
            }
        }
        Node node = interrupt.node();
        for (Dependency usage : graph.usages()) {
            if (usage.from().equals(node) || usage.to().equals(node)) {
                links.add(usage(usage, usage.to()));
            }
            ResourceClass target = graph.classOf(usage.to());
            Node readers = new Node(usage.to().className(), NodeState.SHARED);
            boolean unseen = target != null
                    && !target.sharedIn().containsAll(usage.byRecording().keySet());
            if (usage.from().equals(node) && usage.to().state() == NodeState.WRITE && unseen) {
                links.add(usage(usage, readers));
            }
        }
        NaiveRings rings = new NaiveRings(links);
        return rings.go(node, node, new ArrayList<>()) ? rings.rings : null;
    }

    private static NaiveLink usage(Dependency usage, Node to) {
        return new NaiveLink(usage.from(), to, NaiveLink.CERTAIN, usage, "", Set.of(to));
    }

    private static boolean isPercpu(DependencyGraph graph, Node node) {
        ResourceClass known = graph.classOf(node);
        return known != null && known.percpu();
    }

    /** Goes on from a node in every way; false when that is too much. */
    private boolean go(Node start, Node at, List<NaiveLink> way) {
        for (NaiveLink link : links) {
            if (!link.from().equals(at)) {
                continue;
            }
            boolean smaller = !NaiveRing.isInterrupt(start) && link.to().compareTo(start) < 0;
            boolean again = way.stream().anyMatch(before -> before.from().equals(link.to()));
            way.add(link);
            if (link.to().equals(start)) {
                add(way);
            } else if (!smaller && !again && !go(start, link.to(), way)) {
                return false;
            }
            way.remove(way.size() - 1);
            if (rings.size() > MANY) {
                return false;
            }
        }
        return true;
    }

    private void add(List<NaiveLink> way) {
        int worst = way.stream().mapToInt(NaiveLink::grade).max().orElse(0);
        for (int grade = worst; grade <= NaiveLink.TRIED; grade++) {
            Set<Node> stuck = stuck(links, grade);
            if (way.stream().allMatch(link -> stuck.contains(link.from()) && stuck.containsAll(link.alternatives()))) {
                Set<Node> before = grade == 0 ? Set.of() : stuck(links, grade - 1);
                int now = grade;
                rings.add(new NaiveRing(
                        List.copyOf(way),
                        grade,
                        way.stream()
                                .filter(link -> link.grade() == now
                                        || !before.contains(link.from())
                                        || !before.containsAll(link.alternatives()))
                                .collect(Collectors.toSet())));
                return;
            }
        }
    }

    /** The greatest set in which every node has a wait all of whose alternatives are in the set. */
    private static Set<Node> stuck(Collection<NaiveLink> links, int grade) {
        Set<Node> stuck = links.stream().map(NaiveLink::from).collect(Collectors.toCollection(HashSet::new));
        boolean changed = true;
        while (changed) {
            Set<Node> now = Set.copyOf(stuck);
            changed = stuck.removeIf(node -> links.stream()
                    .noneMatch(link ->
                            link.from().equals(node) && link.grade() <= grade && now.containsAll(link.alternatives())));
        }
        return stuck;
    }
}
