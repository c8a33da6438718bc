package io.fencedep.core.detect;

import io.fencedep.core.graph.Node;
import io.fencedep.core.model.StableNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Ids of findings: the first 12 hex digits of a SHA-256 over kind, rule, and class names with states, in canonical order.
 * Of a class name only what edits leave alone takes part, see {@link StableNames}: no line, not even where a class is
 * named by its place.
 */
final class FindingIds {
    private static final int DIGITS = 12;

    private FindingIds() {}

    /** The id of a finding of this kind about these nodes. */
    static String of(FindingKind kind, String rule, List<Node> nodes) {
        StringBuilder text = new StringBuilder(kind.text()).append('\n').append(rule);
        for (Node node : nodes) {
            text.append('\n')
                    .append(StableNames.of(node.className()))
                    .append('\t')
                    .append(node.state().text());
        }
        return hash(text.toString());
    }

    /**
     * The findings with ids of their own, where several are about classes that differ only in what ids leave out, such
     * as the lines of two unnamed locks: all but the first of them, by names, get an id with a number in it. The order
     * stays.
     */
    static List<Finding> distinct(List<Finding> findings) {
        Map<String, SortedSet<String>> byId = new HashMap<>();
        for (Finding finding : findings) {
            byId.computeIfAbsent(finding.id(), ignored -> new TreeSet<>()).add(names(finding));
        }
        List<Finding> distinct = new ArrayList<>(findings.size());
        for (Finding finding : findings) {
            int before = byId.getOrDefault(finding.id(), Collections.emptySortedSet())
                    .headSet(names(finding))
                    .size();
            distinct.add(before == 0 ? finding : finding.withId(hash(finding.id() + "\n" + before)));
        }
        return distinct;
    }

    private static String names(Finding finding) {
        return finding.steps().stream()
                .map(step -> step.from() + "\t" + step.to())
                .collect(Collectors.joining("\n"));
    }

    private static String hash(String text) {
        return HexFormat.of()
                .formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)))
                .substring(0, DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
