package io.fencedep.core.lowering;

import io.fencedep.core.model.InterruptContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which instances keep others out while a dependency occurs: what the task holds for write, in programs what it reads, which
 * keeps writers out, and what a parent holds for write that waits for it. Not for an interrupt what the task holds that it
 * hit: another time it hits somebody else.
 */
final class Gates {
    private Gates() {}

    /** All gates of an occurrence under a hold. */
    static List<GateRef> heldBy(Frame frame, Hold except) {
        List<GateRef> gates = new ArrayList<>(2);
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            boolean isGate = hold.excludes || hold.excludesWriters;
            if (hold != except && isGate && hold.resource != null) {
                GateRef gate = new GateRef(hold.resource, hold.node());
                gate.shared = hold.excludesWriters;
                gate.restsOn(hold, except);
                gates.add(gate);
            }
        }
        for (TaskState.Guard guard : guards(frame)) {
            if (guard.isOpen()) {
                GateRef gate = new GateRef(guard.resource, guard.node);
                gate.lackedUnder(except, guard);
                gates.add(gate);
            }
        }
        return gates;
    }

    /** Keeps what is held in an occurrence under a hold as well. */
    static void narrow(List<GateRef> gates, Frame frame, Hold except) {
        for (Iterator<GateRef> each = gates.iterator(); each.hasNext(); ) {
            GateRef gate = each.next();
            Hold held = gate.gone ? null : heldIn(frame, gate, except);
            if (held != null) {
                gate.shared |= held.excludesWriters;
                gate.restsOn(held, except);
            } else if (!gate.gone) {
                gate.lackedUnder(except, guardFor(gate.resource, frame));
            }
            if (gate.gone) {
                each.remove();
            }
        }
    }

    /** Keeps what was held in another occurrence as well. */
    static void narrow(List<GateRef> gates, List<GateRef> others, Hold except) {
        for (Iterator<GateRef> each = gates.iterator(); each.hasNext(); ) {
            GateRef gate = each.next();
            GateRef other = others.stream()
                    .filter(one -> one.resource == gate.resource && !one.gone)
                    .min(Comparator.comparing(one -> one.shared))
                    .orElse(null);
            if (other == null) {
                each.remove();
            } else {
                gate.takeOver(other, except);
            }
        }
    }

    /**
     * The oldest hold of a gate here that keeps everybody else out, or, if that is all that is asked, writers, and was not taken
     * again, if there is one; else one that was, or one that keeps writers out.
     */
    private static @Nullable Hold heldIn(Frame frame, GateRef gate, Hold except) {
        Hold found = null;
        Hold reader = null;
        for (int i = 0; gate.resource.holders != null && i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold == except || hold.resource != gate.resource) {
                continue;
            }
            boolean isEnough = hold.excludes || gate.shared && hold.excludesWriters;
            if (isEnough && !hold.retaken) {
                return hold;
            }
            found = found == null && hold.excludes ? hold : found;
            reader = reader == null && hold.excludesWriters ? hold : reader;
        }
        return found == null ? reader : found;
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
