package io.fencedep.core.graph;

/**
 * An instance that was held whenever something happened: for write, excluding everybody else, or, by its shared node, in
 * whatever way, excluding writers.
 *
 * @param node the node of its class
 * @param instance which one
 */
public record Gate(Node node, String instance) implements Comparable<Gate> {
    /** The same instance, held in whatever way. */
    public Gate forReading() {
        return new Gate(new Node(node.className(), NodeState.SHARED), instance);
    }

    @Override
    public int compareTo(Gate other) {
        int order = node.compareTo(other.node);
        return order != 0 ? order : instance.compareTo(other.instance);
    }
}
