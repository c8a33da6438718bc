package io.fencedep.core.lowering;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many holders of one limited resource were in the same wait at once: when all are, none is left to end it. */
final class Crowds {
    /** So many wait for their classes to be known. */
    private static final int MAX = 256;

    /** Who waited while holding places of one resource, for what may turn out to be the same. */
    private record Crowd(Edge edge, long holders, List<int[]> others) {}

    private final Session session;
    private final List<Crowd> crowds = new ArrayList<>();

    Crowds(Session session) {
        this.session = session;
    }

    /** How many holders of a limited resource have made this very wait during their present holds. */
    void count(Edge edge, Hold hold, int target) {
        IntOpenHashSet waited = hold.waitedFor;
        if (waited == null) {
            waited = new IntOpenHashSet();
            hold.waitedFor = waited;
        }
        boolean known = session.classes.isKnown(target / 2);
        boolean added = waited.add(target);
        long holders = 0;
        List<int[]> others = new ArrayList<>();
        Resource resource = hold.resource;
        for (Hold h = resource == null ? null : resource.holders; h != null; h = h.nextOfResource) {
            if (h.waitedFor == null) {
                continue;
            }
            if (isFor(h.waitedFor, target)) {
                holders++;
            } else if (added && mayBeFor(h.waitedFor, known)) {
                others.add(h.waitedFor.toIntArray());
            }
        }
        edge.holdersAtOnce = Math.max(edge.holdersAtOnce, holders);
        if (!others.isEmpty() && crowds.size() < MAX) {
            crowds.add(new Crowd(edge, holders, others));
        }
    }

    private boolean isFor(IntOpenHashSet waited, int target) {
        return waited.contains(target)
                || session.classes.hasProvisional() && waited.intStream().anyMatch(each -> isOne(each, target));
    }

    /** Whether one of these targets may turn out to be the same as another one. */
    private boolean mayBeFor(IntOpenHashSet waited, boolean known) {
        return !known || !waited.intStream().allMatch(each -> session.classes.isKnown(each / 2));
    }

    /** How many holders were in a wait at once, as far as classes are known by now. */
    void settle() {
        for (Crowd crowd : crowds) {
            long same = crowd.others.stream()
                    .filter(waited -> Arrays.stream(waited).anyMatch(each -> isOne(each, crowd.edge.target)))
                    .count();
            crowd.edge.holdersAtOnce = Math.max(crowd.edge.holdersAtOnce, crowd.holders + same);
        }
    }

    private boolean isOne(int left, int right) {
        return left % 2 == right % 2 && session.classes.areSame(left / 2, right / 2);
    }
}
