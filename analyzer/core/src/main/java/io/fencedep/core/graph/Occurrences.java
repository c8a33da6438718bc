package io.fencedep.core.graph;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one recording has shown of one dependency. Filled while the recording is analysed, not changed afterwards.
 *
 * <p>{@link #merge} with what another part of the same recording has shown keeps the larger count and the smaller
 * witnesses, so that merging something with itself changes nothing.
 */
public final class Occurrences {
    private static final String ITEM = "task ";

    /** How many witnesses are kept: the smallest ones. */
    public static final int MAX_WITNESSES = 6;

    /** How often it occurred. */
    public long count;
    /** Signals on whose way this wait lay; inferred dependencies only. */
    public long support;
    /** Of these, how many while a waiter slept. */
    public long awaited;
    /** Of these, how many whose signaller still held at the signal what it had waited for, while a waiter slept. */
    public long awaitedStillHeld;
    /** Signals that found a waiter awake, whose signaller still held what it had waited for. */
    public long stillHeld;
    /** Signals with this wait in the same known unit of work. */
    public long inUnit;
    /** The most holders of a limited resource that made this very wait at the same time. */
    public long holdersAtOnce;
    /** Whether all that there is room for was asked for, so that one holder is enough to be stuck. */
    public boolean asksAll;
    /**
     * Whether every occurrence was ordered behind what it waited for: by a first-in-first-out queue, or because a fence
     * was made to depend on one that was there before.
     */
    public boolean fifoOrdered = true;
    /** Whether what was waited for came, every time, out of an item that had its place in the waiter's queue already. */
    public boolean begun;
    /**
     * Whether only locks that were tried, or that nobody checks, were taken between the two in every occurrence: what
     * lockdep calls a distance above one, and leaves out of {@code /proc/lockdep}.
     */
    public boolean distant;
    /** The only {@link #strand} that made it, or empty when several did. */
    public String onlyTask = "";
    /** Whether there were more distinct occurrences than {@link #witnesses} shows. */
    public boolean more;
    /** Whether somebody who made it ran an item of a pool that runs several at a time, see {@link Witness#isPooled}. */
    public boolean pooled;

    /** The instances that were held in each occurrence. */
    public final SortedSet<Gate> gates = new TreeSet<>();
    /** What rules may ask, with the first witness of each. */
    public final SortedMap<Traits, Witness> traits = new TreeMap<>();
    /** Between which instances it was seen, where programs tell; empty when that is not known. */
    public final SortedSet<InstancePair> pairs = new TreeSet<>();
    /** The smallest few. */
    public final SortedSet<Witness> witnesses = new TreeSet<>();
    /** When all of them were, where there are {@link #more} than the witnesses; empty when that is not known. */
    public final SortedSet<Span> spans = new TreeSet<>();

    /** A name for who cannot do two things at once: an item of a pool, on whichever of its threads. */
    public static String strand(String item) {
        return ITEM + item;
    }

    /** Whether this is what {@link #strand} names, and not a thread. */
    public static boolean isItem(String strand) {
        return strand.startsWith(ITEM);
    }

    /** When all occurrences were; null when that is not known. */
    public @Nullable Collection<Span> when() {
        if (more) {
            return spans.isEmpty() ? null : spans;
        }
        return witnesses.stream().map(Span::of).toList();
    }

    /** Notes when all occurrences were, if that is known. */
    public void addSpans(@Nullable Collection<Span> all, boolean inPool) {
        pooled |= inPool;
        if (all != null) {
            spans.addAll(Objects.requireNonNull(Span.union(all, List.of()), "more than are kept"));
        }
    }

    /** Adds witnesses and keeps the smallest few. */
    public void addWitnesses(Collection<Witness> more) {
        witnesses.addAll(more);
        while (witnesses.size() > MAX_WITNESSES) {
            witnesses.remove(witnesses.last());
            this.more = true;
        }
    }

    /** Takes in what the same recording has shown elsewhere. */
    public void merge(Occurrences other) {
        count = Math.max(count, other.count);
        support = Math.max(support, other.support);
        awaited = Math.max(awaited, other.awaited);
        awaitedStillHeld = Math.max(awaitedStillHeld, other.awaitedStillHeld);
        stillHeld = Math.max(stillHeld, other.stillHeld);
        inUnit = Math.max(inUnit, other.inUnit);
        holdersAtOnce = Math.max(holdersAtOnce, other.holdersAtOnce);
        asksAll |= other.asksAll;
        fifoOrdered &= other.fifoOrdered;
        begun &= other.begun;
        distant &= other.distant;
        if (!onlyTask.equals(other.onlyTask)) {
            onlyTask = "";
        }
        pooled |= other.pooled;
        mergeWitnesses(other);
        gates.retainAll(other.gates);
        mergePairs(other.pairs);
        other.traits.forEach((key, witness) -> traits.merge(key, witness, (a, b) -> a.compareTo(b) <= 0 ? a : b));
    }

    private void mergeWitnesses(Occurrences other) {
        SortedSet<Span> all = Span.union(when(), other.when());
        more |= other.more;
        addWitnesses(other.witnesses);
        spans.clear();
        if (more && all != null) {
            spans.addAll(all);
        }
    }

    private void mergePairs(SortedSet<InstancePair> others) {
        if (pairs.isEmpty() || others.isEmpty()) {
            pairs.clear();
            return;
        }
        SortedSet<InstancePair> all = new TreeSet<>(pairs);
        all.addAll(others);
        pairs.clear();
        InstancePair last = null;
        for (InstancePair pair : all) {
            boolean same =
                    last != null && last.from().equals(pair.from()) && last.to().equals(pair.to());
            if (last != null && same) {
                pairs.remove(last);
                last = new InstancePair(pair.from(), pair.to(), "");
            } else {
                last = pair;
            }
            pairs.add(last);
        }
    }

    /** A copy that can be merged into without changing this one. */
    public Occurrences copy() {
        Occurrences copy = new Occurrences();
        copy.onlyTask = onlyTask;
        copy.distant = distant;
        copy.begun = begun;
        copy.gates.addAll(gates);
        copy.pairs.addAll(pairs);
        copy.merge(this);
        return copy;
    }
}
