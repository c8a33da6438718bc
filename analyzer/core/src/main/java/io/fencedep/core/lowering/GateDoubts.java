package io.fencedep.core.lowering;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What hangs on whether a hold is one, for the gates of dependencies. Empty for most holds; makes nothing per entry. */
final class GateDoubts {
    /** The gates that are none if this hold is none, each with the hold under which it gated something. */
    private final List<GateRef> resting = new ArrayList<>(0);

    private final List<Hold> restingUnder = new ArrayList<>(0);
    private final LongArrayList restingSince = new LongArrayList(0);

    /** The gates that are none if this hold is one, unless a parent's guard turns out to be one. */
    private final List<GateRef> lacking = new ArrayList<>(0);

    private final List<TaskState.@Nullable Guard> lackingUnless = new ArrayList<>(0);

    void rests(GateRef gate, Hold under) {
        resting.add(gate);
        restingUnder.add(under);
        restingSince.add(under.since);
    }

    void lacks(GateRef gate, TaskState.@Nullable Guard unless) {
        lacking.add(gate);
        lackingUnless.add(unless);
    }

    /** The hold ends properly: what occurred under it did. */
    void isOne() {
        forEachLacking(GateRef::lacked);
    }

    /**
     * The hold turns out to be none: what occurred under others was not gated by it.
     *
     * @param none where holds began that turned out to be none
     */
    void isNone(LongSet none) {
        for (int i = 0; i < resting.size(); i++) {
            Hold under = restingUnder.get(i);
            long since = restingSince.getLong(i);
            if (under.lockLike && isOpen(under, since)) {
                under.doubts().lacks(resting.get(i), null);
            } else if (!none.contains(since)) {
                resting.get(i).lacked(null);
            }
        }
    }

    void forEachLacking(BiConsumer<GateRef, TaskState.@Nullable Guard> action) {
        for (int i = 0; i < lacking.size(); i++) {
            action.accept(lacking.get(i), lackingUnless.get(i));
        }
    }

    /** Shows what is no gate if this hold is none, and others are what they are said to be. */
    void forEachResting(Predicate<Hold> isOne, LongSet none, BiConsumer<GateRef, TaskState.@Nullable Guard> action) {
        for (int i = 0; i < resting.size(); i++) {
            Hold under = restingUnder.get(i);
            long since = restingSince.getLong(i);
            if (isOpen(under, since) ? isOne.test(under) : !none.contains(since)) {
                action.accept(resting.get(i), null);
            }
        }
    }

    private static boolean isOpen(Hold hold, long since) {
        return hold.since == since && hold.frame != null;
    }

    void clear() {
        if (!resting.isEmpty()) {
            resting.clear();
            restingUnder.clear();
            restingSince.clear();
        }
        if (!lacking.isEmpty()) {
            lacking.clear();
            lackingUnless.clear();
        }
    }
}
