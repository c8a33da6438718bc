package io.fencedep.core.detect;

import io.fencedep.core.graph.Node;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Ids of findings: the first 12 hex digits of a SHA-256 over kind, rule, and class names with states, in canonical order.
 * No line number takes part, not even where a class is named by its place.
 */
final class FindingIds {
    private static final int DIGITS = 12;
    private static final Pattern LINE = Pattern.compile("(@[^ ]*?):\\d+");

    private FindingIds() {}

    /** The id of a finding of this kind about these nodes. */
    static String of(FindingKind kind, String rule, List<Node> nodes) {
        StringBuilder text = new StringBuilder(kind.text()).append('\n').append(rule);
        for (Node node : nodes) {
            text.append('\n')
                    .append(LINE.matcher(node.className()).replaceAll("$1"))
                    .append('\t')
                    .append(node.state().text());
        }
        return HexFormat.of()
                .formatHex(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)))
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
