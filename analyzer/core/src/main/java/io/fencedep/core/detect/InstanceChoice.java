package io.fencedep.core.detect;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.InstancePair;
import io.fencedep.core.graph.Occurrences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cycle's dependencies were ever seen between the same instances: each holds the very lock that the one before
 * waits for, in another thread. Rests on the pairs of instances that recordings of programs keep, which are far more than
 * the witnesses.
 */
final class InstanceChoice {
    /** So many locks of a class are enough to tell two roles of them apart. */
    private static final int MANY = 6;

    private final List<Link> links;
    private final boolean[] lockAt;
    private final Set<String> recordings;

    /**
     * Prepares the question.
     *
     * @param lockAt for each link whether it leads to a lock
     */
    InstanceChoice(List<Link> links, boolean[] lockAt) {
        this.links = links;
        this.lockAt = lockAt;
        this.recordings = commonRecordings(links);
    }

    /** The recordings that show all of it; none unless each dependency was seen in the same ones. */
    private static Set<String> commonRecordings(List<Link> links) {
        Set<String> common = null;
        for (Link link : links) {
            Dependency dependency = link.dependency();
            if (dependency != null) {
                Set<String> its = dependency.byRecording().keySet();
                if (common != null && !common.equals(its)) {
                    return Set.of();
                }
                common = its;
            }
        }
        return common == null ? Set.of() : common;
    }

    /** Whether the instances are known well enough to answer. */
    boolean isKnown() {
        return !recordings.isEmpty()
                && recordings.stream()
                        .allMatch(recording -> links.stream()
                                .allMatch(link -> link.dependency() == null
                                        || !pairs(link, recording).isEmpty()));
    }

    /** Whether some occurrences meet; {@link #isKnown} must hold. */
    boolean possible() {
        return recordings.stream().anyMatch(recording -> meet(recording, lockAt, true));
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
        return rest && recordings.stream().anyMatch(recording -> meet(recording, compared, false)) ? apart : List.of();
    }

    private boolean isApart(int at) {
        boolean[] only = new boolean[lockAt.length];
        only[at] = true;
        return recordings.stream().noneMatch(recording -> meet(recording, only, true));
    }

    private static SortedSet<InstancePair> pairs(Link link, String recording) {
        Dependency dependency = link.dependency();
        Occurrences seen = dependency == null ? null : dependency.byRecording().get(recording);
        return seen == null ? new TreeSet<>() : seen.pairs;
    }

    /** Whether a choice of pairs meets all around, at the ends of those links that are to be compared. */
    private boolean meet(String recording, boolean[] compared, boolean threads) {
        int size = links.size();
        List<Map<String, List<InstancePair>>> byHeld = new ArrayList<>();
        for (Link link : links) {
            Map<String, List<InstancePair>> mine = new HashMap<>();
            SortedSet<InstancePair> pairs = pairs(link, recording);
            (pairs.isEmpty() ? List.of(InstancePair.ANY) : pairs)
                    .forEach(pair -> mine.computeIfAbsent(pair.from(), ignored -> new ArrayList<>())
                            .add(pair));
            byHeld.add(mine);
        }
        for (List<InstancePair> starts : byHeld.get(0).values()) {
            for (InstancePair start : starts) {
                Set<InstancePair> reached = Set.of(start);
                for (int i = 1; i < size && !reached.isEmpty(); i++) {
                    reached = next(reached, byHeld.get(i), compared[i - 1], threads);
                }
                if (reached.stream().anyMatch(last -> !compared[size - 1] || follows(start, last, threads))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Set<InstancePair> next(
            Set<InstancePair> reached, Map<String, List<InstancePair>> byHeld, boolean compare, boolean threads) {
        Set<InstancePair> next = new HashSet<>();
        if (!compare) {
            byHeld.values().forEach(next::addAll);
            return next;
        }
        for (InstancePair waiter : reached) {
            if (waiter.to().isEmpty()) {
                byHeld.values().forEach(next::addAll);
                return next;
            }
            add(next, byHeld.get(waiter.to()), waiter, threads);
            add(next, byHeld.get(""), waiter, threads);
        }
        return next;
    }

    private static void add(
            Set<InstancePair> next, @Nullable List<InstancePair> holders, InstancePair waiter, boolean threads) {
        if (holders != null) {
            for (InstancePair holder : holders) {
                if (follows(holder, waiter, threads)) {
                    next.add(holder);
                }
            }
        }
    }

    /** Whether one may hold what the other waits for: the same lock, in another thread if that matters. */
    private static boolean follows(InstancePair holder, InstancePair waiter, boolean threads) {
        if (holder.from().isEmpty() || waiter.to().isEmpty()) {
            return true;
        }
        return holder.from().equals(waiter.to())
                && (!threads || holder.task().isEmpty() || !holder.task().equals(waiter.task()));
    }
}
