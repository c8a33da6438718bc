package io.fencedep.core.detect;

import io.fencedep.core.detect.Link.Grade;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Weight;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.ClassNames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns cycles into findings: kind, strength, severity, and the occurrences that are shown. */
final class CycleFindings {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SearchGraph graph;
    private final Filters filters;

    CycleFindings(SearchGraph graph, Filters filters) {
        this.graph = graph;
        this.filters = filters;
    }

    /** How much the finding about this cycle would matter. */
    Severity severity(Cycle cycle) {
        WitnessChoice choice = choice(cycle);
        List<Demotion> demotions = filters.demotions(cycle, choice);
        return severity(cycle, kind(cycle), strength(cycle, choice, demotions, new ArrayList<>()), demotions);
    }

    Finding of(Cycle cycle) {
        WitnessChoice choice = choice(cycle);
        List<Demotion> demotions = filters.demotions(cycle, choice);
        List<String> detail = new ArrayList<>();
        FindingKind kind = kind(cycle);
        Strength strength = strength(cycle, choice, demotions, detail);
        if (kind == FindingKind.STALL) {
            detail.add(bound(cycle));
        }
        if (cycle.links().stream().anyMatch(link -> graph.node(link.to()).state() == NodeState.SHARED)) {
            detail.add(
                    "a writer waits for the readers that hold it, and so does a reader that is not recursive, as soon as a"
                            + " writer queues between them");
        }
        List<FindingStep> steps = steps(cycle, choice.best());
        if (filters.allPrograms(cycle)) {
            addSharedThread(steps, detail);
        }
        List<Node> nodes = steps.stream().map(FindingStep::from).toList();
        List<String> contracts = new ArrayList<>(cycle.links().stream()
                .map(Link::contract)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new)));
        return new Finding(
                FindingIds.of(kind, "", nodes),
                kind,
                severity(cycle, kind, strength, demotions),
                strength,
                title(nodes),
                "",
                contracts,
                demotions,
                steps,
                detail,
                Advice.of(kind, "", parts(cycle, steps), filters.allPrograms(cycle)));
    }

    /** A pool gives to any of its threads what one of them was seen to do twice. */
    private static void addSharedThread(List<FindingStep> steps, List<String> detail) {
        Set<String> threads = new HashSet<>();
        for (FindingStep step : steps) {
            Witness witness = step.witness();
            if (witness != null && !threads.add(step.recording() + "\n" + witness.task())) {
                detail.add(
                        witness.task() + " was seen in more than one of these steps, in different tasks: their pool may"
                                + " run them at the same time");
                return;
            }
        }
    }

    private Set<ResourceKind> parts(Cycle cycle, List<FindingStep> steps) {
        Set<ResourceKind> parts = EnumSet.noneOf(ResourceKind.class);
        for (Link link : cycle.links()) {
            ResourceClass from = graph.classOf(link.from());
            if (from != null) {
                parts.add(from.kind());
            }
        }
        Advice.addDevices(parts, steps, graph::classOf);
        return parts;
    }

    private WitnessChoice choice(Cycle cycle) {
        return new WitnessChoice(cycle.links(), graph.leadsToLock(cycle.links()));
    }

    private static FindingKind kind(Cycle cycle) {
        if (cycle.grade() == Grade.TIMED
                || cycle.links().stream()
                        .anyMatch(link -> link.waitKind() == WaitKind.TIMED || link.waitKind() == WaitKind.SPIN)) {
            return FindingKind.STALL;
        }
        return cycle.interrupt() >= 0 ? FindingKind.IRQ_INVERSION : FindingKind.CYCLE;
    }

    /** Whether nobody was seen to do this, only that the JVM would make somebody do it. */
    private static boolean onlyFollows(Link link) {
        return link.dependency() != null
                && link.dependency().byRecording().values().stream().allMatch(CycleFindings::onlyFollows);
    }

    private static boolean onlyFollows(Occurrences seen) {
        return !seen.more && seen.witnesses.stream().map(Witness::task).allMatch(ClassNames::isUnseen);
    }

    private Strength strength(Cycle cycle, WitnessChoice choice, List<Demotion> demotions, List<String> detail) {
        Strength strength = Strength.POTENTIAL;
        for (Link link : cycle.links()) {
            if (link.standing().weight().compareTo(Weight.FAIR) >= 0) {
                strength = Strength.SUSPECT;
            }
            if (link.waitKind() == WaitKind.TRIED && link.grade() != Grade.TRIED) {
                strength = Strength.SUSPECT;
                detail.add("the source does not tell whether " + graph.node(link.to())
                        + " was only tried; a recording with lock events would settle it");
            }
            if (onlyFollows(link)) {
                strength = Strength.SUSPECT;
                detail.add("a class is initialised once in a run: that somebody needs " + graph.node(link.from())
                        + " first was not seen, only what it would wait for then");
            }
            ResourceClass counted = counted(link);
            if (counted != null
                    && leavesRoom(counted, ProgramFilters.atOnce(link), asksAll(cycle.before(link)), detail)) {
                strength = Strength.SUSPECT;
            }
        }
        boolean ownDoubt = cycle.links().stream().anyMatch(link -> link.grade() == cycle.grade());
        if (!ownDoubt && (cycle.grade() == Grade.FAIR || cycle.grade() == Grade.WEAK)) {
            strength = Strength.SUSPECT;
            detail.add("something else could end one of these waits; that this is stuck as well is not certain");
        }
        if (filters.hingesOnMergedClasses(cycle, choice)) {
            strength = Strength.SUSPECT;
            String seen = choice.isIncomplete()
                    ? "of the occurrences that are kept none has one lock on both sides of it"
                    : "no lock was seen on both sides of it";
            detail.add("the source merges classes of one name, and " + seen
                    + "; a recording with the arguments of lock_acquire would settle it");
        }
        Node gate = filters.gateOfSeveralRuns(cycle, choice);
        if (gate != null) {
            strength = Strength.SUSPECT;
            detail.add("each of these waits was made with one " + gate
                    + " held for write; whether that was the same one cannot be told across runs");
        }
        boolean instances = demotions.stream().anyMatch(each -> each.filter().equals(Filters.INSTANCES));
        return instances ? Strength.SUSPECT : strength;
    }

    /** Whether fewer were seen to be stuck at once than there are places; says so in any case. */
    private static boolean leavesRoom(ResourceClass counted, long atOnce, boolean askedForAll, List<String> detail) {
        boolean wayOut = !askedForAll && atOnce < counted.capacity();
        String seen = askedForAll
                ? "all of it is asked for"
                : (wayOut ? "at most " + Math.max(1, atOnce) : "as many") + " of its holders "
                        + (atOnce > 1 ? "were" : "was") + " seen in this wait at once";
        detail.add("there is room for " + counted.capacity() + " in " + counted.name() + ", and " + seen);
        return wayOut;
    }

    /** Whether a wait was seen that one holder of a few places is enough to block. */
    private static boolean asksAll(Link wait) {
        Dependency dependency = wait.dependency();
        return dependency != null && dependency.byRecording().values().stream().anyMatch(seen -> seen.asksAll);
    }

    /** Where this wait begins, if several may hold that at once: it takes all of them to be stuck. */
    private @Nullable ResourceClass counted(Link link) {
        ResourceClass from = graph.classOf(link.from());
        boolean several = from != null && from.capacity() > 1 && link.dependency() != null && isCounting(from.kind());
        return several ? from : null;
    }

    private static boolean isCounting(ResourceKind kind) {
        return kind == ResourceKind.PLACE || kind == ResourceKind.LOCK;
    }

    private static Severity severity(Cycle cycle, FindingKind kind, Strength strength, List<Demotion> demotions) {
        boolean note = cycle.grade().compareTo(Grade.WEAK) >= 0
                || demotions.stream().anyMatch(each -> !each.filter().equals(Filters.INSTANCES));
        if (note) {
            return Severity.NOTE;
        }
        return kind == FindingKind.STALL || strength == Strength.SUSPECT ? Severity.WARNING : Severity.ERROR;
    }

    private static String bound(Cycle cycle) {
        long bound = Long.MAX_VALUE;
        boolean interrupted = false;
        for (Link link : cycle.links()) {
            if (link.waitKind() == WaitKind.TIMED && link.dependency() != null) {
                for (var seen : link.dependency().byRecording().values()) {
                    for (var witness : seen.witnesses) {
                        interrupted |= witness.timeout() == Witness.UNTIL_INTERRUPTED;
                        bound = witness.timeout() > 0 ? Math.min(bound, witness.timeout()) : bound;
                    }
                }
            }
        }
        if (bound == Long.MAX_VALUE && interrupted) {
            return "it lasts until whoever holds the lock interrupts a wait for it, as it did here";
        }
        return bound == Long.MAX_VALUE
                ? "it lasts until a retry succeeds, which nothing bounds"
                : "it lasts until a wait gives up, after " + duration(bound);
    }

    private static String duration(long nanos) {
        if (nanos < NANOS_PER_MILLI) {
            return nanos + " ns";
        }
        long millis = nanos / NANOS_PER_MILLI;
        return millis < 1000
                ? millis + " ms"
                : millis / 1000 + (millis % 1000 == 0 ? "" : "." + millis % 1000 / 100) + " s";
    }

    private List<FindingStep> steps(Cycle cycle, List<WitnessChoice.@Nullable Seen> chosen) {
        List<FindingStep> steps = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            Link link = cycle.links().get(i);
            WitnessChoice.Seen seen = chosen.get(i);
            Dependency dependency = link.dependency();
            steps.add(new FindingStep(
                    graph.node(link.from()),
                    graph.node(link.to()),
                    link.standing().evidence(),
                    link.waitKind(),
                    link.standing().k(),
                    link.standing().n(),
                    dependency == null ? 0 : dependency.count(),
                    seen == null ? "" : seen.recording(),
                    seen == null ? null : seen.witness(),
                    link.note()));
        }
        return steps;
    }

    private static String title(List<Node> nodes) {
        return nodes.stream().map(Node::toString).collect(Collectors.joining(" -> ")) + " -> " + nodes.get(0);
    }
}
