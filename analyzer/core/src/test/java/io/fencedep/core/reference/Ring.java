package io.fencedep.core.reference;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Instances of one class that wait for each other. */
final class Ring {
    /**
     * Whoever holds one instance waits for another one.
     *
     * @param ownBy the task that waits with a hold of its own on the other one; empty for any
     */
    record Pair(String before, String after, String ownBy) {}

    private Ring() {}

    /** Adds a pair, and says whether there is a way back from its end to its beginning. */
    static boolean closes(List<Pair> pairs, String before, String after) {
        return closes(pairs, new Pair(before, after, ""), "");
    }

    /** The same, where what this very task waited for with holds of its own makes no way back. */
    static boolean closes(List<Pair> pairs, Pair fresh, String task) {
        pairs.add(fresh);
        return reaches(
                pairs.stream()
                        .filter(pair -> pair.ownBy().isEmpty() || !pair.ownBy().equals(task))
                        .toList(),
                fresh.after(),
                fresh.before());
    }

    private static boolean reaches(List<Pair> pairs, String after, String before) {
        Set<String> reached = new HashSet<>(Set.of(after));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Pair pair : pairs) {
                grown |= reached.contains(pair.before()) && reached.add(pair.after());
            }
        }
        return reached.contains(before);
    }
}
