package io.fencedep.core.graph;

/**
 * An instance that was held, for write and excluding everybody else, whenever something happened.
 *
 * @param node the node of its class
 * @param instance which one
 */
public record Gate(Node node, String instance) implements Comparable<Gate> {
    @Override
    public int compareTo(Gate other) {
        int order = node.compareTo(other.node);
        return order != 0 ? order : instance.compareTo(other.instance);
    }
}
