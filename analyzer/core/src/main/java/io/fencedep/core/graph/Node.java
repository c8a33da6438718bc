package io.fencedep.core.graph;

/**
 * A vertex of the dependency graph: a class of resources, in one state where it is a lock.
 *
 * @param className the class, under its canonical name
 * @param state which of its nodes
 */
public record Node(String className, NodeState state) implements Comparable<Node> {
    @Override
    public int compareTo(Node other) {
        if (this == other) {
            return 0;
        }
        int order = className.compareTo(other.className);
        return order != 0 ? order : state.compareTo(other.state);
    }

    /** The class, with a mark where it is held by a reader. */
    @Override
    public String toString() {
        return state == NodeState.SHARED ? className + ":shared" : className;
    }
}
