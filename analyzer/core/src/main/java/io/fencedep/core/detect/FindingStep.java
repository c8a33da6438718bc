package io.fencedep.core.detect;

import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One dependency of a finding, with the occurrence that is shown.
 *
 * @param from what was held
 * @param to what was waited for
 * @param evidence why it is believed
 * @param waitKind how it was waited for
 * @param support on the way to how many signals the wait lay; 0 when that does not apply
 * @param signals of how many; 0 when that does not apply
 * @param count how often it occurred; 0 when only a contract states it
 * @param recording the id of the recording that the witness is from; empty without a witness
 * @param witness who, where; null when only a contract states it
 * @param note what a reader should know about this step, as a sentence; empty when nothing
 */
public record FindingStep(
        Node from,
        Node to,
        Evidence evidence,
        WaitKind waitKind,
        long support,
        long signals,
        long count,
        String recording,
        @Nullable Witness witness,
        String note) {

    /**
     * The reset or page fault that this step is about: until it is through, no fence of its device signals, whoever
     * signals it then. Null when {@code from} was held by itself.
     *
     * @param classes what is known of the class of a node
     */
    public @Nullable Held device(Function<Node, @Nullable ResourceClass> classes) {
        if (witness == null || !isOf(classes, from, ResourceKind.FENCE)) {
            return null;
        }
        return witness.held().stream()
                .filter(held -> isOf(classes, held.node(), ResourceKind.RESET)
                        || isOf(classes, held.node(), ResourceKind.FAULT))
                .filter(held -> held.instance().equals(witness.fromInstance())
                        && held.place().equals(witness.heldAt()))
                .findFirst()
                .orElse(null);
    }

    private static boolean isOf(Function<Node, @Nullable ResourceClass> classes, Node node, ResourceKind kind) {
        ResourceClass known = classes.apply(node);
        return known != null && known.kind() == kind;
    }
}
