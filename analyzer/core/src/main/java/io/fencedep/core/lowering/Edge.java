package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dependency as one recording shows it, while the recording is read. */
final class Edge extends Confirmable {
    /** Nobody yet. */
    static final long NOBODY = -1;
    /** More than one strand. */
    static final long SEVERAL = -2;

    /**
     * An instance that was held whenever the dependency occurred, on condition that some tasks turn out to be guarded by
     * their parents.
     */
    static final class GateRef {
        final Resource resource;
        final int node;
        List<TaskState.Guard> conditions;

        GateRef(Resource resource, int node, List<TaskState.Guard> conditions) {
            this.resource = resource;
            this.node = node;
            this.conditions = conditions;
        }

        void addCondition(TaskState.Guard guard) {
            List<TaskState.Guard> more = new ArrayList<>(conditions);
            more.add(guard);
            conditions = more;
        }

        boolean stands() {
            return conditions.stream().allMatch(TaskState.Guard::stands);
        }
    }

    /** What tells one occurrence from another; compared without making anything. */
    record Seen(
            int task,
            InterruptContext context,
            int stamp,
            @Nullable Resource from,
            @Nullable Resource to) {
        boolean is(Frame frame, @Nullable Resource held, @Nullable Resource waited) {
            return task == frame.task.id
                    && context == frame.context
                    && stamp == frame.task.stampNumber
                    && from == held
                    && to == waited;
        }
    }

    /** The node that is held. */
    final int from;
    /** The class that is waited for, times two, plus one when its readers are waited for as well. */
    final int target;

    final Basis basis;
    final WaitKind waitKind;

    long count;
    /** For which driver and hold the traits were noted last. */
    int traitsDriver = -1;

    long traitsOf;

    /** The only {@link Session#strand} that made it. */
    long only = NOBODY;

    boolean more;
    boolean fifoOrdered = true;
    /** Whether {@link #fifoOrdered} says anything. */
    boolean fifoSeen;
    /** How often it was a fence that depends on one, or waits for one on its way, that was there before. */
    long onOlder;
    /** Whether it was made without a hold, once and for all. */
    boolean linked;

    long holdersAtOnce;

    @Nullable
    List<GateRef> gates;

    /** Between which instances; null outside of programs. */
    @Nullable
    InstancePairs pairs;

    final List<Witness> witnesses = new ArrayList<>(1);
    /** What each of the witnesses made by a hold is told apart by. */
    final List<Seen> seen = new ArrayList<>(1);

    final Map<Traits, Witness> traits = new LinkedHashMap<>(1);

    Edge(int from, int target, Basis basis, WaitKind waitKind) {
        this.from = from;
        this.target = target;
        this.basis = basis;
        this.waitKind = waitKind;
    }
}
