package io.fencedep.core.detect;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.ClassNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Findings about pools of a program that were made at one place and differ in the number of the pool only: the same lines of
 * code hold and wait, of the same classes. A lock that is made at one place is one class, however many there are of it;
 * pools have numbers, since one place may make pools for different ends. So the first of such findings is told, with how
 * many there are, and the others are notes.
 */
final class AlikePools {
    /** So many names of others are told. */
    private static final int NAMED = 5;

    private AlikePools() {}

    /** Demotes, in place, what repeats; the order of these findings says which comes first. */
    static void demote(List<Finding> findings, DependencyGraph graph) {
        Map<String, List<Integer>> alike = new LinkedHashMap<>();
        for (int i = 0; i < findings.size(); i++) {
            if (isOfPools(findings.get(i), graph)) {
                alike.computeIfAbsent(withoutNumbers(findings.get(i)), ignored -> new ArrayList<>())
                        .add(i);
            }
        }
        alike.values().stream().filter(all -> all.size() > 1).forEach(all -> demote(findings, all));
    }

    private static void demote(List<Finding> findings, List<Integer> alike) {
        Finding first = findings.get(alike.get(0));
        Set<String> others = new LinkedHashSet<>();
        for (int at : alike.subList(1, alike.size())) {
            Finding other = findings.get(at);
            other.classNames().stream().map(ClassNames::queueOf).forEach(others::add);
            findings.set(
                    at,
                    other.demoted(new Demotion(
                            Filters.ALIKE_POOLS,
                            "it differs from " + first.id() + " in the number of the pool only, of those that were made"
                                    + " at the same place")));
        }
        others.remove("");
        int count = alike.size() - 1;
        List<String> some = others.stream().limit(NAMED).toList();
        findings.set(
                alike.get(0),
                first.withDetail("of pools that were made at the same place, the same was found " + count
                        + (count == 1 ? " more time" : " more times") + ", as notes: " + String.join(", ", some)
                        + (others.size() > some.size() ? " and others" : "")));
    }

    private static boolean isOfPools(Finding finding, DependencyGraph graph) {
        return (finding.kind() == FindingKind.CYCLE || finding.kind() == FindingKind.STALL)
                && finding.rule().isEmpty()
                && finding.severity() != Severity.NOTE
                && finding.classNames().stream()
                        .anyMatch(name -> !ClassNames.queueOf(name).isEmpty())
                && finding.steps().stream()
                        .allMatch(step -> isProgram(graph.recordings().get(step.recording())));
    }

    private static boolean isProgram(@Nullable RecordingSummary summary) {
        return summary != null && summary.recording().isProgram();
    }

    /** All that tells two findings apart but which pool it is; two pools in one stay two. */
    private static String withoutNumbers(Finding finding) {
        String smallest = "";
        for (int first = 0; first < finding.steps().size(); first++) {
            String text = from(finding, first);
            smallest = smallest.isEmpty() || text.compareTo(smallest) < 0 ? text : smallest;
        }
        return smallest;
    }

    private static String from(Finding finding, int first) {
        Map<String, Integer> numbers = new HashMap<>();
        StringBuilder text = new StringBuilder()
                .append(finding.kind())
                .append(finding.severity())
                .append(finding.strength())
                .append(finding.contracts());
        for (int i = 0; i < finding.steps().size(); i++) {
            FindingStep step = finding.steps().get((first + i) % finding.steps().size());
            text.append('\n').append(plain(step.from().className(), numbers));
            text.append(' ').append(step.from().state());
            text.append(' ').append(step.waitKind()).append(' ').append(step.evidence());
            Witness witness = step.witness();
            if (witness != null) {
                text.append('\n').append(code(witness.heldAt()));
                text.append('\n').append(code(witness.waitedAt()));
                text.append('\n').append(witness.timeout());
            }
        }
        return text.toString();
    }

    /** A class with the number of its pool among those of this finding, in place of that among all. */
    private static String plain(String className, Map<String, Integer> numbers) {
        String pool = ClassNames.queueOf(className);
        if (pool.isEmpty()) {
            return className;
        }
        numbers.putIfAbsent(pool, numbers.size());
        String kind = className.substring(0, className.length() - pool.length());
        return kind + ClassNames.withoutOrdinal(pool) + "#" + numbers.get(pool);
    }

    /** Which line of code, whoever has called it. */
    private static String code(Place place) {
        return place.stack().stream()
                .filter(frame -> frame.contains(place.at()))
                .findFirst()
                .orElse(place.at());
    }
}
