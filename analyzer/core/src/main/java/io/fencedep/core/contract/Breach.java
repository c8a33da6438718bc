package io.fencedep.core.contract;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Witness;
import org.jspecify.annotations.Nullable;

/**
 * A rule that a graph breaks. There is one for each contract, rule and pair of classes, whichever nodes of them are
 * concerned: identify it by these, not by the nodes, which may be others when more recordings are looked at.
 *
 * <p>How sure it is depends on its dependency: a wait under an inferred hold breaks a rule only as far as the inference
 * carries, see {@link io.fencedep.core.graph.DependencyGraph#standing}.
 *
 * @param contract the contract's name
 * @param rule the rule
 * @param from what was held; for a fact without steps, nothing
 * @param to what was waited for; for a fact without steps, nothing
 * @param dependency the best founded dependency that breaks it; null when a fact does
 * @param observation the fact that breaks it; null when a dependency does
 * @param count how often the dependency or the fact occurred
 * @param recording the recording that the witness is from; empty without a witness
 * @param witness an occurrence that breaks the rule; null when none was kept
 */
public record Breach(
        String contract,
        Rule rule,
        @Nullable Node from,
        @Nullable Node to,
        @Nullable Dependency dependency,
        @Nullable Observation observation,
        long count,
        String recording,
        @Nullable Witness witness) {

    /** The name of the class that was held; empty for a fact without steps. */
    public String fromClass() {
        return from == null ? "" : from.className();
    }

    /** The name of the class that was waited for; empty for a fact without steps. */
    public String toClass() {
        return to == null ? "" : to.className();
    }
}
