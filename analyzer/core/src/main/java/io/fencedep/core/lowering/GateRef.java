package io.fencedep.core.lowering;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance that was held whenever a dependency occurred, on condition that some tasks turn out to be guarded by their
 * parents, and as far as the holds behind it, and behind the dependency, turn out to be some.
 */
final class GateRef {
    final Resource resource;
    final int node;
    List<TaskState.Guard> conditions = List.of();
    /** Whether it was held for reading only in some occurrence. */
    boolean shared;
    /** Whether the dependency turned out to occur without it. */
    boolean gone;

    /** What was noted last, so that the same need not be noted again. */
    private Hold restsOn = Hold.NOBODY;

    private long restsOnSince;
    private Hold gatedUnder = Hold.NOBODY;
    private long gatedUnderSince;
    private Hold lackedUnder = Hold.NOBODY;
    private long lackedUnderSince;
    private TaskState.@Nullable Guard lackedUnless;

    GateRef(Resource resource, int node) {
        this.resource = resource;
        this.node = node;
    }

    boolean stands() {
        return !gone && conditions.stream().allMatch(TaskState.Guard::stands);
    }

    /** The dependency occurred under one hold while this other one was there as well. */
    void restsOn(Hold gate, Hold under) {
        boolean known = isIt(gate, restsOn, restsOnSince) && isIt(under, gatedUnder, gatedUnderSince);
        if (gate.lockLike && !known) {
            restsOn = gate;
            restsOnSince = gate.since;
            gatedUnder = under;
            gatedUnderSince = under.since;
            gate.doubts().rests(this, under);
        }
    }

    /** The dependency occurred under a hold while at most a parent's guard was there. */
    void lackedUnder(Hold hold, TaskState.@Nullable Guard guard) {
        if (guard != null && conditions.contains(guard)) {
            return;
        }
        if (!hold.lockLike) {
            lacked(guard);
        } else if (!isIt(hold, lackedUnder, lackedUnderSince) || lackedUnless != guard) {
            lackedUnder = hold;
            lackedUnderSince = hold.since;
            lackedUnless = guard;
            hold.doubts().lacks(this, guard);
        }
        if (guard != null && isIt(guard.hold, guard.hold, guard.since)) {
            restsOn(guard.hold, hold);
        }
    }

    /** The dependency occurred without a hold of it, for sure. */
    void lacked(TaskState.@Nullable Guard guard) {
        if (guard == null) {
            gone = true;
        } else {
            List<TaskState.Guard> more = new ArrayList<>(conditions);
            more.add(guard);
            conditions = more;
        }
    }

    /** What gates another occurrence gates this dependency as well, which occurs under a hold. */
    void takeOver(GateRef other, Hold hold) {
        shared |= other.shared;
        other.conditions.forEach(this::lacked);
        if (isIt(other.restsOn, other.restsOn, other.restsOnSince)) {
            restsOn(other.restsOn, hold);
        }
    }

    /** Whether a hold is still that one. */
    private static boolean isIt(Hold hold, Hold known, long since) {
        return hold == known && hold.since == since && hold.frame != null;
    }
}
