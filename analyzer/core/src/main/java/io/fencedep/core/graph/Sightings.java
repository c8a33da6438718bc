package io.fencedep.core.graph;

import java.util.List;

/**
 * How often one recording has shown an observation, and what the first one looked like.
 *
 * @param count how often
 * @param witnesses one for each step of the observation, then those of what else belongs to it
 */
public record Sightings(long count, List<Witness> witnesses) {
    public Sightings {
        witnesses = List.copyOf(witnesses);
    }

    Sightings merge(Sightings other) {
        List<Witness> first = compare(witnesses, other.witnesses) <= 0 ? witnesses : other.witnesses;
        return new Sightings(Math.max(count, other.count), first);
    }

    private static int compare(List<Witness> left, List<Witness> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
