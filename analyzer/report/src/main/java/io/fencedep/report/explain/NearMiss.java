package io.fencedep.report.explain;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody probably meant who mistyped a name. */
public final class NearMiss {
    private NearMiss() {}

    /**
     * The known name that is fewest edits away (insertion, deletion, change of a letter, swap of two neighbours), if that
     * is no more than a third of its length; else the first one that begins with what was typed, or contains it.
     */
    public static Optional<String> of(String typed, Collection<String> known) {
        Optional<String> close = known.stream()
                .filter(name -> distance(typed, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt((String name) -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()));
        if (close.isPresent() || typed.length() < 3) {
            return close;
        }
        Optional<String> prefix =
                known.stream().filter(name -> name.startsWith(typed)).findFirst();
        return prefix.isPresent()
                ? prefix
                : known.stream().filter(name -> name.contains(typed)).findFirst();
    }

    private static int distance(String left, String right) {
        int[][] edits = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, left, right, i, j);
            }
        }
        return edits[left.length()][right.length()];
    }

    private static int step(int[][] edits, String left, String right, int i, int j) {
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int best = Math.min(edits[i - 1][j - 1] + change, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
