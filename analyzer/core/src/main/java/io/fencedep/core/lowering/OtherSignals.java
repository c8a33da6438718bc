package io.fencedep.core.lowering;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.ResourceClass;
import java.util.HashSet;
import java.util.Set;

/**
 * What signals say of others: of what is signalled again and again by anybody, as notifications are, the next signal may be
 * one that came without what this one waited for.
 */
final class OtherSignals {
    private final DependencyGraph graph;
    private final Set<String> again = new HashSet<>();
    private String recording = "";

    OtherSignals(DependencyGraph graph) {
        this.graph = graph;
    }

    /** What this recording shows, once its classes have their names. */
    void find(Session session, FinalNames names, String ofRecording) {
        recording = ofRecording;
        for (int id = 1; session.traits.program() && id < session.classes.size(); id++) {
            if (session.classes.entry(id).follows && names.isKnown(id)) {
                again.add(names.node(id, false).className());
            }
        }
    }

    /** Whether each of these only follows one that was signalled, so that it is up to nobody in particular. */
    boolean areAnybodys(Node fence) {
        return again.contains(fence.className());
    }

    /** How many signals there were, but for those whose waiter kept them from waiting for that. */
    long countFor(Node fence, Node target) {
        ResourceClass from = graph.classOf(fence);
        ResourceClass.Signals signals = from == null ? null : from.signals().get(recording);
        return signals == null ? 0 : signals.total() - signals.excluded().getOrDefault(target, 0L);
    }
}
