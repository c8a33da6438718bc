package io.fencedep.core.graph;

import org.jgrapht.graph.AbstractBaseGraph;
import org.jgrapht.graph.DefaultGraphSpecificsStrategy;
import org.jgrapht.graph.DefaultGraphType;

/**
 * A directed pseudograph without JGraphT's index from pairs of vertices to edges: it would take a third of the memory of
 * a large graph, and {@link DependencyGraph} finds its edges by itself.
 */
final class NodeGraph extends AbstractBaseGraph<Node, Dependency> {
    private static final long serialVersionUID = 1;

    NodeGraph() {
        super(null, null, DefaultGraphType.directedPseudograph(), new DefaultGraphSpecificsStrategy<>());
    }
}
