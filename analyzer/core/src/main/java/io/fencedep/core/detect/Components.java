package io.fencedep.core.detect;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DirectedPseudograph;

/**
 * Strongly connected components by Kosaraju's algorithm, the one of JGraphT that does not recurse: two passes of
 * depth-first search with explicit stacks, linear in links. Before, whatever nothing leads to or away from is peeled off,
 * again and again: it is on no cycle, and in most graphs it is nearly everything.
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
        boolean[] peeled = peeled(size, links);
        for (Link link : links) {
            if (peeled[link.from()] || peeled[link.to()]) {
                continue;
            }
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

    /** For each node whether it is on no cycle for the plain reason that every way to or from it ends. */
    private static boolean[] peeled(int size, List<Link> links) {
        boolean[] peeled = new boolean[size];
        IntArrayList[] out = new IntArrayList[size];
        IntArrayList[] in = new IntArrayList[size];
        for (int node = 0; node < size; node++) {
            out[node] = new IntArrayList(0);
            in[node] = new IntArrayList(0);
        }
        for (Link link : links) {
            out[link.from()].add(link.to());
            in[link.to()].add(link.from());
        }
        int[] leading = new int[size];
        int[] arriving = new int[size];
        IntArrayList todo = new IntArrayList();
        for (int node = 0; node < size; node++) {
            leading[node] = out[node].size();
            arriving[node] = in[node].size();
            if (leading[node] == 0 || arriving[node] == 0) {
                peeled[node] = true;
                todo.add(node);
            }
        }
        while (!todo.isEmpty()) {
            int node = todo.popInt();
            release(out[node], arriving, peeled, todo);
            release(in[node], leading, peeled, todo);
        }
        return peeled;
    }

    private static void release(IntArrayList neighbours, int[] left, boolean[] peeled, IntArrayList todo) {
        for (int i = 0; i < neighbours.size(); i++) {
            int node = neighbours.getInt(i);
            if (--left[node] == 0 && !peeled[node]) {
                peeled[node] = true;
                todo.add(node);
            }
        }
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
