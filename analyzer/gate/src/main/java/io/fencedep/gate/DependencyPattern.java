package io.fencedep.gate;

import io.fencedep.core.contract.Glob;
import io.fencedep.core.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Dependencies by their ends, written {@code A -> B}. In both names {@code *} stands for any text; a name without a state
 * means both nodes of a lock, {@code A:shared} its readers only.
 *
 * @param from what is held
 * @param to what is waited for
 */
public record DependencyPattern(String from, String to) {
    private static final String ARROW = "->";

    /** The pattern that this text is; null when it is not of the form {@code A -> B}. */
    public static @Nullable DependencyPattern of(String text) {
        int arrow = text.indexOf(" " + ARROW + " ");
        if (arrow < 0) {
            return null;
        }
        String from = text.substring(0, arrow).strip();
        String to = text.substring(arrow + ARROW.length() + 2).strip();
        return from.isEmpty() || to.isEmpty() ? null : new DependencyPattern(from, to);
    }

    /** Whether a dependency with these ends is meant. */
    public boolean matches(Node heldNode, Node waitedNode) {
        return matches(from, heldNode) && matches(to, waitedNode);
    }

    private static boolean matches(String pattern, Node node) {
        return Glob.matches(pattern, node.className()) || Glob.matches(pattern, node.toString());
    }

    @Override
    public String toString() {
        return from + " " + ARROW + " " + to;
    }
}
