package io.fencedep.core.graph;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            .thenComparing((left, right) -> compare(left.steps(), right.steps(), Comparator.naturalOrder()))
            .thenComparing((left, right) -> compare(
                    List.copyOf(left.details().entrySet()),
                    List.copyOf(right.details().entrySet()),
                    Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue())));

    public Observation {
        steps = List.copyOf(steps);
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    @Override
    public int compareTo(Observation other) {
        return ORDER.compare(this, other);
    }

    private static <T> int compare(List<T> left, List<T> right, Comparator<? super T> order) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int result = order.compare(left.get(i), right.get(i));
            if (result != 0) {
                return result;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
