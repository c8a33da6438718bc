package io.fencedep.core.graph;

/**
 * Something that a task held when it waited.
 *
 * @param node what it was
 * @param instance which one; empty when it has no name
 * @param excludes whether nobody else could hold it at the same time
 * @param place since where
 */
public record Held(Node node, String instance, boolean excludes, Place place) implements Comparable<Held> {
    @Override
    public int compareTo(Held other) {
        int order = place.compareTo(other.place);
        if (order == 0) {
            order = node.compareTo(other.node);
        }
        if (order == 0) {
            order = instance.compareTo(other.instance);
        }
        return order != 0 ? order : Boolean.compare(excludes, other.excludes);
    }
}
