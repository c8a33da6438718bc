package io.fencedep.core.graph;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that a task held when it waited.
 *
 * @param node what it was
 * @param instance which one; empty when it has no name
 * @param excludes whether nobody else could hold it at the same time
 * @param place since where
 */
public record Held(Node node, String instance, boolean excludes, Place place) implements Comparable<Held> {
    // By hand: what a record has by itself is made anew in each JVM, at five milliseconds a record.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Held that
                        && excludes == that.excludes
                        && node.equals(that.node)
                        && instance.equals(that.instance)
                        && place.equals(that.place);
    }

    @Override
    public int hashCode() {
        return Objects.hash(node, instance, excludes, place);
    }

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
