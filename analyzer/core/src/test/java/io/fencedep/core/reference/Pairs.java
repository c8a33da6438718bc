package io.fencedep.core.reference;

import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Between which locks, by which tasks, the dependencies of a program were seen; what is no lock stands for any. */
final class Pairs {
    /** For each dependency the tasks of each pair. */
    private final SortedMap<String, SortedMap<String, Set<String>>> all = new TreeMap<>();

    private final Map<String, Set<String>> next = new HashMap<>();
    private final Map<String, String> ends = new HashMap<>();

    /** One more occurrence; an empty task is one of several. */
    void add(String dependency, Node from, String held, Node to, String wanted, String task) {
        next.computeIfAbsent(from.className(), name -> new HashSet<>()).add(to.className());
        ends.put(dependency, from.className() + "\n" + to.className());
        all.computeIfAbsent(dependency, fresh -> new TreeMap<>())
                .computeIfAbsent(lock(from, held) + " then " + lock(to, wanted), fresh -> new TreeSet<>())
                .add(task);
    }

    private static String lock(Node node, String instance) {
        return node.state() == NodeState.NONE || instance.isEmpty() ? "any" : instance;
    }

    /** What was seen of those dependencies that may be part of a ring of classes. */
    SortedMap<String, String> ofRings() {
        SortedMap<String, String> facts = new TreeMap<>();
        all.forEach((dependency, pairs) -> {
            String[] both = ends.get(dependency).split("\n", -1);
            if (reaches(both[1], both[0])) {
                facts.put("pairs of " + dependency, text(pairs));
            }
        });
        return facts;
    }

    /** What was seen of any dependency. */
    SortedMap<String, String> all() {
        SortedMap<String, String> facts = new TreeMap<>();
        all.forEach((dependency, pairs) -> facts.put("pairs of " + dependency, text(pairs)));
        return facts;
    }

    private boolean reaches(String from, String to) {
        Set<String> reached = new LinkedHashSet<>(Set.of(from));
        boolean more = true;
        while (more) {
            more = false;
            for (String each : Set.copyOf(reached)) {
                more |= reached.addAll(next.getOrDefault(each, Set.of()));
            }
        }
        return reached.contains(to);
    }

    private static String text(SortedMap<String, Set<String>> pairs) {
        SortedMap<String, String> text = new TreeMap<>();
        pairs.forEach((pair, tasks) -> text.put(
                pair,
                tasks.size() > 1 || tasks.contains("")
                        ? "several"
                        : tasks.iterator().next()));
        return text.toString();
    }
}
