package io.fencedep.core.lowering;

import io.fencedep.core.lowering.Edge.GateRef;
import io.fencedep.core.model.InterruptContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which instances keep everybody else out while a dependency occurs: what the task holds for write, and what a parent holds
 * that waits for it. Not for an interrupt what the task holds that it hit: another time it hits somebody else.
 */
final class Gates {
    private Gates() {}

    /** All gates of an occurrence. */
    static List<GateRef> heldBy(Frame frame, Hold except) {
        List<GateRef> gates = new ArrayList<>(2);
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold != except && hold.excludes && hold.resource != null) {
                gates.add(new GateRef(hold.resource, hold.node(), List.of()));
            }
        }
        for (TaskState.Guard guard : guards(frame)) {
            if (guard.isOpen()) {
                gates.add(new GateRef(guard.resource, guard.node, List.of(guard)));
            }
        }
        return gates;
    }

    /** Removes what is not held now. */
    static void narrow(List<GateRef> gates, Frame frame, Hold except) {
        for (Iterator<GateRef> each = gates.iterator(); each.hasNext(); ) {
            GateRef gate = each.next();
            if (isHeld(gate.resource, frame, except)) {
                continue;
            }
            TaskState.Guard guard = guardFor(gate.resource, frame);
            if (guard == null) {
                each.remove();
            } else if (!gate.conditions.contains(guard)) {
                gate.addCondition(guard);
            }
        }
    }

    /** Keeps what was held in another occurrence as well. */
    static void narrow(List<GateRef> gates, List<GateRef> others) {
        for (Iterator<GateRef> each = gates.iterator(); each.hasNext(); ) {
            GateRef gate = each.next();
            GateRef other = others.stream()
                    .filter(one -> one.resource == gate.resource)
                    .findFirst()
                    .orElse(null);
            if (other == null) {
                each.remove();
            } else {
                other.conditions.forEach(gate::addCondition);
            }
        }
    }

    private static boolean isHeld(Resource resource, Frame frame, Hold except) {
        for (int i = 0; resource.holders != null && i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold != except && hold.excludes && hold.resource == resource) {
                return true;
            }
        }
        return false;
    }

    private static TaskState.@Nullable Guard guardFor(Resource resource, Frame frame) {
        for (TaskState.Guard guard : guards(frame)) {
            if (guard.resource == resource && guard.isOpen()) {
                return guard;
            }
        }
        return null;
    }

    private static List<TaskState.Guard> guards(Frame frame) {
        return frame.context == InterruptContext.TASK ? frame.task.guards : List.of();
    }
}
