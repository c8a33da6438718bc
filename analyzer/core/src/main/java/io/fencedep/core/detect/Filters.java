package io.fencedep.core.detect;

import io.fencedep.core.detect.Link.Grade;
import io.fencedep.core.detect.WitnessChoice.Demand;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What speaks against a cycle. Each filter says why, and only ever demotes. */
final class Filters {
    static final String ALIKE_POOLS = "alike-pools";
    static final String BOTH_ENDS = "both-ends";
    static final String FREE_PLACE = "free-place";
    static final String GATE_LOCK = "gate-lock";
    static final String HANDED_OVER = "handed-over";
    static final String HAPPENS_BEFORE = "happens-before";
    static final String INSTANCES = "instances";
    static final String NEVER_FIRST = "never-first";
    static final String ONE_ORDER = "one-order";
    static final String ONE_TASK = "one-task";
    static final String SAME_INITIALISER = "same-initialiser";
    static final String UNRELATED = "unrelated";
    static final String REFUTED = "refuted";
    static final String TRYLOCK = "masked-by-trylock";
    static final String ORDERED_BY_AGE = "each of these fences waits only for fences that were there before it";
    static final String ORDERED_BY_STARTS = "starts and joins of tasks put these waits one after the other";

    private final DependencyGraph graph;
    private final SearchGraph search;
    private final ProgramFilters programs;

    Filters(DependencyGraph graph, SearchGraph search) {
        this.graph = graph;
        this.search = search;
        this.programs = new ProgramFilters(graph, search);
    }

    /** All that speaks against this cycle. */
    List<Demotion> demotions(Cycle cycle, WitnessChoice choice) {
        List<Demotion> demotions = new ArrayList<>();
        addTry(cycle, demotions);
        addRefuted(cycle, demotions);
        if (isLocksOnly(cycle)) {
            addGate(cycle, choice, demotions);
        }
        addOrder(cycle, choice, demotions);
        if (allPrograms(cycle)) {
            programs.add(cycle, choice, demotions);
        }
        return demotions;
    }

    private boolean isLocksOnly(Cycle cycle) {
        return cycle.interrupt() < 0
                && cycle.links().stream().allMatch(link -> search.isLock(link.from()) && link.dependency() != null);
    }

    /**
     * Whether a cycle may only be there because its source gives several classes one name: no choice of occurrences has
     * the same lock on both sides of what may be several classes.
     */
    boolean hingesOnMergedClasses(Cycle cycle, WitnessChoice choice) {
        boolean merged = cycle.links().stream()
                .filter(link -> link.dependency() != null)
                .flatMap(link -> dependency(link).byRecording().keySet().stream())
                .allMatch(this::mergesClasses);
        return merged && !choice.isShown(Demand.INSTANCES) && !possibleWhereMerged(cycle);
    }

    /** Whether there is a choice when locks are left out whose name stands for one class in any kernel. */
    private boolean possibleWhereMerged(Cycle cycle) {
        boolean[] comparable = search.leadsToLock(cycle.links());
        boolean any = false;
        for (int i = 0; i < comparable.length; i++) {
            boolean one =
                    ClassNames.isOneClass(search.node(cycle.links().get(i).to()).className());
            any |= comparable[i] && one;
            comparable[i] &= !one;
        }
        return any && new WitnessChoice(cycle.links(), comparable).isShown(Demand.INSTANCES);
    }

    private boolean mergesClasses(String recording) {
        RecordingSummary summary = graph.recordings().get(recording);
        return summary != null && summary.recording().lacks().contains(Lack.SUBCLASS);
    }

    private void addTry(Cycle cycle, List<Demotion> demotions) {
        for (Link link : cycle.links()) {
            if (link.grade() == Grade.TRIED && link.waitKind() == WaitKind.TRIED) {
                demotions.add(new Demotion(
                        TRYLOCK,
                        search.node(link.to()) + " is only tried while " + search.node(link.from()) + " is held"));
                return;
            }
        }
        if (cycle.grade() == Grade.TRIED) {
            demotions.add(new Demotion(
                    TRYLOCK, "something else could end one of these waits, and only tries keep this from happening"));
        }
    }

    private void addRefuted(Cycle cycle, List<Demotion> demotions) {
        for (Link link : cycle.links()) {
            if (link.standing().refuted()) {
                long without = link.standing().n() - link.standing().k();
                demotions.add(new Demotion(
                        REFUTED,
                        search.node(link.from()) + " was also signalled without a wait for " + search.node(link.to())
                                + " (" + without + " of " + link.standing().n() + " times)"));
                return;
            }
        }
    }

    private void addGate(Cycle cycle, WitnessChoice choice, List<Demotion> demotions) {
        Set<String> own = classesOf(cycle);
        Gate gate = choice.sameRecording() ? gatePerRecording(cycle, own) : gateOfOneRun(cycle, own);
        if (gate != null) {
            boolean everywhere = cycle.links().stream()
                    .allMatch(link -> dependency(link).byRecording().values().stream()
                            .anyMatch(seen -> seen.gates.contains(gate)));
            demotions.add(new Demotion(
                    GATE_LOCK,
                    "every one of these waits was made with " + gate.node()
                            + (gate.instance().isEmpty() ? "" : " (" + gate.instance() + ")")
                            + (everywhere ? " held for write" : " held, at one of them for write")));
        }
    }

    /** One run shows all of it: each run must have a gate of its own. */
    private static @Nullable Gate gatePerRecording(Cycle cycle, Set<String> own) {
        Gate any = null;
        Dependency first = dependency(cycle.links().get(0));
        for (String recording : first.byRecording().keySet()) {
            List<Set<Gate>> each = new ArrayList<>();
            for (Link link : cycle.links()) {
                Occurrences seen = dependency(link).byRecording().get(recording);
                each.add(seen == null ? Set.of() : seen.gates);
            }
            Set<Gate> common = common(each, own);
            if (common.isEmpty()) {
                return null;
            }
            any = any == null ? common.iterator().next() : any;
        }
        return any;
    }

    private static @Nullable Gate gateOfOneRun(Cycle cycle, Set<String> own) {
        Map<String, Set<Gate>> byRun = gatesByRun(cycle, own);
        Set<Gate> gates = byRun.values().iterator().next();
        return byRun.size() > 1 || gates.isEmpty() ? null : gates.iterator().next();
    }

    /** What was held at every occurrence of a run; which of it is the same lock in two runs, nobody knows. */
    private static Map<String, Set<Gate>> gatesByRun(Cycle cycle, Set<String> own) {
        Map<String, List<Set<Gate>>> byRun = new TreeMap<>();
        for (Link link : cycle.links()) {
            dependency(link)
                    .byRecording()
                    .forEach((recording, seen) -> byRun.computeIfAbsent(
                                    Recording.runOf(recording), run -> new ArrayList<>())
                            .add(seen.gates));
        }
        Map<String, Set<Gate>> common = new TreeMap<>();
        byRun.forEach((run, gates) -> common.put(run, common(gates, own)));
        return common;
    }

    /**
     * The class of a lock that was held at every occurrence, when no run shows all of them and the one lock may be another
     * in each; null when there is none.
     */
    @Nullable
    Node gateOfSeveralRuns(Cycle cycle, WitnessChoice choice) {
        if (choice.sameRecording() || !isLocksOnly(cycle)) {
            return null;
        }
        Map<String, Set<Gate>> byRun = gatesByRun(cycle, classesOf(cycle));
        Set<Node> common = null;
        for (Set<Gate> gates : byRun.values()) {
            Set<Node> mine = new TreeSet<>();
            gates.forEach(gate -> mine.add(gate.node()));
            mine.retainAll(common == null ? mine : common);
            common = mine;
        }
        return byRun.size() < 2 || common == null || common.isEmpty()
                ? null
                : common.iterator().next();
    }

    private Set<String> classesOf(Cycle cycle) {
        Set<String> own = new HashSet<>();
        cycle.links().forEach(link -> own.add(search.node(link.from()).className()));
        return own;
    }

    private static Dependency dependency(Link link) {
        return java.util.Objects.requireNonNull(link.dependency());
    }

    /** What was held for write on one of these sides, and on all others in whatever way: who reads keeps writers out. */
    private static Set<Gate> common(List<Set<Gate>> sides, Set<String> own) {
        Set<Gate> result = new TreeSet<>();
        sides.forEach(result::addAll);
        result.removeIf(gate -> gate.node().state() == NodeState.SHARED
                || own.contains(gate.node().className())
                || !sides.stream().allMatch(side -> side.contains(gate) || side.contains(gate.forReading())));
        return result;
    }

    private void addOrder(Cycle cycle, WitnessChoice choice, List<Demotion> demotions) {
        if (choice.impossible(Demand.CONCURRENT)) {
            demotions.add(new Demotion(HAPPENS_BEFORE, ORDERED_BY_STARTS));
            return;
        }
        if (cycle.links().stream().allMatch(this::dependsOnOlder)) {
            demotions.add(new Demotion(HAPPENS_BEFORE, ORDERED_BY_AGE));
            return;
        }
        for (Link link : cycle.links()) {
            Dependency dependency = link.dependency();
            ResourceClass from = search.classOf(link.from());
            if (dependency != null
                    && from != null
                    && from.kind() == ResourceKind.PLACE
                    && from.capacity() == 1
                    && !ClassNames.isGrowing(from.name())
                    && isOrdered(dependency)) {
                demotions.add(new Demotion(
                        HAPPENS_BEFORE,
                        "each item that waits was queued by the same task after the one that signals, on a queue that"
                                + " runs one item at a time in order"));
                return;
            }
        }
        addBegun(cycle, demotions);
    }

    /** Who waits for what comes out of an item that has its place does not wait for a place. */
    private void addBegun(Cycle cycle, List<Demotion> demotions) {
        List<Link> links = cycle.links();
        for (int i = 0; i < links.size(); i++) {
            Link wait = links.get((i + links.size() - 1) % links.size());
            ResourceClass place = search.classOf(links.get(i).to());
            if (place != null && place.kind() == ResourceKind.PLACE && hasBegun(wait.dependency())) {
                demotions.add(new Demotion(
                        HAPPENS_BEFORE,
                        "each time, what is waited for comes out of an item that was queued by the same task before the"
                                + " one that waits, on a queue that begins with its items in that order: it has its "
                                + place.name()));
                return;
            }
        }
    }

    private static boolean hasBegun(@Nullable Dependency dependency) {
        return dependency != null && dependency.byRecording().values().stream().allMatch(seen -> seen.begun);
    }

    private boolean dependsOnOlder(Link link) {
        ResourceClass from = search.classOf(link.from());
        return from != null
                && from.kind() == ResourceKind.FENCE
                && link.dependency() != null
                && isOrdered(dependency(link));
    }

    private static boolean isOrdered(Dependency dependency) {
        return dependency.byRecording().values().stream().allMatch(seen -> seen.fifoOrdered);
    }

    /** Whether all of a cycle is threads of programs. */
    boolean allPrograms(Cycle cycle) {
        Set<String> recordings = new LinkedHashSet<>();
        for (Link link : cycle.links()) {
            if (link.dependency() != null) {
                recordings.addAll(link.dependency().byRecording().keySet());
            }
        }
        return !recordings.isEmpty() && recordings.stream().allMatch(this::isProgram);
    }

    private boolean isProgram(String recording) {
        RecordingSummary summary = graph.recordings().get(recording);
        return summary != null && summary.recording().isProgram();
    }
}
