package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Dependencies from duties that count only if the fence is submitted later. */
final class LateDependencies {
    private static final int MAX = 256;

    private record Late(
            Hold hold,
            long since,
            int from,
            int target,
            WaitKind kind,
            Witness witness,
            Traits traits,
            List<GateRef> gates) {}

    private final Session session;
    private final List<Late> all = new ArrayList<>();

    LateDependencies(Session session) {
        this.session = session;
    }

    /** A task waits that has such a duty. */
    void add(Hold hold, int target, @Nullable Resource resource, WaitKind kind, Event event) {
        if (all.size() < MAX) {
            Frame frame = Objects.requireNonNull(hold.frame);
            all.add(new Late(
                    hold,
                    hold.since,
                    hold.node(),
                    target,
                    kind,
                    session.witnesses.of(frame, hold, resource, event),
                    session.traits(hold, event.driver),
                    Gates.heldBy(frame, hold)));
        }
    }

    /** This duty was handed over: what was waited for under it counts. */
    void confirm(Hold hold) {
        for (Late found : all) {
            if (found.hold == hold && found.since == hold.since) {
                Edge edge =
                        session.dependencies.link(found.from, found.target, Basis.SECTION, found.kind, found.witness);
                edge.traits.putIfAbsent(found.traits, found.witness);
                if (edge.gates == null) {
                    edge.gates = new ArrayList<>(found.gates);
                } else {
                    Gates.narrow(edge.gates, found.gates, hold);
                }
            }
        }
    }
}
