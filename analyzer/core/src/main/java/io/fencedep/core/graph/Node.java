package io.fencedep.core.graph;

import org.jspecify.annotations.Nullable;

/**
 * A vertex of the dependency graph: a class of resources, in one state where it is a lock.
 *
 * @param className the class, under its canonical name
 * @param state which of its nodes
 */
public record Node(String className, NodeState state) implements Comparable<Node> {
    // By hand: what a record has by itself is made anew in each JVM, at five milliseconds a record.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Node that && state == that.state && className.equals(that.className);
    }

    @Override
    public int hashCode() {
        return 31 * className.hashCode() + state.ordinal();
    }

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
