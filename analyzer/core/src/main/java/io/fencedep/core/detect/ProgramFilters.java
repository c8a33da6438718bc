package io.fencedep.core.detect;

import io.fencedep.core.detect.Link.Grade;
import io.fencedep.core.detect.WitnessChoice.Demand;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Standing;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.Recording;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What speaks against a cycle of threads of programs only: there one thread is one thread in every run, and which objects
 * were at hand is known. In a kernel any task may run any code.
 */
final class ProgramFilters {
    /** What speaks against occurrences two by two. */
    private static final Set<String> PAIRWISE = Set.of(Filters.ONE_TASK, Filters.HAPPENS_BEFORE);

    private final DependencyGraph graph;
    private final SearchGraph search;
    private final Map<String, Set<String>> locks = new HashMap<>();

    ProgramFilters(DependencyGraph graph, SearchGraph search) {
        this.graph = graph;
        this.search = search;
    }

    /** Adds all that speaks against this cycle, all of which is threads of programs. */
    void add(Cycle cycle, WitnessChoice choice, List<Demotion> demotions) {
        boolean noPlace = cycle.links().stream().noneMatch(link -> isPlace(link.from()));
        addOneTask(cycle, noPlace, demotions);
        if (noPlace) {
            addNoneLeft(choice, demotions);
        }
        addInstances(cycle, noPlace, demotions);
        addBothEnds(cycle, demotions);
        addFreePlace(cycle, demotions);
        addOtherSignals(cycle, demotions);
        addNeverFirst(cycle, demotions);
        addHandedOver(cycle, demotions);
    }

    /** Whoever waits for what others give back than those who took it does not wait for these. */
    private void addHandedOver(Cycle cycle, List<Demotion> demotions) {
        for (Link link : cycle.links()) {
            ResourceClass held = search.classOf(link.from());
            if (held != null && held.handedOver()) {
                demotions.add(handedOver(held));
                return;
            }
        }
    }

    /** What speaks against a cycle for which somebody has to hold this. */
    static Demotion handedOver(ResourceClass held) {
        return new Demotion(
                Filters.HANDED_OVER,
                held.name() + " was also given back by another task than the one that had taken it");
    }

    private static String who(String strand) {
        return Occurrences.isItem(strand) ? strand : "the thread " + strand;
    }

    private void addOneTask(Cycle cycle, boolean noPlace, List<Demotion> demotions) {
        String task = noPlace ? onlyTask(cycle.links()) : "";
        if (!task.isEmpty()) {
            demotions.add(new Demotion(Filters.ONE_TASK, who(task) + " alone made all of it"));
            return;
        }
        addAlone(cycle.links(), cycle.grade() != Grade.CERTAIN, demotions);
    }

    /**
     * The thread that would hold a lock here is the very one that waits for it. What is certain is never a note for that: the
     * next run may give these steps to two threads. But a signal that also comes without the lock is not certain to wait for
     * it, even when the one that did was given under it.
     */
    private void addAlone(List<Link> links, boolean doubtful, List<Demotion> demotions) {
        for (int i = 0; i < links.size(); i++) {
            Link held = links.get(i);
            Link waited = links.get((i + links.size() - 1) % links.size());
            boolean counts =
                    doubtful || waited.standing().k() < waited.standing().n();
            String task = counts && search.isLock(held.from()) ? onlyTask(List.of(waited, held)) : "";
            if (!task.isEmpty() && !ClassNames.isUnseen(task)) {
                demotions.add(new Demotion(
                        Filters.ONE_TASK,
                        who(task) + " would have to wait for " + search.node(held.from())
                                + " and hold it meanwhile: no other one was seen to do either"));
                return;
            }
        }
    }

    /**
     * Some choices of occurrences are of one thread or of different instances, the others put in order: then none is left.
     * Not where a pool may give to several threads what one was seen to do.
     */
    private void addNoneLeft(WitnessChoice choice, List<Demotion> demotions) {
        boolean known = demotions.stream().map(Demotion::filter).anyMatch(PAIRWISE::contains);
        if (known || choice.mayBePooled()) {
            return;
        }
        Demand threads = choice.possible(Demand.DISTINCT) ? Demand.DISTINCT : Demand.SEVERAL;
        if (choice.possible(threads) && choice.impossible(threads, Demand.CONCURRENT)) {
            demotions.add(new Demotion(
                    Filters.HAPPENS_BEFORE,
                    "wherever different threads made these waits, starts and joins put them one after the other"));
        } else if (choice.possible(Demand.DISTINCT, Demand.INSTANCES)
                && choice.impossible(Demand.DISTINCT, Demand.INSTANCES, Demand.CONCURRENT)) {
            demotions.add(new Demotion(
                    Filters.HAPPENS_BEFORE,
                    "wherever one thread holds the very instance that another one waits for, starts and joins put these"
                            + " waits one after the other"));
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
        if (tasks.size() != 1) {
            return "";
        }
        String only = tasks.iterator().next();
        return only.substring(only.indexOf('\n') + 1);
    }

    private void addInstances(Cycle cycle, boolean noPlace, List<Demotion> demotions) {
        boolean alone = demotions.stream().anyMatch(each -> each.filter().equals(Filters.ONE_TASK));
        boolean others = noPlace && !alone;
        InstanceChoice instances = new InstanceChoice(cycle.links(), search.leadsToLock(cycle.links()), others);
        if (!instances.isKnown() || instances.possible()) {
            return;
        }
        if (others && instances.possibleForOneTaskOnly()) {
            demotions.add(new Demotion(
                    Filters.ONE_TASK,
                    "wherever one holds the very instance that the other waits for, both are one thread"));
            return;
        }
        demotions.add(new Demotion(
                Filters.INSTANCES,
                "no choice of occurrences has one thread hold the very instance that another one waits for"));
        if (instances.areInOneOrder()) {
            demotions.add(new Demotion(
                    Filters.ONE_ORDER,
                    "many of these locks were held one inside the other, and all of that is in one order of them all"));
            return;
        }
        List<Link> apart =
                instances.apart(link -> locksOf(search.node(link.to()).className()));
        if (!apart.isEmpty()) {
            String name = search.node(apart.get(0).to()).className();
            demotions.add(new Demotion(
                    Filters.UNRELATED,
                    "of " + locksOf(name) + " locks " + name
                            + ", none is waited for by one of these threads and held by the other"));
            return;
        }
        for (Link link : cycle.links()) {
            ResourceClass type = search.classOf(link.from());
            if (type != null && ClassNames.isLibraryType(type.name())) {
                demotions.add(new Demotion(
                        Filters.UNRELATED, type.name() + " stands for every object of that type, wherever it is used"));
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
                        Filters.FREE_PLACE,
                        place.name() + " has room for " + place.capacity()
                                + ", which were not seen to wait for this at once"));
                return;
            }
        }
    }

    /**
     * Whoever signals out of a pool has a place of it, and whoever makes room in a queue ends the wait for that: one that did
     * so without the other resource is a way out, unless somebody was seen to sleep meanwhile.
     */
    private void addOtherSignals(Cycle cycle, List<Demotion> demotions) {
        for (Link link : cycle.links()) {
            Standing standing = link.standing();
            String from = search.node(link.from()).className();
            if (standing.evidence() == Evidence.HABITUAL
                    && standing.k() < standing.n()
                    && !standing.refuted()
                    && (isPlace(link.to()) || ClassNames.isRoom(from))) {
                demotions.add(new Demotion(
                        Filters.REFUTED,
                        from + " was also signalled without " + search.node(link.to()) + " ("
                                + (standing.n() - standing.k()) + " of " + standing.n() + " times)"));
                return;
            }
        }
    }

    /** How many holders were seen in this wait at once. */
    static long atOnce(Link wait) {
        Dependency dependency = wait.dependency();
        return dependency == null
                ? 0
                : dependency.byRecording().values().stream()
                        .mapToLong(seen -> seen.holdersAtOnce)
                        .max()
                        .orElse(0);
    }

    /** Nobody was seen who could take the first of two locks without holding the second, or could do so in time. */
    private void addNeverFirst(Cycle cycle, List<Demotion> demotions) {
        for (Link link : cycle.links()) {
            if (isOnly(link, ClassNames::isTooLate)) {
                demotions.add(new Demotion(
                        Filters.HAPPENS_BEFORE,
                        search.node(link.from())
                                + " and what it needs were there before any other thread was started"));
                return;
            }
            if (isOnly(link, task -> ClassNames.isNobody(task) || ClassNames.isTooLate(task))) {
                demotions.add(new Demotion(
                        Filters.NEVER_FIRST,
                        "nobody was seen who could begin with " + search.node(link.from())
                                + ": only code uses it that has " + search.node(link.to()) + " first"));
                return;
            }
        }
    }

    /** Whether one task alone, and one of this kind, did this in each recording. */
    private static boolean isOnly(Link link, Predicate<String> kind) {
        Dependency dependency = link.dependency();
        return dependency != null
                && dependency.byRecording().values().stream().allMatch(seen -> kind.test(seen.onlyTask));
    }

    /** A queue is not empty for one and full for another. */
    private void addBothEnds(Cycle cycle, List<Demotion> demotions) {
        Set<String> names = new HashSet<>();
        cycle.links().stream()
                .filter(link -> isFence(link.from()))
                .forEach(link -> names.add(search.node(link.from()).className()));
        for (String name : names) {
            if (names.contains(ClassNames.roomOf(name))) {
                demotions.add(new Demotion(Filters.BOTH_ENDS, name + " would have to be empty and full at once"));
                return;
            }
        }
    }

    private boolean isFence(int number) {
        ResourceClass found = search.classOf(number);
        return found != null && found.kind() == ResourceKind.FENCE;
    }

    /** Whoever has a place and waits for an item that needs one is stuck all alone. */
    private boolean isPlace(int number) {
        ResourceClass found = search.classOf(number);
        return found != null && (found.kind() == ResourceKind.PLACE || found.kind() == ResourceKind.QUEUE);
    }
}
