package io.fencedep.report.graph;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jgrapht.Graph;
import org.jgrapht.Graphs;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/** Which classes of a graph to show. All of it takes time that is linear in the graph. */
public final class Selection {
    private final Map<String, Set<String>> next = new HashMap<>();
    private final Map<String, Set<String>> before = new HashMap<>();

    private Selection() {}

    /** Choices in this graph, and in what only these findings add to it. */
    public static Selection in(DependencyGraph graph, Iterable<Finding> findings) {
        Selection selection = new Selection();
        for (Dependency dependency : graph.dependencies()) {
            selection.link(dependency.from().className(), dependency.to().className());
        }
        for (Finding finding : findings) {
            finding.steps()
                    .forEach(step ->
                            selection.link(step.from().className(), step.to().className()));
        }
        return selection;
    }

    /** The classes from which this one can be reached, and which it can reach: those that share a ring with it. */
    public Set<String> component(String name) {
        Set<String> component = reach(name, next, Integer.MAX_VALUE);
        component.retainAll(reach(name, before, Integer.MAX_VALUE));
        return component;
    }

    /** Whatever shares a ring with something else, by class: each set of several classes that reach each other. */
    public Map<String, Set<String>> components() {
        Graph<String, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
        next.forEach((from, targets) -> targets.forEach(to -> Graphs.addEdgeWithVertices(graph, from, to)));
        Map<String, Set<String>> components = new HashMap<>();
        for (Set<String> component : new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
            if (component.size() > 1) {
                Set<String> sorted = new TreeSet<>(component);
                component.forEach(name -> components.put(name, sorted));
            }
        }
        return components;
    }

    /** The classes within so many dependencies of this one, whichever way. */
    public Set<String> around(String name, int depth) {
        Map<String, Set<String>> both = new HashMap<>();
        next.forEach((from, targets) ->
                both.computeIfAbsent(from, ignored -> new HashSet<>()).addAll(targets));
        before.forEach((to, sources) ->
                both.computeIfAbsent(to, ignored -> new HashSet<>()).addAll(sources));
        return reach(name, both, depth);
    }

    private void link(String from, String to) {
        next.computeIfAbsent(from, ignored -> new HashSet<>()).add(to);
        before.computeIfAbsent(to, ignored -> new HashSet<>()).add(from);
    }

    private static Set<String> reach(String name, Map<String, Set<String>> links, int depth) {
        Map<String, Integer> distance = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        distance.put(name, 0);
        open.add(name);
        while (!open.isEmpty()) {
            String at = open.remove();
            int far = distance.getOrDefault(at, 0);
            if (far < depth) {
                for (String neighbour : links.getOrDefault(at, Set.of())) {
                    if (distance.putIfAbsent(neighbour, far + 1) == null) {
                        open.add(neighbour);
                    }
                }
            }
        }
        return new TreeSet<>(distance.keySet());
    }
}
