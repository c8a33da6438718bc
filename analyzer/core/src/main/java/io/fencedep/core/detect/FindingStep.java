package io.fencedep.core.detect;

import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
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
        String note) {}
