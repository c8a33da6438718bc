package io.fencedep.core.graph;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where something happened.
 *
 * @param line the line of the recording, counted from 1; 0 when it has none
 * @param at the source location; empty when unknown
 * @param stack the call stack, innermost frame first; empty when only {@code at} is known
 */
public record Place(long line, String at, List<String> stack) implements Comparable<Place> {
    /** Nowhere. */
    public static final Place UNKNOWN = new Place(0, "", List.of());

    private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::line)
            .thenComparing(Place::at)
            .thenComparing(place -> String.join("\n", place.stack()));

    public Place {
        stack = List.copyOf(stack);
    }

    // By hand: what a record has by itself is made anew in each JVM, at five milliseconds a record.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Place that && line == that.line && at.equals(that.at) && stack.equals(that.stack);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(line) + at.hashCode()) + stack.hashCode();
    }

    @Override
    public int compareTo(Place other) {
        return this == other ? 0 : ORDER.compare(this, other);
    }
}
