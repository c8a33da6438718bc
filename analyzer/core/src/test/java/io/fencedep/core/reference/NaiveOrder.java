package io.fencedep.core.reference;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether locks are surely taken in one order: no pair leads back, which would be so fewer than once in a hundred times by
 * chance.
 *
 * @param pairs what was held and what was waited for, by a number for the class, a blank, and the name
 */
public record NaiveOrder(Set<List<String>> pairs) {
    public boolean isCertain() {
        boolean known = pairs.stream().flatMap(List::stream).noneMatch(lock -> lock.endsWith(" "));
        return known
                && 100 * ways() <= Math.pow(2, pairs.size())
                && pairs.stream().noneMatch(pair -> leads(pairs, pair.get(1), pair.get(0), new HashSet<>()));
    }

    private static boolean leads(Set<List<String>> pairs, String from, String to, Set<String> known) {
        return from.equals(to)
                || known.add(from)
                        && pairs.stream()
                                .anyMatch(pair -> pair.get(0).equals(from) && leads(pairs, pair.get(1), to, known));
    }

    /** At most in how many ways the pairs could point without a circle. */
    private double ways() {
        double ways = 1;
        for (String lock : pairs.stream().flatMap(List::stream).distinct().toList()) {
            ways *= 1 + pairs.stream().filter(pair -> pair.contains(lock)).count();
        }
        return ways;
    }
}
