package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.lowering.Resource.Fence;
import java.util.List;

/** Which waits for fences close no ring, because an order stands behind them: what was there first, or a queue of one. */
final class FenceOrders {
    private final Session session;

    FenceOrders(Session session) {
        this.session = session;
    }

    /** A frame waits for one of these. */
    void waits(List<Fence> fences, Frame frame, int target, WaitKind kind) {
        noteOrder(fences, frame, target, kind);
        noteAges(fences, frame, target, kind);
    }

    /** A dependency on what was there before closes no ring by itself. */
    static void depends(Fence fence, Fence on, Edge edge) {
        long since = fence.visibleSince();
        boolean told = on.visibleSince() != Fence.NEVER || on.signalled != Fence.NEVER;
        if (since == Fence.NEVER || told && on.signalled == Fence.NEVER && on.visibleSince() > since) {
            return;
        }
        edge.onOlder++;
        if (!told) {
            on.dependants.add(edge);
        }
    }

    /** It begins to exist here: what was made to depend on it before is older than it. */
    static void younger(Fence fence) {
        fence.dependants.forEach(edge -> edge.onOlder--);
        fence.dependants.clear();
    }

    /** Whoever is on the way to a signal and waits for fences that were there before its own closes no ring by that. */
    private void noteAges(List<Fence> fences, Frame frame, int target, WaitKind kind) {
        Fence on = fences.get(0);
        if (fences.size() > 1 || on.visibleSince() == Fence.NEVER) {
            return;
        }
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.resource instanceof Fence held
                    && hold.classId != target / 2
                    && !hold.late
                    && on.visibleSince() < held.visibleSince()) {
                session.dependencies.edge(hold.node(), target, Basis.SECTION, kind).onOlder++;
            }
        }
    }

    /** Whether a first-in-first-out queue of one has already put the signal before this wait. */
    private void noteOrder(List<Fence> fences, Frame frame, int target, WaitKind kind) {
        Resource.Work mine = frame.unit.item;
        if (mine == null || mine.capacity() > 1) {
            return;
        }
        boolean ordered = fences.stream().anyMatch(fence -> isOrdered(fence, mine, frame));
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.kind == ResourceKind.PLACE) {
                Edge edge = session.dependencies.edge(hold.node(), target, Basis.SECTION, kind);
                edge.fifoSeen = true;
                edge.fifoOrdered &= ordered;
            }
        }
    }

    private static boolean isOrdered(Fence fence, Resource.Work mine, Frame frame) {
        Resource.Work signaller = fence.signalItem;
        return signaller != null
                && fence.signalled != Fence.NEVER
                && signaller.queue == mine.queue
                && fence.signalItemQueuer == frame.unit.itemQueuer
                && fence.signalItemQueued >= 0
                && fence.signalItemQueued < frame.unit.itemQueued;
    }
}
