package io.fencedep.core.detect;

import io.fencedep.core.detect.Link.Grade;
import io.fencedep.core.detect.WitnessChoice.Demand;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import java.util.ArrayList;
import java.util.HashMap;
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
    static final String BOTH_ENDS = "both-ends";
    static final String FREE_PLACE = "free-place";
    static final String GATE_LOCK = "gate-lock";
    static final String HAPPENS_BEFORE = "happens-before";
    static final String INSTANCES = "instances";
    static final String NEVER_FIRST = "never-first";
    static final String ONE_TASK = "one-task";
    static final String UNRELATED = "unrelated";
    static final String REFUTED = "refuted";
    static final String TRYLOCK = "masked-by-trylock";
    static final String ORDERED_BY_AGE = "each of these fences was made to wait for fences that were there before it";
    static final String ORDERED_BY_STARTS = "starts and joins of tasks put these waits one after the other";

    private final DependencyGraph graph;
    private final SearchGraph search;
    private final Map<String, Set<String>> locks = new HashMap<>();

    Filters(DependencyGraph graph, SearchGraph search) {
        this.graph = graph;
        this.search = search;
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
            long places =
                    cycle.links().stream().filter(link -> isPlace(link.from())).count();
            addOneTask(cycle, places == 0, demotions);
            addInstances(cycle, places == 0, demotions);
            addBothEnds(cycle, demotions);
            addFreePlace(cycle, demotions);
            addNeverFirst(cycle, demotions);
        }
        return demotions;
    }

    private boolean isLocksOnly(Cycle cycle) {
        return cycle.interrupt() < 0
                && cycle.links().stream().allMatch(link -> isLock(link.from()) && link.dependency() != null);
    }

    private void addInstances(Cycle cycle, boolean noPlace, List<Demotion> demotions) {
        boolean alone = demotions.stream().anyMatch(each -> each.filter().equals(ONE_TASK));
        boolean others = noPlace && !alone;
        InstanceChoice instances = new InstanceChoice(cycle.links(), leadsToLock(cycle.links()), others);
        if (!instances.isKnown() || instances.possible()) {
            return;
        }
        if (others && instances.possibleForOneTaskOnly()) {
            demotions.add(new Demotion(
                    ONE_TASK, "wherever one holds the very instance that the other waits for, both are one thread"));
            return;
        }
        demotions.add(new Demotion(
                INSTANCES,
                "no choice of occurrences has one thread hold the very instance that another one waits for"));
        List<Link> apart =
                instances.apart(link -> locksOf(search.node(link.to()).className()));
        if (!apart.isEmpty()) {
            String name = search.node(apart.get(0).to()).className();
            demotions.add(new Demotion(
                    UNRELATED,
                    "of " + locksOf(name) + " locks " + name
                            + ", none is waited for by one of these threads and held by the other"));
            return;
        }
        for (Link link : cycle.links()) {
            ResourceClass type = search.classOf(link.from());
            if (type != null && ClassNames.isLibraryType(type.name())) {
                demotions.add(new Demotion(
                        UNRELATED, type.name() + " stands for every object of that type, wherever it is used"));
                return;
            }
        }
    }

    /** How many locks of a class are known by name: so many that may be part of a ring. */
    private int locksOf(String className) {
        if (locks.isEmpty()) {
            for (Dependency dependency : graph.dependencies()) {
                dependency
                        .byRecording()
                        .forEach((recording, seen) -> seen.pairs.forEach(pair -> {
                            note(dependency.from().className(), recording, pair.from());
                            note(dependency.to().className(), recording, pair.to());
                        }));
            }
        }
        return locks.getOrDefault(className, Set.of()).size();
    }

    private void note(String className, String recording, String instance) {
        if (!instance.isEmpty()) {
            locks.computeIfAbsent(className, ignored -> new HashSet<>())
                    .add(Recording.runOf(recording) + "\n" + instance);
        }
    }

    /**
     * Whether a cycle may only be there because its source gives several classes one name: no choice of occurrences has
     * the same lock on both sides.
     */
    boolean hingesOnMergedClasses(Cycle cycle, WitnessChoice choice) {
        boolean merged = cycle.links().stream()
                .filter(link -> link.dependency() != null)
                .flatMap(link -> dependency(link).byRecording().keySet().stream())
                .allMatch(this::mergesClasses);
        return merged && !choice.possible(Demand.INSTANCES);
    }

    private boolean mergesClasses(String recording) {
        RecordingSummary summary = graph.recordings().get(recording);
        return summary != null && summary.recording().lacks().contains(Lack.SUBCLASS);
    }

    /** For each link of a cycle whether it leads to a lock whose instances can be compared; annotations are copied. */
    boolean[] leadsToLock(List<Link> links) {
        boolean[] locks = new boolean[links.size()];
        for (int i = 0; i < locks.length; i++) {
            ResourceClass target = search.classOf(links.get(i).to());
            locks[i] = target != null && isLock(links.get(i).to()) && target.lockKind() != LockKind.MAP;
        }
        return locks;
    }

    private boolean isLock(int number) {
        ResourceClass found = search.classOf(number);
        return found != null && found.kind() == ResourceKind.LOCK;
    }

    /** Whoever has a place and waits for an item that needs one is stuck all alone. */
    private boolean isPlace(int number) {
        ResourceClass found = search.classOf(number);
        return found != null && (found.kind() == ResourceKind.PLACE || found.kind() == ResourceKind.QUEUE);
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
            demotions.add(new Demotion(
                    GATE_LOCK,
                    "every one of these waits was made with " + gate.node() + " (" + gate.instance()
                            + ") held for write"));
        }
    }

    /** One run shows all of it: each run must have a gate of its own. */
    private static @Nullable Gate gatePerRecording(Cycle cycle, Set<String> own) {
        Gate any = null;
        Dependency first = dependency(cycle.links().get(0));
        for (String recording : first.byRecording().keySet()) {
            Set<Gate> common = null;
            for (Link link : cycle.links()) {
                Occurrences seen = dependency(link).byRecording().get(recording);
                common = intersect(common, seen == null ? Set.of() : seen.gates, own);
            }
            if (common == null || common.isEmpty()) {
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
        Map<String, Set<Gate>> byRun = new TreeMap<>();
        for (Link link : cycle.links()) {
            dependency(link)
                    .byRecording()
                    .forEach((recording, seen) -> byRun.compute(
                            Recording.runOf(recording), (run, common) -> intersect(common, seen.gates, own)));
        }
        return byRun;
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

    private static Set<Gate> intersect(@Nullable Set<Gate> common, Set<Gate> more, Set<String> own) {
        Set<Gate> result = new TreeSet<>(common == null ? more : common);
        result.retainAll(more);
        result.removeIf(gate -> own.contains(gate.node().className()));
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
                    && isOrdered(dependency)) {
                demotions.add(new Demotion(
                        HAPPENS_BEFORE,
                        "each item that waits was queued by the same task after the one that signals, on a queue that"
                                + " runs one item at a time in order"));
                return;
            }
        }
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

    /** That a signal comes out of a pool is only a habit, and not all of the pool's threads were seen to wait for it. */
    private void addFreePlace(Cycle cycle, List<Demotion> demotions) {
        List<Link> links = cycle.links();
        for (int i = 0; i < links.size(); i++) {
            Link wait = links.get(i);
            Link signal = links.get((i + links.size() - 1) % links.size());
            ResourceClass place = search.classOf(wait.from());
            Evidence evidence = signal.standing().evidence();
            if (place != null
                    && place.kind() == ResourceKind.PLACE
                    && place.capacity() > 1
                    && (evidence == Evidence.HABITUAL || evidence == Evidence.AWAITED)
                    && atOnce(wait) < place.capacity()) {
                demotions.add(new Demotion(
                        FREE_PLACE,
                        place.name() + " has room for " + place.capacity()
                                + ", which were not seen to wait for this at once"));
                return;
            }
        }
    }

    private static long atOnce(Link wait) {
        Dependency dependency = wait.dependency();
        return dependency == null
                ? 0
                : dependency.byRecording().values().stream()
                        .mapToLong(seen -> seen.holdersAtOnce)
                        .max()
                        .orElse(0);
    }

    /** Nobody was seen who could take the first of two locks without holding the second. */
    private void addNeverFirst(Cycle cycle, List<Demotion> demotions) {
        for (Link link : cycle.links()) {
            Dependency dependency = link.dependency();
            if (dependency != null
                    && dependency.byRecording().values().stream()
                            .allMatch(seen -> ClassNames.isNobody(seen.onlyTask))) {
                demotions.add(new Demotion(
                        NEVER_FIRST,
                        "nobody was seen who could begin with " + search.node(link.from())
                                + ": only code uses it that has " + search.node(link.to()) + " first"));
                return;
            }
        }
    }

    /** A queue is not empty for one and full for another. */
    private void addBothEnds(Cycle cycle, List<Demotion> demotions) {
        Set<String> names = new HashSet<>();
        cycle.links().forEach(link -> names.add(search.node(link.from()).className()));
        for (String name : names) {
            if (names.contains(ClassNames.roomOf(name))) {
                demotions.add(new Demotion(BOTH_ENDS, name + " would have to be empty and full at once"));
                return;
            }
        }
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

    private void addOneTask(Cycle cycle, boolean noPlace, List<Demotion> demotions) {
        String task = noPlace ? onlyTask(cycle.links()) : "";
        if (!task.isEmpty()) {
            demotions.add(new Demotion(ONE_TASK, "the thread " + task + " alone made all of it"));
            return;
        }
        if (cycle.grade() != Grade.CERTAIN) {
            addAlone(cycle.links(), demotions);
        }
    }

    /**
     * The thread that would hold a lock here is the very one that waits for it. What is certain is never a note for that: the
     * next run may give these steps to two threads.
     */
    private void addAlone(List<Link> links, List<Demotion> demotions) {
        for (int i = 0; i < links.size(); i++) {
            Link held = links.get(i);
            Link waited = links.get((i + links.size() - 1) % links.size());
            String task = isLock(held.from()) ? onlyTask(List.of(waited, held)) : "";
            if (!task.isEmpty() && !ClassNames.isWhoever(task)) {
                demotions.add(new Demotion(
                        ONE_TASK,
                        "the thread " + task + " would have to wait for " + search.node(held.from())
                                + " and hold it meanwhile: no other one was seen to do either"));
                return;
            }
        }
    }

    /** The one thread that made all of these dependencies, in one recording; empty when several did. */
    private static String onlyTask(List<Link> links) {
        Set<String> tasks = new HashSet<>();
        for (Link link : links) {
            if (link.dependency() == null) {
                return "";
            }
            link.dependency().byRecording().forEach((recording, seen) -> tasks.add(recording + "\n" + seen.onlyTask));
        }
        String only = tasks.iterator().next();
        return tasks.size() == 1 ? only.substring(only.indexOf('\n') + 1) : "";
    }
}
