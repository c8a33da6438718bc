package io.fencedep.cli;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.report.Phrases;
import io.fencedep.report.explain.NearMiss;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What people probably meant who named something that there is not: the ends of messages. */
final class Meant {
    private static final int MOST = 5;

    private Meant() {}

    /** Such as {@code ; did you mean mmap_lock?}; empty when nothing comes close. */
    static String oneOf(String typed, Collection<String> known) {
        Set<String> close = new LinkedHashSet<>();
        NearMiss.of(typed, known).ifPresent(close::add);
        known.stream()
                .filter(name -> !typed.isEmpty() && name.contains(typed))
                .limit(MOST)
                .forEach(close::add);
        List<String> named = close.stream().limit(MOST).toList();
        int last = named.size() - 1;
        return switch (named.size()) {
            case 0 -> "";
            case 1 -> "; did you mean " + named.get(0) + "?";
            default -> "; did you mean " + String.join(", ", named.subList(0, last)) + " or " + named.get(last) + "?";
        };
    }

    /** That there is no finding of this id or kind. */
    static String noFinding(String wanted, Analysis analysis) {
        List<String> ids = analysis.findings().stream().map(Finding::id).toList();
        String near = oneOf(wanted, ids);
        return "no finding '" + wanted + "' in these inputs"
                + (near.isEmpty()
                        ? "; there " + (ids.size() == 1 ? "is " : "are ")
                                + (ids.isEmpty()
                                        ? "none"
                                        : Phrases.count(ids.size(), "finding") + ", which fencedep check --all names")
                        : near);
    }
}
