package io.fencedep.report.stats;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.report.stats.GraphStats.Chain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;

/**
 * The longest paths through the classes, components taken as one: in their topological order, the longest way to each is
 * the longest to one before it and a step. Linear in the dependencies for each chain; nothing recurses.
 */
final class LongestChains {
    private static final int CHAINS = 3;

    private final List<List<String>> links = new ArrayList<>();
    private final List<Set<Integer>> next = new ArrayList<>();
    private final int[] order;
    private final boolean[] taken;

    private LongestChains(Graph<String, DefaultEdge> graph) {
        TreeMap<String, Integer> numbers = new TreeMap<>();
        List<List<String>> components = new ArrayList<>();
        new KosarajuStrongConnectivityInspector<>(graph)
                .stronglyConnectedSets()
                .forEach(component -> components.add(List.copyOf(new TreeSet<>(component))));
        components.sort(Comparator.comparing(component -> component.get(0)));
        for (List<String> component : components) {
            component.forEach(name -> numbers.put(name, links.size()));
            links.add(component);
            next.add(new TreeSet<>());
        }
        for (DefaultEdge edge : graph.edgeSet()) {
            Integer from = numbers.get(graph.getEdgeSource(edge));
            Integer to = numbers.get(graph.getEdgeTarget(edge));
            if (from != null && to != null && !from.equals(to)) {
                next.get(from).add(to);
            }
        }
        order = topologicalOrder();
        taken = new boolean[links.size()];
    }

    static List<Chain> of(DependencyGraph graph) {
        LongestChains search = new LongestChains(byClass(graph.dependencies()));
        List<Chain> chains = new ArrayList<>();
        for (int i = 0; i < CHAINS; i++) {
            List<List<String>> chain = search.longest();
            if (chain.size() < 2) {
                break;
            }
            chains.add(new Chain(chain));
        }
        return chains;
    }

    private static Graph<String, DefaultEdge> byClass(Collection<Dependency> dependencies) {
        Graph<String, DefaultEdge> graph = new SimpleDirectedGraph<>(DefaultEdge.class);
        for (Dependency dependency : dependencies) {
            String from = dependency.from().className();
            String to = dependency.to().className();
            if (dependency.waitKind() != WaitKind.TRIED && !from.equals(to)) {
                graph.addVertex(from);
                graph.addVertex(to);
                graph.addEdge(from, to);
            }
        }
        return graph;
    }

    private int[] topologicalOrder() {
        int[] before = new int[links.size()];
        next.forEach(targets -> targets.forEach(target -> before[target]++));
        Deque<Integer> ready = new ArrayDeque<>();
        for (int i = 0; i < before.length; i++) {
            if (before[i] == 0) {
                ready.add(i);
            }
        }
        int[] sorted = new int[links.size()];
        int count = 0;
        while (!ready.isEmpty()) {
            int link = ready.remove();
            sorted[count++] = link;
            for (int target : next.get(link)) {
                if (--before[target] == 0) {
                    ready.add(target);
                }
            }
        }
        return sorted;
    }

    /** The longest chain through what no earlier chain took. */
    private List<List<String>> longest() {
        int[] length = new int[links.size()];
        int[] previous = new int[links.size()];
        Arrays.fill(previous, -1);
        int last = -1;
        for (int link : order) {
            if (taken[link]) {
                continue;
            }
            if (last < 0 || length[link] > length[last]) {
                last = link;
            }
            for (int target : next.get(link)) {
                if (!taken[target] && length[link] + 1 > length[target]) {
                    length[target] = length[link] + 1;
                    previous[target] = link;
                }
            }
        }
        List<List<String>> chain = new ArrayList<>();
        for (int link = last; link >= 0; link = previous[link]) {
            taken[link] = true;
            chain.add(links.get(link));
        }
        Collections.reverse(chain);
        return chain;
    }
}
