package io.fencedep.report.svg;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Places the nodes of a directed graph in layers (Sugiyama, Tagawa and Toda 1981): edges that close a ring are turned
 * round, each node comes behind all that lead to it, and the order within layers is made by the means of neighbours.
 *
 * <p>Rings are opened along a depth-first search with a stack of its own. Time and memory are linear in the graph, but for
 * the sorting of layers. What has no edges stands in columns behind the rest.
 */
final class Layers {
    private static final int SWEEPS = 6;
    /** Lonely nodes below each other. */
    private static final int COLUMN = 40;

    private final List<List<Integer>> next = new ArrayList<>();
    private final List<List<Integer>> before = new ArrayList<>();
    private final int[] layer;
    private final List<List<Integer>> layers = new ArrayList<>();

    /**
     * The layers of a graph.
     *
     * @param edges pairs of nodes, which are numbered from 0 to below {@code size}
     */
    Layers(int size, List<int[]> edges) {
        layer = new int[size];
        for (int node = 0; node < size; node++) {
            next.add(new ArrayList<>());
            before.add(new ArrayList<>());
        }
        for (int[] edge : edges) {
            if (edge[0] != edge[1]) {
                next.get(edge[0]).add(edge[1]);
            }
        }
        openRings();
        for (int node = 0; node < size; node++) {
            for (int target : next.get(node)) {
                before.get(target).add(node);
            }
        }
        assign();
        order();
    }

    /** The nodes, layer by layer, each in its order. */
    List<List<Integer>> layers() {
        return layers;
    }

    /** Turns round every edge that leads back on the way of a depth-first search. */
    private void openRings() {
        int size = layer.length;
        int[] state = new int[size];
        List<int[]> turned = new ArrayList<>();
        int[] position = new int[size];
        Deque<Integer> way = new ArrayDeque<>();
        for (int root = 0; root < size; root++) {
            if (state[root] != 0) {
                continue;
            }
            way.push(root);
            state[root] = 1;
            while (!way.isEmpty()) {
                int node = way.peek();
                List<Integer> targets = next.get(node);
                if (position[node] == targets.size()) {
                    state[node] = 2;
                    way.pop();
                    continue;
                }
                int target = targets.get(position[node]);
                if (state[target] == 1) {
                    targets.remove(position[node]);
                    turned.add(new int[] {target, node});
                } else {
                    position[node]++;
                    if (state[target] == 0) {
                        state[target] = 1;
                        way.push(target);
                    }
                }
            }
        }
        turned.forEach(edge -> next.get(edge[0]).add(edge[1]));
    }

    private void assign() {
        int size = layer.length;
        int[] open = new int[size];
        Deque<Integer> ready = new ArrayDeque<>();
        for (int node = 0; node < size; node++) {
            open[node] = before.get(node).size();
            if (open[node] == 0 && !next.get(node).isEmpty()) {
                ready.add(node);
            }
        }
        while (!ready.isEmpty()) {
            int node = ready.remove();
            for (int target : next.get(node)) {
                layer[target] = Math.max(layer[target], layer[node] + 1);
                if (--open[target] == 0) {
                    ready.add(target);
                }
            }
        }
        pullSources();
        for (int node = 0; node < size; node++) {
            if (!isLonely(node)) {
                at(layer[node]).add(node);
            }
        }
        int lonely = 0;
        int first = layers.size();
        for (int node = 0; node < size; node++) {
            if (isLonely(node)) {
                at(first + lonely++ / COLUMN).add(node);
            }
        }
    }

    /** What nothing leads to stands right before what it leads to: most classes of a large graph are such. */
    private void pullSources() {
        for (int node = 0; node < layer.length; node++) {
            if (before.get(node).isEmpty() && !next.get(node).isEmpty()) {
                int first = next.get(node).stream()
                        .mapToInt(target -> layer[target])
                        .min()
                        .orElse(1);
                layer[node] = first - 1;
            }
        }
    }

    private boolean isLonely(int node) {
        return next.get(node).isEmpty() && before.get(node).isEmpty();
    }

    private List<Integer> at(int index) {
        while (layers.size() <= index) {
            layers.add(new ArrayList<>());
        }
        return layers.get(index);
    }

    private void order() {
        double[] place = new double[layer.length];
        double[] mean = new double[layer.length];
        layers.forEach(nodes -> number(nodes, place));
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean forward = sweep % 2 == 0;
            for (int i = 0; i < layers.size(); i++) {
                List<Integer> nodes = layers.get(forward ? i : layers.size() - 1 - i);
                for (int node : nodes) {
                    mean[node] = mean((forward ? before : next).get(node), place, place[node]);
                }
                nodes.sort(
                        Comparator.<Integer>comparingDouble(node -> mean[node]).thenComparingInt(node -> node));
                number(nodes, place);
            }
        }
    }

    private static void number(List<Integer> nodes, double[] place) {
        for (int i = 0; i < nodes.size(); i++) {
            place[nodes.get(i)] = i - nodes.size() / 2.0;
        }
    }

    private static double mean(List<Integer> neighbours, double[] place, double otherwise) {
        return neighbours.stream().mapToDouble(node -> place[node]).average().orElse(otherwise);
    }
}
