package io.fencedep.core.detect;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.InstancePair;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.Recording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * Whether a cycle's dependencies were ever seen between the same instances: each holds the very lock that the one before
 * waits for, in another thread. Rests on the pairs of instances that recordings of programs keep, which are far more than
 * the witnesses; on the witnesses where there are no pairs and no occurrence is missing.
 */
final class InstanceChoice {
    /** So many locks of a class are enough to tell two roles of them apart. */
    private static final int MANY = 6;

    private final List<Link> links;
    private final boolean[] lockAt;
    private final boolean distinct;
    private final Set<String> runs;
    private final Map<String, List<List<InstancePair>>> seen = new HashMap<>();

    /**
     * Prepares the question.
     *
     * @param lockAt for each link whether it leads to a lock
     * @param distinct whether it takes another thread to hold what one waits for
     */
    InstanceChoice(List<Link> links, boolean[] lockAt, boolean distinct) {
        this.links = links;
        this.lockAt = lockAt;
        this.distinct = distinct;
        this.runs = completeRuns(links);
    }

    /** The recordings that show all of a cycle by themselves. */
    private static Set<String> completeRecordings(List<Link> links) {
        Set<String> common = null;
        for (Link link : links) {
            Dependency dependency = link.dependency();
            if (dependency != null) {
                Set<String> its = dependency.byRecording().keySet();
                if (common == null) {
                    common = new TreeSet<>(its);
                } else {
                    common.retainAll(its);
                }
            }
        }
        return common == null ? Set.of() : common;
    }

    /**
     * The runs of these recordings. What is seen in another one, whose instances cannot be compared, says neither that the
     * locks of the cycle line up nor that they do not.
     */
    static Set<String> completeRuns(List<Link> links) {
        Set<String> runs = new TreeSet<>();
        completeRecordings(links).forEach(recording -> runs.add(Recording.runOf(recording)));
        return runs;
    }

    /** Whether the instances are known well enough to answer. */
    boolean isKnown() {
        return !runs.isEmpty() && links.stream().allMatch(this::isKnown);
    }

    private boolean isKnown(Link link) {
        Dependency dependency = link.dependency();
        return dependency == null
                || dependency.byRecording().entrySet().stream()
                        .filter(entry -> runs.contains(Recording.runOf(entry.getKey())))
                        .allMatch(entry -> !entry.getValue().pairs.isEmpty() || !entry.getValue().more);
    }

    /** Whether some occurrences meet; {@link #isKnown} must hold. */
    boolean possible() {
        return runs.stream().anyMatch(run -> meet(run, lockAt, distinct));
    }

    /** Whether occurrences meet, but only ever such that one thread made them all; {@link #isKnown} must hold. */
    boolean possibleForOneTaskOnly() {
        return runs.stream().anyMatch(run -> meet(run, lockAt, false))
                && runs.stream().noneMatch(run -> meet(run, lockAt, false, true));
    }

    /**
     * The locks of this cycle that play two parts: many of the class are known, and none is waited for by one thread and
     * held by the next. Their links, if all else meets; empty when there are none, or when nothing else is left of the cycle.
     *
     * @param known how many locks of a class are known
     */
    List<Link> apart(ToIntFunction<Link> known) {
        List<Link> apart = new ArrayList<>();
        boolean[] compared = lockAt.clone();
        for (int at = 0; at < compared.length; at++) {
            if (lockAt[at] && known.applyAsInt(links.get(at)) >= MANY && isApart(at)) {
                apart.add(links.get(at));
                compared[at] = false;
            }
        }
        boolean rest = apart.size() < links.size();
        return rest && runs.stream().anyMatch(run -> meet(run, compared, false)) ? apart : List.of();
    }

    /** Whether the locks of this cycle, of which all are compared, were only ever taken in one order of all of them. */
    boolean areInOneOrder() {
        for (boolean lock : lockAt) {
            if (!lock) {
                return false;
            }
        }
        return runs.stream().allMatch(run -> OneOrder.holds(seen.computeIfAbsent(run, this::seenIn)));
    }

    private boolean isApart(int at) {
        boolean[] only = new boolean[lockAt.length];
        only[at] = true;
        return runs.stream().noneMatch(run -> meet(run, only, distinct));
    }

    private static SortedSet<InstancePair> pairs(Link link, String run) {
        Dependency dependency = link.dependency();
        SortedSet<InstancePair> pairs = new TreeSet<>();
        if (dependency != null) {
            dependency.byRecording().forEach((recording, seen) -> {
                if (Recording.runOf(recording).equals(run)) {
                    seen.pairs.forEach(pair -> pairs.add(inRun(recording, pair)));
                    if (seen.pairs.isEmpty()) {
                        seen.witnesses.forEach(witness -> pairs.add(inRun(recording, pair(witness))));
                    }
                }
            });
        }
        return pairs;
    }

    /** A recording that does not show all of a ring keeps no pairs; its occurrences tell the same, as far as they are known. */
    private static InstancePair pair(Witness witness) {
        return new InstancePair(witness.fromInstance(), witness.toInstance(), witness.task());
    }

    /** One thread that runs two parts of a run could as well be two. */
    private static InstancePair inRun(String recording, InstancePair pair) {
        return pair.task().isEmpty() ? pair : new InstancePair(pair.from(), pair.to(), recording + "\n" + pair.task());
    }

    /** Whether a choice of pairs meets all around, at the ends of those links that are to be compared. */
    private boolean meet(String run, boolean[] compared, boolean threads) {
        return meet(run, compared, threads, false);
    }

    private boolean meet(String run, boolean[] compared, boolean threads, boolean several) {
        return new InstanceWalk(seen.computeIfAbsent(run, this::seenIn), compared, threads, several).closes();
    }

    private List<List<InstancePair>> seenIn(String run) {
        List<List<InstancePair>> all = new ArrayList<>();
        for (Link link : links) {
            SortedSet<InstancePair> pairs = pairs(link, run);
            all.add(pairs.isEmpty() ? List.of(InstancePair.ANY) : List.copyOf(pairs));
        }
        return all;
    }
}
