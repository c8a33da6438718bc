package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import it.unimi.dsi.fastutil.ints.IntArraySet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A dependency as one recording shows it, while the recording is read. */
final class Edge extends Confirmable {
    /** Nobody yet. */
    static final long NOBODY = -1;
    /** More than one strand. */
    static final long SEVERAL = -2;
    /** Of more pools it is not known whether they run several at a time. */
    private static final int MAX_POOLS = 8;

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

    private record Sponsor(Hold hold, long since) {
        boolean isOpen() {
            return hold.since == since && hold.frame != null;
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
    /** Whether it was seen otherwise than past locks that lockdep passes over; of what has no hold that is not asked. */
    boolean near;

    boolean fifoOrdered = true;
    /** Whether {@link #fifoOrdered} says anything. */
    boolean fifoSeen;
    /** How often it was a fence that depends on one, or waits for one on its way, that was there before. */
    long onOlder;
    /** How often what was waited for came out of an item that had its place already. */
    long onBegun;
    /** Whether it was made without a hold, once and for all. */
    boolean linked;

    long holdersAtOnce;
    /** Whether one holder alone had all that there is room for. */
    boolean full;
    /** Whether all that there is room for was asked for. */
    boolean asksAll;

    /** What gated all its occurrences that stand, or may turn out to have. */
    @Nullable
    List<GateRef> gates;

    /** The holds under which it occurred, as long as none of them is known to be one. */
    private @Nullable List<Sponsor> sponsors = new ArrayList<>(1);

    /** Between which instances; null outside of programs. */
    @Nullable
    InstancePairs pairs;

    /** When it was seen; null where starts and joins are no matter. */
    @Nullable
    TaskSpans spans;

    /** Whether the witnesses show less than that. */
    boolean wider;

    /** Whether who made it may have run beside others of its pool. */
    boolean pooled;
    /** The pools, of room for one item as far as is known, that it was seen in. */
    @Nullable
    IntArraySet places;

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

    InstancePairs pairs() {
        InstancePairs known = pairs;
        if (known == null) {
            known = new InstancePairs();
            pairs = known;
        }
        return known;
    }

    TaskSpans spans() {
        TaskSpans known = spans;
        if (known == null) {
            known = new TaskSpans();
            spans = known;
        }
        return known;
    }

    void noteStrand(long strand) {
        if (only == NOBODY) {
            only = strand;
        } else if (only != strand) {
            only = SEVERAL;
        }
    }

    /** It occurs here: whether that is in an item of a pool, as {@link Witness#isPooled} tells. */
    void notePool(Frame frame) {
        if (pooled || !frame.isQueued()) {
            return;
        }
        int place = frame.onlyPlace();
        if (place < 0) {
            pooled = true;
            return;
        }
        IntArraySet known = places;
        if (known == null) {
            known = new IntArraySet(1);
            places = known;
        }
        known.add(place);
        pooled = known.size() > MAX_POOLS;
    }

    /** It occurs under a hold: keeps the gates that are there now as well; the first occurrence brings all that are. */
    void narrowGates(Hold hold, Frame frame) {
        if (confirmed) {
            sponsors = null;
        }
        boolean fresh = sponsors != null && !isSponsor(hold, sponsors);
        if (gates == null) {
            gates = Gates.heldBy(frame, hold);
        } else {
            if (!gates.isEmpty()) {
                Gates.narrow(gates, frame, hold);
            }
            if (fresh) {
                addGates(gates, Objects.requireNonNull(sponsors), frame, hold);
            }
        }
        if (fresh) {
            Objects.requireNonNull(sponsors).add(new Sponsor(hold, hold.since));
        }
    }

    private static boolean isSponsor(Hold hold, List<Sponsor> sponsors) {
        for (int i = 0; i < sponsors.size(); i++) {
            if (sponsors.get(i).hold == hold && sponsors.get(i).since == hold.since) {
                return true;
            }
        }
        return false;
    }

    /** What earlier occurrences lacked is a gate if none of those was one. */
    private static void addGates(List<GateRef> gates, List<Sponsor> sponsors, Frame frame, Hold hold) {
        sponsors.removeIf(each -> !each.isOpen());
        for (GateRef gate : Gates.heldBy(frame, hold)) {
            if (gates.stream().noneMatch(each -> each.resource == gate.resource && (gate.shared || !each.shared))) {
                sponsors.forEach(each -> gate.lackedUnder(each.hold, null));
                gates.add(gate);
            }
        }
    }
}
