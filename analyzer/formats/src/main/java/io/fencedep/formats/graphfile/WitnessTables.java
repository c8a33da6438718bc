package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Sightings;
import io.fencedep.core.graph.Witness;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Stacks and holds, which many witnesses share, by position: in the order in which the file first needs them. */
final class WitnessTables {
    private final Map<List<String>, Integer> stacks = new LinkedHashMap<>();
    private final Map<Held, Integer> holds = new LinkedHashMap<>();

    WitnessTables(List<Dependency> dependencies, DependencyGraph graph) {
        dependencies.forEach(this::add);
        graph.usages().forEach(this::add);
        for (SortedMap<String, Sightings> byRecording : graph.observations().values()) {
            byRecording.values().forEach(seen -> seen.witnesses().forEach(this::add));
        }
    }

    Collection<List<String>> stacks() {
        return stacks.keySet();
    }

    Collection<Held> holds() {
        return holds.keySet();
    }

    int of(List<String> stack) {
        return position(stacks, stack);
    }

    int of(Held held) {
        return position(holds, held);
    }

    private void add(Dependency dependency) {
        for (Occurrences seen : dependency.byRecording().values()) {
            seen.witnesses.forEach(this::add);
            seen.traits.values().forEach(this::add);
        }
    }

    private void add(Witness witness) {
        add(witness.heldAt());
        add(witness.waitedAt());
        for (Held held : witness.held()) {
            if (holds.putIfAbsent(held, holds.size()) == null) {
                add(held.place());
            }
        }
    }

    private void add(Place place) {
        if (!place.stack().isEmpty()) {
            stacks.putIfAbsent(place.stack(), stacks.size());
        }
    }

    private static <K> int position(Map<K, Integer> table, K key) {
        Integer position = table.get(key);
        if (position == null) {
            throw new IllegalStateException("changed while it was written: " + key);
        }
        return position;
    }
}
