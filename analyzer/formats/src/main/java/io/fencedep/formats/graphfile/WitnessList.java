package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Witness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The witnesses of one dependency, recording by recording: those that are kept, then those that only rules ask for. */
final class WitnessList {
    private final List<Witness> all = new ArrayList<>(2);
    private final Map<String, Integer> starts = new HashMap<>(2);

    void add(String recording, Occurrences seen) {
        int start = all.size();
        starts.put(recording, start);
        all.addAll(seen.witnesses);
        for (Witness witness : seen.traits.values()) {
            if (find(witness, start) < 0) {
                all.add(witness);
            }
        }
    }

    List<Witness> all() {
        return all;
    }

    /** Where the witnesses of this recording begin. */
    int startOf(String recording) {
        return starts.getOrDefault(recording, 0);
    }

    /** Where this witness of the recording that begins there stands. */
    int position(Witness witness, int start) {
        int position = find(witness, start);
        if (position < 0) {
            throw new IllegalStateException("changed while it was written: " + witness);
        }
        return position;
    }

    private int find(Witness witness, int start) {
        for (int i = start; i < all.size(); i++) {
            if (Objects.equals(all.get(i), witness)) {
                return i;
            }
        }
        return -1;
    }
}
