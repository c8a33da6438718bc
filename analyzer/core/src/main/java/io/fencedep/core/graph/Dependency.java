package io.fencedep.core.graph;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Somebody held {@link #from()} while waiting for {@link #to()}. An edge of the graph; identity is its four parts, and
 * what each recording has shown of it hangs on it.
 */
public final class Dependency implements Comparable<Dependency> {
    private final Node from;
    private final Node to;
    private final Basis basis;
    private final WaitKind waitKind;
    private final SortedMap<String, Occurrences> byRecording = new TreeMap<>();

    Dependency(Node from, Node to, Basis basis, WaitKind waitKind) {
        this.from = from;
        this.to = to;
        this.basis = basis;
        this.waitKind = waitKind;
    }

    public Node from() {
        return from;
    }

    public Node to() {
        return to;
    }

    public Basis basis() {
        return basis;
    }

    public WaitKind waitKind() {
        return waitKind;
    }

    /** What each recording has shown, by the recording's id. */
    public SortedMap<String, Occurrences> byRecording() {
        return Collections.unmodifiableSortedMap(byRecording);
    }

    /** How often it occurred, over all recordings. */
    public long count() {
        long count = 0;
        for (Occurrences occurrences : byRecording.values()) {
            count += occurrences.count;
        }
        return count;
    }

    /** Whether it was only ever {@linkplain Occurrences#distant seen past} locks that were tried or that nobody checks. */
    public boolean isDistant() {
        return byRecording.values().stream().allMatch(occurrences -> occurrences.distant);
    }

    /** The smallest witness of the first recording that has one. */
    public Witness witness() {
        return byRecording.values().stream()
                .filter(occurrences -> !occurrences.witnesses.isEmpty())
                .map(occurrences -> occurrences.witnesses.first())
                .findFirst()
                .orElseThrow();
    }

    void add(String recording, Occurrences occurrences) {
        byRecording.merge(recording, occurrences, (mine, other) -> {
            Occurrences merged = mine.copy();
            merged.merge(other);
            return merged;
        });
    }

    @Override
    public int compareTo(Dependency other) {
        int order = from.compareTo(other.from);
        if (order == 0) {
            order = to.compareTo(other.to);
        }
        if (order == 0) {
            order = basis.compareTo(other.basis);
        }
        return order != 0 ? order : waitKind.compareTo(other.waitKind);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dependency that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return ((from.hashCode() * 31 + to.hashCode()) * 31 + basis.ordinal()) * 31 + waitKind.ordinal();
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
