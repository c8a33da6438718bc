package io.fencedep.core.detect;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.Witness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one occurrence for each dependency of a cycle, so that all of them could be at once. A search with an explicit
 * order and a bound on its steps; when it gives up it says that the choice exists, since filters must not rest on a guess.
 */
final class WitnessChoice {
    private static final int MAX_STEPS = 20_000;
    private static final int MAX_CANDIDATES = 24;

    /** An occurrence and the recording that it is from. */
    record Seen(String recording, Witness witness) {}

    /** What the chosen occurrences must have in common. */
    enum Demand {
        /** No two different tasks in an order that starts and joins fix. */
        CONCURRENT,
        /** Different tasks. */
        DISTINCT,
        /** Each one holds the instance that the one before waits for. */
        INSTANCES
    }

    private final List<List<Seen>> candidates = new ArrayList<>();
    private final boolean incomplete;
    private final boolean sameRecording;
    private final boolean[] lockAt;
    private int steps;

    /**
     * The occurrences of a cycle's dependencies.
     *
     * @param links the links; those without a dependency restrict nothing
     * @param lockAt for each link whether it leads to a lock, whose instances can be compared
     */
    WitnessChoice(List<Link> links, boolean[] lockAt) {
        this.lockAt = lockAt;
        boolean more = false;
        Set<String> recordings = null;
        boolean same = true;
        for (Link link : links) {
            List<Seen> mine = new ArrayList<>();
            Dependency dependency = link.dependency();
            if (dependency != null) {
                Set<String> its = dependency.byRecording().keySet();
                same &= recordings == null || recordings.equals(its);
                recordings = its;
                for (var entry : dependency.byRecording().entrySet()) {
                    more |= entry.getValue().more;
                    for (Witness witness : entry.getValue().witnesses) {
                        if (mine.size() < MAX_CANDIDATES) {
                            mine.add(new Seen(entry.getKey(), witness));
                        } else {
                            more = true;
                        }
                    }
                }
            }
            candidates.add(mine);
        }
        incomplete = more;
        sameRecording = same;
    }

    /** Whether every dependency was seen in the same recordings, so that one run shows the whole cycle. */
    boolean sameRecording() {
        return sameRecording;
    }

    /** Whether there is surely no choice that meets the demands. */
    boolean impossible(Demand... demands) {
        return !incomplete && choose(demands) == null && steps < MAX_STEPS;
    }

    /** Whether a choice that meets the demands is known. */
    boolean possible(Demand... demands) {
        return choose(demands) != null;
    }

    /** A choice for people to read: the best that can be had; null for links that nobody was seen at. */
    List<@Nullable Seen> best() {
        List<@Nullable Seen> chosen = choose(Demand.CONCURRENT, Demand.DISTINCT, Demand.INSTANCES);
        if (chosen == null) {
            chosen = choose(Demand.CONCURRENT, Demand.DISTINCT);
        }
        if (chosen == null) {
            chosen = choose(Demand.DISTINCT);
        }
        if (chosen == null) {
            chosen = choose();
        }
        return chosen == null ? nothing() : chosen;
    }

    private List<@Nullable Seen> nothing() {
        return new ArrayList<>(Arrays.asList(new @Nullable Seen[candidates.size()]));
    }

    private @Nullable List<@Nullable Seen> choose(Demand... demands) {
        steps = 0;
        int size = candidates.size();
        int[] index = new int[size];
        List<@Nullable Seen> chosen = nothing();
        int at = 0;
        while (at >= 0) {
            if (at == size) {
                return chosen;
            }
            if (steps++ > MAX_STEPS) {
                return null;
            }
            List<Seen> mine = candidates.get(at);
            if (mine.isEmpty() && index[at] == 0) {
                index[at++] = 1;
                continue;
            }
            Seen next = index[at] < mine.size() ? mine.get(index[at]) : null;
            if (next == null) {
                chosen.set(at, null);
                index[at--] = 0;
                continue;
            }
            index[at]++;
            chosen.set(at, next);
            if (fits(chosen, at, demands)) {
                at++;
            }
        }
        return null;
    }

    private boolean fits(List<@Nullable Seen> chosen, int last, Demand[] demands) {
        Seen mine = chosen.get(last);
        if (mine == null) {
            return true;
        }
        for (int i = 0; i < last; i++) {
            Seen other = chosen.get(i);
            if (other == null) {
                continue;
            }
            if (sameRecording && !mine.recording.equals(other.recording)) {
                return false;
            }
            for (Demand demand : demands) {
                if (demand != Demand.INSTANCES && !allowed(demand, other, mine)) {
                    return false;
                }
            }
        }
        return !Arrays.asList(demands).contains(Demand.INSTANCES) || instancesFit(chosen, last);
    }

    private static boolean allowed(Demand demand, Seen left, Seen right) {
        Witness first = left.witness;
        Witness second = right.witness;
        boolean sameRun = left.recording.equals(right.recording);
        boolean sameTask = sameRun && first.task().equals(second.task());
        if (demand == Demand.DISTINCT) {
            return !sameTask;
        }
        return sameTask
                || !sameRun
                || !first.stamp().before(first.task(), second.stamp())
                        && !second.stamp().before(second.task(), first.stamp());
    }

    private boolean instancesFit(List<@Nullable Seen> chosen, int last) {
        int size = candidates.size();
        boolean fits = last == 0 || meet(chosen.get(last - 1), chosen.get(last), lockAt[last - 1]);
        return fits && (last < size - 1 || meet(chosen.get(last), chosen.get(0), lockAt[last]));
    }

    private static boolean meet(@Nullable Seen waiter, @Nullable Seen holder, boolean lock) {
        return !lock
                || waiter == null
                || holder == null
                || !waiter.recording.equals(holder.recording)
                || waiter.witness.toInstance().equals(holder.witness.fromInstance());
    }
}
