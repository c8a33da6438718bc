package io.fencedep.core.reference;

import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Waits that lead round.
 *
 * @param links each one begins where the one before leads to
 * @param grade in which pass all of them first stand
 * @param fresh the ones that did not stand in the pass before
 */
record NaiveRing(List<NaiveLink> links, int grade, Set<NaiveLink> fresh) {
    private static final Comparator<Node> ORDER =
            Comparator.comparing(NaiveRing::isInterrupt).thenComparing(Comparator.naturalOrder());

    static boolean isInterrupt(Node node) {
        return node.className().startsWith("interrupt:");
    }

    boolean hasInterrupt() {
        return links.stream().anyMatch(link -> isInterrupt(link.from()));
    }

    boolean goesThrough(Node from, Node to) {
        return links.stream()
                .anyMatch(link -> link.from().equals(from) && link.to().equals(to));
    }

    Set<String> classNames() {
        return links.stream().map(link -> link.from().className()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Its nodes, beginning so that they are smallest. */
    String title() {
        List<Node> best = null;
        for (int first = 0; first < links.size(); first++) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < links.size(); i++) {
                nodes.add(links.get((first + i) % links.size()).from());
            }
            best = best == null || compare(nodes, best) < 0 ? nodes : best;
        }
        return best.stream().map(Node::toString).collect(Collectors.joining(" -> ")) + " -> " + best.get(0);
    }

    private static int compare(List<Node> left, List<Node> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = ORDER.compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    static Interrupt interrupt(Node node) {
        for (Interrupt interrupt : Interrupt.values()) {
            if (interrupt.node().equals(node)) {
                return interrupt;
            }
        }
        return null;
    }
}
