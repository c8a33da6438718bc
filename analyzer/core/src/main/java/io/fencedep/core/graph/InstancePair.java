package io.fencedep.core.graph;

import java.util.Comparator;

/**
 * Which instance was held while which one was waited for; in programs, where a class often stands for many objects.
 *
 * @param from the lock that was held; empty for what is no lock, and stands for any
 * @param to the lock that was waited for; empty for what is no lock, and stands for any
 * @param task the only task that did so; empty when there were several
 */
public record InstancePair(String from, String to, String task) implements Comparable<InstancePair> {
    /** What restricts nothing. */
    public static final InstancePair ANY = new InstancePair("", "", "");

    private static final Comparator<InstancePair> ORDER = Comparator.comparing(InstancePair::from)
            .thenComparing(InstancePair::to)
            .thenComparing(InstancePair::task);

    @Override
    public int compareTo(InstancePair other) {
        return ORDER.compare(this, other);
    }
}
