package io.fencedep.core.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DirectedPseudograph;

/**
 * Strongly connected components by Kosaraju's algorithm, the one of JGraphT that does not recurse: two passes of
 * depth-first search with explicit stacks, linear in links.
 */
final class Components {
    /** No component: the node is on no cycle. */
    static final int NONE = -1;

    private Components() {}

    /**
     * For each node the number of its component, {@link #NONE} when it stands alone; components are numbered by their
     * smallest node.
     *
     * @param size how many nodes there are
     * @param links the links between them; those that lead nowhere new are passed over
     */
    static int[] of(int size, List<Link> links) {
        int[] component = new int[size];
        Arrays.fill(component, NONE);
        if (links.isEmpty()) {
            return component;
        }
        Graph<Integer, Link> graph = new DirectedPseudograph<>(Link.class);
        Integer[] boxes = new Integer[size];
        for (Link link : links) {
            graph.addEdge(vertex(graph, boxes, link.from()), vertex(graph, boxes, link.to()), link);
        }
        int number = 0;
        List<Set<Integer>> found = new KosarajuStrongConnectivityInspector<>(graph)
                .stronglyConnectedSets().stream()
                        .filter(set -> set.size() > 1)
                        .sorted((left, right) -> Integer.compare(smallest(left), smallest(right)))
                        .toList();
        for (Set<Integer> set : found) {
            for (int node : set) {
                component[node] = number;
            }
            number++;
        }
        return component;
    }

    private static Integer vertex(Graph<Integer, Link> graph, Integer[] boxes, int number) {
        Integer box = boxes[number];
        if (box == null) {
            box = number;
            boxes[number] = box;
            graph.addVertex(box);
        }
        return box;
    }

    private static int smallest(Set<Integer> set) {
        return set.stream().mapToInt(Integer::intValue).min().orElse(NONE);
    }
}
