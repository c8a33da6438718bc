package io.fencedep.core.lowering;

import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Witness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Facts that no cycle carries, as one recording shows them. */
final class Observations {
    /** A fact whose classes may still be provisional. */
    static final class Draft {
        final Observation.Kind kind;
        final String rule;
        final int[] froms;
        final int[] targets;
        final SortedMap<String, String> details;
        final List<Witness> witnesses;
        long count;

        Draft(
                Observation.Kind kind,
                String rule,
                int[] froms,
                int[] targets,
                SortedMap<String, String> details,
                List<Witness> witnesses) {
            this.kind = kind;
            this.rule = rule;
            this.froms = froms;
            this.targets = targets;
            this.details = details;
            this.witnesses = witnesses;
        }
    }

    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    /** Whether this fact was seen before; counts it when it was. */
    boolean again(Observation.Kind kind, String rule, int from, int target, SortedMap<String, String> details) {
        Draft known = drafts.get(key(kind, rule, new int[] {from}, new int[] {target}, details));
        if (known != null) {
            known.count++;
        }
        return known != null;
    }

    /** Records a fact; of a known one the first witnesses stay. */
    void add(Draft draft) {
        drafts.computeIfAbsent(key(draft.kind, draft.rule, draft.froms, draft.targets, draft.details), ignored -> draft)
                .count++;
    }

    Collection<Draft> all() {
        return new ArrayList<>(drafts.values());
    }

    private static String key(
            Observation.Kind kind, String rule, int[] froms, int[] targets, SortedMap<String, String> details) {
        return kind + "|" + rule + "|" + java.util.Arrays.toString(froms) + java.util.Arrays.toString(targets)
                + details;
    }
}
