package io.fencedep.core.graph;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that no cycle carries, recorded as a fact beside the dependencies: identity is all but its occurrences.
 *
 * @param kind what sort of fact
 * @param rule which rule saw it, such as {@code pinned-page}
 * @param steps the classes it is about, as pairs of what was held and what was waited for
 * @param details what else tells two such facts apart, and what the report says of them
 */
public record Observation(Kind kind, String rule, List<Step> steps, SortedMap<String, String> details)
        implements Comparable<Observation> {

    /** What sort of fact. */
    public enum Kind {
        DEADLOCK,
        RECURSION,
        WAIT_CONTEXT,
        UNBOUNDED,
        /** Material for a rule of a contract; nothing by itself. */
        RULE;

        /** The name in saved graphs. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One hold and one wait.
     *
     * @param from what was held
     * @param to what was waited for
     */
    public record Step(Node from, Node to) implements Comparable<Step> {
        private static final Comparator<Step> ORDER =
                Comparator.comparing(Step::from).thenComparing(Step::to);

        @Override
        public int compareTo(Step other) {
            return ORDER.compare(this, other);
        }
    }

    private static final Comparator<Observation> ORDER = Comparator.comparing(Observation::kind)
            .thenComparing(Observation::rule)
            .thenComparing(observation -> observation.steps().toString())
            .thenComparing(observation -> observation.details().toString());

    public Observation {
        steps = List.copyOf(steps);
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    @Override
    public int compareTo(Observation other) {
        return ORDER.compare(this, other);
    }
}
