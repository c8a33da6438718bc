package io.fencedep.core.detect;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Span;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one occurrence for each dependency of a cycle, so that all of them could be at once. A search with an explicit
 * order and a bound on its steps; when it gives up it says that the choice exists, since filters must not rest on a guess.
 */
final class WitnessChoice {
    private static final int MAX_STEPS = 20_000;
    private static final int MAX_CANDIDATES = 24;
    private static final int MAX_SPANS = 2 * Span.MAX;

    /**
     * An occurrence, or all of a task's between two instances, and the recording that it is from.
     *
     * @param when when it was
     * @param witness what was seen, if it is one occurrence
     * @param source the recording's number in this choice
     * @param run the number of that recording's run, within which instances can be compared
     * @param task the number of the task, told apart from those of other recordings
     */
    record Seen(String recording, Span when, @Nullable Witness witness, int source, int run, int task) {
        private boolean standsForAny(String instance) {
            return witness == null && instance.isEmpty();
        }
    }

    /** Gives numbers, as many occurrences are compared many times. */
    private static final class Numbers {
        private final Map<String, Integer> recordings = new HashMap<>();
        private final Map<String, Integer> runs = new HashMap<>();
        private final List<Map<String, Integer>> tasks = new ArrayList<>();
        private int allTasks;

        private void add(List<Seen> list, String recording, Span when, @Nullable Witness witness) {
            int source = number(recordings, recording);
            if (source == tasks.size()) {
                tasks.add(new HashMap<>());
            }
            Integer task = tasks.get(source).putIfAbsent(when.task(), allTasks);
            list.add(new Seen(
                    recording,
                    when,
                    witness,
                    source,
                    number(runs, Recording.runOf(recording)),
                    task == null ? allTasks++ : task));
        }

        private static int number(Map<String, Integer> known, String name) {
            Integer number = known.putIfAbsent(name, known.size());
            return number == null ? known.size() - 1 : number;
        }
    }

    /** What the chosen occurrences must have in common. */
    enum Demand {
        /** No two different tasks in an order that starts and joins fix. */
        CONCURRENT,
        /** Different tasks. */
        DISTINCT,
        /** Not all of one task. */
        SEVERAL,
        /**
         * Each one holds the instance that the one before waits for. All are of one run, and of one that shows the whole
         * cycle; where no recording shows all of it, no instances can be compared.
         */
        INSTANCES,
        /** The same for instances of any kind, where both sides name one. */
        SAME_ONE
    }

    /** What can be shown of each link. */
    private final List<List<Seen>> shown = new ArrayList<>();
    /** All that was seen of each link; null when that is not known. */
    private final @Nullable List<List<Seen>> all;

    private final boolean incomplete;
    /** Whether some occurrence that is not shown may be of an item of a pool that runs several at a time. */
    private final boolean pooled;

    private final boolean sameRecording;
    private final boolean[] lockAt;
    private final Numbers numbers = new Numbers();
    /** The runs of recordings that show the whole cycle, by number. */
    private final BitSet completeRuns = new BitSet();
    /** Whether starts or joins put any of them in an order. */
    private final boolean hasOrder;

    private long steps;

    /**
     * The occurrences of a cycle's dependencies.
     *
     * @param links the links; those without a dependency restrict nothing
     * @param lockAt for each link whether it leads to a lock, whose instances can be compared
     */
    WitnessChoice(List<Link> links, boolean[] lockAt) {
        this.lockAt = lockAt;
        boolean more = false;
        boolean inPool = false;
        List<List<Seen>> everything = new ArrayList<>();
        boolean known = true;
        Set<String> recordings = null;
        boolean same = true;
        for (Link link : links) {
            List<Seen> mine = new ArrayList<>();
            List<Seen> its = new ArrayList<>();
            Dependency dependency = link.dependency();
            if (dependency != null) {
                Set<String> from = dependency.byRecording().keySet();
                same &= recordings == null || recordings.equals(from);
                recordings = from;
                for (var entry : dependency.byRecording().entrySet()) {
                    Occurrences seen = entry.getValue();
                    List<Seen> witnesses = witnesses(entry.getKey(), seen);
                    mine.addAll(witnesses);
                    known &= !seen.more || !seen.spans.isEmpty();
                    its.addAll(seen.more ? spans(entry.getKey(), seen) : witnesses);
                    more |= seen.more;
                    inPool |= seen.more && seen.pooled;
                }
            }
            known &= its.size() <= MAX_SPANS;
            more |= mine.size() > MAX_CANDIDATES;
            shown.add(mine.size() > MAX_CANDIDATES ? mine.subList(0, MAX_CANDIDATES) : mine);
            everything.add(its);
        }
        incomplete = more;
        pooled = inPool;
        all = known ? everything : null;
        for (String run : InstanceChoice.completeRuns(links)) {
            completeRuns.set(Numbers.number(numbers.runs, run));
        }
        hasOrder = Stream.concat(shown.stream(), everything.stream())
                .flatMap(List::stream)
                .anyMatch(seen -> !seen.when.first().isEmpty());
        sameRecording = same;
    }

    private List<Seen> witnesses(String recording, Occurrences seen) {
        List<Seen> witnesses = new ArrayList<>();
        seen.witnesses.forEach(witness -> numbers.add(witnesses, recording, Span.of(witness), witness));
        return witnesses;
    }

    private List<Seen> spans(String recording, Occurrences seen) {
        List<Seen> spans = new ArrayList<>();
        seen.spans.forEach(span -> numbers.add(spans, recording, span, null));
        return spans;
    }

    /** Whether every dependency was seen in the same recordings, so that one run shows the whole cycle. */
    boolean sameRecording() {
        return sameRecording;
    }

    /** Whether some occurrences are known by their number only. */
    boolean isIncomplete() {
        return incomplete;
    }

    /** Whether some occurrence may be of an item of a pool that runs several at a time. */
    boolean mayBePooled() {
        return pooled
                || shown.stream()
                        .flatMap(List::stream)
                        .anyMatch(seen -> seen.witness != null && seen.witness.isPooled());
    }

    /** Whether there is surely no choice that meets the demands. */
    boolean impossible(Demand... demands) {
        List<List<Seen>> known = all;
        if (known == null) {
            return false;
        }
        boolean any = choose(known, true, demands) != null;
        return !any && steps <= MAX_STEPS;
    }

    /** Whether what is shown meets the demands. */
    boolean isShown(Demand... demands) {
        return show(demands) != null;
    }

    /** Whether a choice that meets the demands is known. */
    boolean possible(Demand... demands) {
        return choose(all == null ? shown : all, false, demands) != null;
    }

    /** A choice for people to read: the best that can be had; null for links that nobody was seen at. */
    List<@Nullable Seen> best() {
        List<@Nullable Seen> chosen = show(Demand.CONCURRENT, Demand.DISTINCT, Demand.INSTANCES, Demand.SAME_ONE);
        if (chosen == null) {
            chosen = show(Demand.CONCURRENT, Demand.DISTINCT, Demand.INSTANCES);
        }
        if (chosen == null) {
            chosen = show(Demand.CONCURRENT, Demand.DISTINCT);
        }
        if (chosen == null) {
            chosen = show(Demand.DISTINCT);
        }
        if (chosen == null) {
            chosen = show();
        }
        return chosen == null ? nothing() : chosen;
    }

    private @Nullable List<@Nullable Seen> show(Demand... demands) {
        return choose(shown, false, demands);
    }

    private List<@Nullable Seen> nothing() {
        return new ArrayList<>(Arrays.asList(new @Nullable Seen[shown.size()]));
    }

    /**
     * A choice.
     *
     * @param candidates of each link
     * @param lenient whether what stands for any instance may be the one that is wanted
     */
    private @Nullable List<@Nullable Seen> choose(List<List<Seen>> candidates, boolean lenient, Demand... demanded) {
        steps = 0;
        Set<Demand> demands = demanded.length == 0 ? Set.of() : EnumSet.of(demanded[0], demanded);
        int size = candidates.size();
        long bound = MAX_STEPS + 2L * size;
        int[] index = new int[size];
        List<@Nullable Seen> chosen = nothing();
        Taken taken = new Taken();
        int at = 0;
        while (at >= 0) {
            if (at == size && (!demands.contains(Demand.SEVERAL) || taken.differentTasks > 1)) {
                return chosen;
            }
            at = Math.min(at, size - 1);
            if (steps++ > bound) {
                return null;
            }
            List<Seen> mine = candidates.get(at);
            if (mine.isEmpty() && index[at] == 0) {
                index[at++] = 1;
                continue;
            }
            taken.remove(chosen.get(at));
            chosen.set(at, null);
            if (index[at] >= mine.size()) {
                index[at--] = 0;
                continue;
            }
            Seen next = mine.get(index[at]++);
            if (taken.allows(next, demands)) {
                chosen.set(at, next);
                taken.add(next);
                if (fits(chosen, at, demands, lenient)) {
                    at++;
                }
            }
        }
        return null;
    }

    /** What is chosen so far, in a form that answers for all of it at once. */
    private final class Taken {
        private final int[] tasks = new int[numbers.allTasks];
        private final int[] recordings = new int[numbers.recordings.size()];
        private final int[] runs = new int[numbers.runs.size()];
        private final List<Seen> stamped = new ArrayList<>();
        private int count;
        private int differentTasks;

        boolean allows(Seen next, Set<Demand> demands) {
            boolean instances = demands.contains(Demand.INSTANCES) && !completeRuns.isEmpty();
            if (instances && !(count == 0 ? completeRuns.get(next.run) : runs[next.run] > 0)) {
                return false;
            }
            if (!instances && sameRecording && count > 0 && recordings[next.source] == 0) {
                return false;
            }
            if (demands.contains(Demand.DISTINCT) && tasks[next.task] > 0) {
                return false;
            }
            return !demands.contains(Demand.CONCURRENT) || areConcurrent(next);
        }

        private boolean areConcurrent(Seen next) {
            for (Seen other : stamped) {
                if (!concurrent(other, next)) {
                    return false;
                }
            }
            return true;
        }

        void add(Seen seen) {
            count++;
            differentTasks += tasks[seen.task]++ == 0 ? 1 : 0;
            recordings[seen.source]++;
            runs[seen.run]++;
            if (hasOrder) {
                steps += stamped.size() / 64;
                stamped.add(seen);
            }
        }

        void remove(@Nullable Seen seen) {
            if (seen != null) {
                count--;
                differentTasks -= --tasks[seen.task] == 0 ? 1 : 0;
                recordings[seen.source]--;
                runs[seen.run]--;
                if (hasOrder) {
                    stamped.remove(stamped.size() - 1);
                }
            }
        }
    }

    private static boolean concurrent(Seen left, Seen right) {
        return left.source != right.source
                || left.task == right.task
                || !left.when.before(right.when) && !right.when.before(left.when);
    }

    private boolean fits(List<@Nullable Seen> chosen, int last, Set<Demand> demands, boolean lenient) {
        return (!demands.contains(Demand.INSTANCES) || instancesFit(chosen, last, lenient))
                && (!demands.contains(Demand.SAME_ONE) || namesFit(chosen, last));
    }

    private boolean namesFit(List<@Nullable Seen> chosen, int last) {
        boolean fits = last == 0 || maySpeakOfOne(chosen.get(last - 1), chosen.get(last));
        return fits && (last < shown.size() - 1 || maySpeakOfOne(chosen.get(last), chosen.get(0)));
    }

    private static boolean maySpeakOfOne(@Nullable Seen waiter, @Nullable Seen holder) {
        if (waiter == null || holder == null || waiter.run != holder.run) {
            return true;
        }
        String wanted = waiter.when.to();
        String held = holder.when.from();
        return wanted.isEmpty() || held.isEmpty() || wanted.equals(held);
    }

    private boolean instancesFit(List<@Nullable Seen> chosen, int last, boolean lenient) {
        int size = shown.size();
        boolean fits = last == 0 || meet(chosen.get(last - 1), chosen.get(last), lockAt[last - 1], lenient);
        return fits && (last < size - 1 || meet(chosen.get(last), chosen.get(0), lockAt[last], lenient));
    }

    private boolean meet(@Nullable Seen waiter, @Nullable Seen holder, boolean lock, boolean lenient) {
        if (!lock || waiter == null || holder == null || completeRuns.isEmpty()) {
            return true;
        }
        String wanted = waiter.when.to();
        String held = holder.when.from();
        return wanted.equals(held) || lenient && (waiter.standsForAny(wanted) || holder.standsForAny(held));
    }
}
