package io.fencedep.core.lowering;

import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Witness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Facts that no cycle carries, as one recording shows them. */
final class Observations {
    /** A fact whose classes may still be provisional. */
    static final class Draft extends Confirmable {
        final Observation.Kind kind;
        final String rule;
        final int[] froms;
        final int[] targets;
        final SortedMap<String, String> details;
        private final List<Witness> witnesses;
        /** The classes of all instances of a ring, which are of one class or make none. */
        private int[] ring = {};

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
            this.witnesses = new ArrayList<>(witnesses);
        }

        /** What else belongs to it, seen before: told behind the witnesses of its steps, of the first time only. */
        Draft alsoSeen(Supplier<List<Witness>> more) {
            if (count <= 1 && witnesses.size() == froms.length) {
                witnesses.addAll(more.get());
            }
            return this;
        }

        /** It takes a ring of instances to see it; as with its witnesses the first one counts. */
        Draft inRing(Rings.@Nullable Ring seen) {
            if (seen != null && count <= 1) {
                ring = seen.classes();
            }
            return this;
        }

        int[] ring() {
            return ring;
        }

        List<Witness> witnesses() {
            return witnesses;
        }
    }

    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    /** The fact if it was seen before; counts it then. */
    @Nullable
    Draft again(Observation.Kind kind, String rule, int from, int target, SortedMap<String, String> details) {
        Draft known = drafts.get(key(kind, rule, new int[] {from}, new int[] {target}, details));
        if (known != null) {
            known.count++;
        }
        return known;
    }

    /** Records a fact; of a known one the first witnesses stay. */
    Draft add(Draft draft) {
        Draft known = drafts.computeIfAbsent(
                key(draft.kind, draft.rule, draft.froms, draft.targets, draft.details), ignored -> draft);
        known.count++;
        return known;
    }

    /** Records a fact that needs no hold to stand. */
    void addCertain(Draft draft) {
        add(draft).confirmed = true;
    }

    /** What makes the facts again what they are now. */
    Runnable undo() {
        record Before(String key, Draft draft, long count, boolean confirmed) {}
        List<Before> before = new ArrayList<>();
        drafts.forEach((key, draft) -> before.add(new Before(key, draft, draft.count, draft.confirmed)));
        return () -> {
            drafts.clear();
            for (Before each : before) {
                each.draft.count = each.count;
                each.draft.confirmed = each.confirmed;
                drafts.put(each.key, each.draft);
            }
        };
    }

    /** How many facts there are, standing or not. */
    int size() {
        return drafts.size();
    }

    /** All facts that stand. */
    Collection<Draft> all() {
        return drafts.values().stream().filter(draft -> draft.confirmed).toList();
    }

    private static String key(
            Observation.Kind kind, String rule, int[] froms, int[] targets, SortedMap<String, String> details) {
        return kind + "|" + rule + "|" + Arrays.toString(froms) + Arrays.toString(targets) + details;
    }
}
