package io.fencedep.report;

import io.fencedep.core.detect.Finding;
import java.util.List;
import java.util.Set;

/**
 * What was known of an analysis before it was made.
 *
 * @param compared whether there was anything to compare with; without it no finding is new or known
 * @param known the ids of findings that were accepted before, or were there before a change
 * @param vanished what was accepted, but is found no more
 * @param unusedSuppressions suppressions that fit nothing, as phrases with file and line
 */
public record Acceptance(
        boolean compared, Set<String> known, List<Vanished> vanished, List<String> unusedSuppressions) {
    /** Nobody asked. */
    public static final Acceptance NONE = new Acceptance(false, Set.of(), List.of(), List.of());

    /**
     * Something that was accepted, but is found no more.
     *
     * @param id the finding's id
     * @param about its kind and classes, as somebody wrote them down
     */
    public record Vanished(String id, String about) {}

    public Acceptance {
        known = Set.copyOf(known);
        vanished = List.copyOf(vanished);
        unusedSuppressions = List.copyOf(unusedSuppressions);
    }

    /** Whether this finding was known before. */
    public boolean knows(Finding finding) {
        return known.contains(finding.id());
    }
}
