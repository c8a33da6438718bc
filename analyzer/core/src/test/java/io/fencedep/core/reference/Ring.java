package io.fencedep.core.reference;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Instances of one class that wait for each other. */
final class Ring {
    /** Whoever holds one instance waits for another one. */
    record Pair(String before, String after) {}

    private Ring() {}

    /** Adds a pair, and says whether there is a way back from its end to its beginning. */
    static boolean closes(List<Pair> pairs, String before, String after) {
        pairs.add(new Pair(before, after));
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
