package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Span;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What speaks against a ring, filter by filter. */
final class NaiveFilters {
    /** What was seen of a step, once or, where only that is kept, all that a task did. */
    private record Seen(int step, String recording, Span when, boolean once) {
        private boolean isAny(String instance) {
            return !once && instance.isEmpty();
        }
    }

    /** So many known locks of a class may be part of a ring; of fewer, the one that is may not have been seen. */
    private static final int MANY_LOCKS = 6;

    private final DependencyGraph graph;
    private final NaiveRing ring;
    private final List<Dependency> seen;

    NaiveFilters(DependencyGraph graph, NaiveRing ring) {
        this.graph = graph;
        this.ring = ring;
        this.seen = ring.links().stream()
                .map(NaiveLink::dependency)
                .filter(dependency -> dependency != null)
                .collect(Collectors.toList());
    }

    Set<String> demotions() {
        Set<String> filters = new TreeSet<>();
        if (ring.grade() == NaiveLink.TRIED) {
            filters.add("masked-by-trylock");
        }
        if (seen.stream().anyMatch(each -> NaiveLink.founded(graph, each).refuted())) {
            filters.add("refuted");
        }
        if (gated()) {
            filters.add("gate-lock");
        }
        if (ordered()) {
            filters.add("happens-before");
        }
        if (!recordings().isEmpty() && recordings().stream().allMatch(this::isProgram)) {
            if (oneTask() && !needsPlace() || waitsForOneself()) {
                filters.add("one-task");
            }
            if (!needsPlace() && !filters.contains("happens-before") && !filters.contains("one-task")) {
                combine(filters);
            }
            if (isKnown()) {
                comparePrograms(filters);
            }
            if (fenceNames().stream().anyMatch(name -> fenceNames().contains(name + ".room"))) {
                filters.add("both-ends");
            }
            if (hasFreePlace()) {
                filters.add("free-place");
            }
            if (seen.stream().anyMatch(this::comesFromElsewhere)) {
                filters.add("refuted");
            }
            if (seen.stream().anyMatch(NaiveFilters::neverFirst)) {
                filters.add("never-first");
            }
            if (ring.links().stream().anyMatch(this::isHandedOver)) {
                filters.add("handed-over");
            }
        }
        return filters;
    }

    private boolean isHandedOver(NaiveLink link) {
        return graph.classOf(link.from()) != null && graph.classOf(link.from()).handedOver();
    }

    private Set<String> fenceNames() {
        return ring.links().stream()
                .map(NaiveLink::from)
                .filter(node ->
                        graph.classOf(node) != null && graph.classOf(node).kind() == ResourceKind.FENCE)
                .map(Node::className)
                .collect(Collectors.toSet());
    }

    /** Whether each choice of different threads is spoken against, by whatever. */
    private void combine(Set<String> filters) {
        BiPredicate<Seen, Seen> threads = (left, right) -> !left.recording().equals(right.recording())
                || !left.when().task().equals(right.when().task());
        if (!complete() || seen.stream().anyMatch(this::isPooled)) {
            return;
        }
        boolean ordered = canBe(threads)
                ? !canBe(threads.and(NaiveFilters::concurrent))
                : canBeOfSeveral((left, right) -> true) && !canBeOfSeveral(NaiveFilters::concurrent);
        BiPredicate<Seen, Seen> meeting =
                threads.and(this::ofOneRun).and((left, right) -> haveInCommon(left, right, false));
        BiPredicate<Seen, Seen> mayMeet =
                threads.and(this::ofOneRun).and((left, right) -> haveInCommon(left, right, true));
        boolean orderedWhereTheyMeet = !whole().isEmpty()
                && choose(0, new ArrayList<>(), meeting)
                && !choose(0, new ArrayList<>(), mayMeet.and(NaiveFilters::concurrent));
        if (ordered || orderedWhereTheyMeet) {
            filters.add("happens-before");
        }
    }

    /** Whether both are from a run that shows all of the ring. */
    private boolean ofOneRun(Seen left, Seen right) {
        String run = Recording.runOf(left.recording());
        return run.equals(Recording.runOf(right.recording())) && runs(whole()).contains(run);
    }

    /** Whether one holds the very lock that the other waits for, or may do so, if one follows the other. */
    private boolean haveInCommon(Seen left, Seen right, boolean perhaps) {
        return follows(left, right, perhaps) && follows(right, left, perhaps);
    }

    private boolean follows(Seen waiter, Seen holder, boolean perhaps) {
        boolean next = (waiter.step() + 1) % ring.links().size() == holder.step();
        String wanted = waiter.when().to();
        String held = holder.when().from();
        return !next
                || !isCompared(waiter.step())
                || wanted.equals(held)
                || perhaps && (waiter.isAny(wanted) || holder.isAny(held));
    }

    /** Whether somebody who made it ran an item of a pool with room for several. */
    private boolean isPooled(Dependency dependency) {
        boolean unseen = dependency.byRecording().values().stream().anyMatch(each -> each.more && each.pooled);
        return unseen
                || dependency.byRecording().values().stream()
                        .flatMap(each -> each.witnesses.stream())
                        .anyMatch(witness -> holds(witness, type -> type.kind() == ResourceKind.QUEUE)
                                && !holds(witness, type -> type.kind() == ResourceKind.PLACE && type.capacity() == 1));
    }

    private boolean holds(Witness witness, Predicate<ResourceClass> wanted) {
        return witness.held().stream()
                .map(held -> graph.classOf(held.node()))
                .anyMatch(type -> type != null && wanted.test(type));
    }

    private boolean areLocks() {
        return seen.size() == ring.links().size()
                && ring.links().stream().allMatch(link -> isLock(link.from()))
                && !ring.hasInterrupt();
    }

    /** One thread cannot hold what it waits for, unless it is a place of a pool that it has and needs. */
    private void comparePrograms(Set<String> filters) {
        boolean others = !needsPlace() && !filters.contains("one-task");
        if (canMeet(others ? NaiveFilters::sameLockOfAnother : NaiveFilters::sameLock, parts -> true)) {
            return;
        }
        boolean meets = canMeet(NaiveFilters::sameLock, parts -> true);
        boolean inSeveral = canMeet(NaiveFilters::sameLock, NaiveFilters::areSeveral);
        boolean onlyOne = others && meets && !inSeveral;
        filters.add(onlyOne ? "one-task" : "instances");
        if (!onlyOne && areInOneOrder()) {
            filters.add("one-order");
        } else if (!onlyOne && areUnrelated(others ? NaiveFilters::sameLockOfAnother : NaiveFilters::sameLock)) {
            filters.add("unrelated");
        }
    }

    private boolean areInOneOrder() {
        return IntStream.range(0, ring.links().size()).allMatch(this::isCompared)
                && runs(whole()).stream().allMatch(run -> new NaiveOrder(instancePairs(run)).isCertain());
    }

    private Set<List<String>> instancePairs(String run) {
        Set<List<String>> pairs = new HashSet<>();
        for (int step = 0; step < ring.links().size(); step++) {
            int next = (step + 1) % ring.links().size();
            for (Part part : parts(step, run)) {
                pairs.add(List.of(step + " " + part.from(), next + " " + part.to()));
            }
        }
        return pairs;
    }

    /** Whether some locks of which many are known never meet, and all else would; or a class is a type of the JDK. */
    private boolean areUnrelated(BiPredicate<Part, Part> joint) {
        Set<Integer> meeting = new HashSet<>();
        Set<Integer> apart = new HashSet<>();
        for (int step = 0; step < ring.links().size(); step++) {
            Set<Integer> only = Set.of(step);
            boolean many = knownLocks(ring.links().get(step).to().className()) >= MANY_LOCKS;
            boolean never = many && isCompared(step) && !canMeet(only, joint, parts -> true);
            (never ? apart : meeting).add(step);
        }
        boolean restMeets =
                !apart.isEmpty() && !meeting.isEmpty() && canMeet(meeting, NaiveFilters::sameLock, parts -> true);
        return restMeets || ring.classNames().stream().anyMatch(name -> name.startsWith("java."));
    }

    /** How many locks of a class some pair names. */
    private long knownLocks(String className) {
        Set<String> locks = new HashSet<>();
        for (Dependency each : graph.dependencies()) {
            each.byRecording()
                    .forEach((id, once) -> once.pairs.forEach(pair -> {
                        if (each.from().className().equals(className)
                                && !pair.from().isEmpty()) {
                            locks.add(Recording.runOf(id) + " " + pair.from());
                        }
                        if (each.to().className().equals(className)
                                && !pair.to().isEmpty()) {
                            locks.add(Recording.runOf(id) + " " + pair.to());
                        }
                    }));
        }
        return locks.size();
    }

    /** Whether the source merges classes, and no lock was seen on both sides. */
    boolean mayBeMerged() {
        boolean merged = recordings().stream()
                .allMatch(id -> graph.recordings().containsKey(id)
                        && graph.recordings().get(id).recording().lacks().contains(Lack.SUBCLASS));
        return merged && !whole().isEmpty() && !canMeet(NaiveFilters::sameLock, parts -> true);
    }

    private Set<String> recordings() {
        Set<String> all = new TreeSet<>();
        seen.forEach(dependency -> all.addAll(dependency.byRecording().keySet()));
        return all;
    }

    private boolean isProgram(String id) {
        return graph.recordings().containsKey(id)
                && graph.recordings().get(id).recording().isProgram();
    }

    private boolean isLock(Node node) {
        ResourceClass known = graph.classOf(node);
        return known != null && known.kind() == ResourceKind.LOCK;
    }

    private boolean inOneRun() {
        return seen.stream().map(each -> each.byRecording().keySet()).distinct().count() <= 1;
    }

    /** Every occurrence was under one lock, in each run that shows the whole ring. */
    private boolean gated() {
        if (!areLocks()) {
            return false;
        }
        if (!inOneRun()) {
            return runs(recordings()).size() == 1
                    && hasGate(seen.stream()
                            .flatMap(each -> each.byRecording().values().stream())
                            .collect(Collectors.toList()));
        }
        return recordings().stream()
                .allMatch(id -> hasGate(
                        seen.stream().map(each -> each.byRecording().get(id)).collect(Collectors.toList())));
    }

    /** Whether each run has a lock that is always held, all of one class, and it may be another lock in each. */
    boolean mayBeGated() {
        Set<String> runs = runs(recordings());
        if (!areLocks() || inOneRun() || runs.size() < 2) {
            return false;
        }
        Set<Node> common = null;
        for (String run : runs) {
            List<Occurrences> its = new ArrayList<>();
            for (Dependency each : seen) {
                each.byRecording().forEach((id, shown) -> {
                    if (Recording.runOf(id).equals(run)) {
                        its.add(shown);
                    }
                });
            }
            Set<Node> nodes = gates(its).stream().map(Gate::node).collect(Collectors.toSet());
            common = common == null ? nodes : common;
            common.retainAll(nodes);
        }
        return !common.isEmpty();
    }

    private static Set<String> runs(Set<String> recordings) {
        return recordings.stream().map(Recording::runOf).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The recordings that show all of it. */
    private Set<String> whole() {
        return recordings().stream()
                .filter(id -> seen.stream().allMatch(each -> each.byRecording().containsKey(id)))
                .collect(Collectors.toSet());
    }

    private boolean hasGate(List<Occurrences> all) {
        return !gates(all).isEmpty();
    }

    /** What somebody held for write and everybody held. */
    private Set<Gate> gates(List<Occurrences> all) {
        Set<Gate> common = new HashSet<>();
        for (Occurrences one : all) {
            for (Gate gate : one.gates) {
                boolean write = gate.node().state() != NodeState.SHARED;
                boolean byAll = all.stream()
                        .allMatch(each -> each.gates.stream()
                                .anyMatch(other -> other.forReading().equals(gate.forReading())));
                if (write && byAll && !ring.classNames().contains(gate.node().className())) {
                    common.add(gate);
                }
            }
        }
        return common;
    }

    private boolean ordered() {
        boolean byQueue = ring.links().stream().anyMatch(link -> {
            ResourceClass from = graph.classOf(link.from());
            return link.dependency() != null
                    && from != null
                    && from.kind() == ResourceKind.PLACE
                    && from.capacity() == 1
                    && link.dependency().byRecording().values().stream().allMatch(each -> each.fifoOrdered);
        });
        boolean byAge = ring.links().stream().allMatch(link -> {
            ResourceClass from = graph.classOf(link.from());
            return link.dependency() != null
                    && from != null
                    && from.kind() == ResourceKind.FENCE
                    && link.dependency().byRecording().values().stream().allMatch(each -> each.fifoOrdered);
        });
        return byQueue || byAge || hasBegun() || complete() && !canBe(NaiveFilters::concurrent);
    }

    /** Somebody always waits for an item that has its place, where the ring needs that item to wait for one. */
    private boolean hasBegun() {
        int size = ring.links().size();
        for (int i = 0; i < size; i++) {
            Dependency wait = ring.links().get(i).dependency();
            ResourceClass place = graph.classOf(ring.links().get((i + 1) % size).to());
            if (wait != null
                    && place != null
                    && place.kind() == ResourceKind.PLACE
                    && wait.byRecording().values().stream().noneMatch(each -> !each.begun)) {
                return true;
            }
        }
        return false;
    }

    private static boolean concurrent(Seen left, Seen right) {
        return !left.recording().equals(right.recording())
                || left.when().task().equals(right.when().task())
                || !isBefore(left.when(), right.when()) && !isBefore(right.when(), left.when());
    }

    /** Whether even the first moment of one knows the last one of the other. */
    private static boolean isBefore(Span early, Span late) {
        return late.first().clock().getOrDefault(early.task(), -1) >= early.last();
    }

    /** Whoever has a place and waits for an item that needs one is stuck all alone. */
    private boolean needsPlace() {
        return ring.links().stream().anyMatch(link -> isPlace(link.from()));
    }

    private boolean isPlace(Node node) {
        ResourceClass known = graph.classOf(node);
        return known != null && (known.kind() == ResourceKind.PLACE || known.kind() == ResourceKind.QUEUE);
    }

    /** In a ring that is not certain, or behind a signal that also came without, one thread alone waits for and holds a lock. */
    private boolean waitsForOneself() {
        for (NaiveLink waited : ring.links()) {
            for (NaiveLink held : ring.links()) {
                boolean counts = ring.grade() != NaiveLink.CERTAIN
                        || waited.dependency() != null
                                && NaiveLink.founded(graph, waited.dependency()).partly();
                if (waited.to().equals(held.from())
                        && counts
                        && isLock(held.from())
                        && waited.dependency() != null
                        && held.dependency() != null
                        && made(List.of(waited.dependency(), held.dependency()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean oneTask() {
        return seen.size() == ring.links().size() && made(seen);
    }

    /** Whether one thread of one recording made all of these. */
    private static boolean made(List<Dependency> all) {
        Set<String> tasks = new HashSet<>();
        all.forEach(each -> each.byRecording().forEach((id, once) -> tasks.add(id + " " + once.onlyTask)));
        return tasks.size() == 1
                && all.stream()
                        .flatMap(each -> each.byRecording().values().stream())
                        .noneMatch(once -> once.onlyTask.isEmpty());
    }

    private static boolean neverFirst(Dependency dependency) {
        return dependency.byRecording().values().stream()
                .allMatch(once -> once.onlyTask.startsWith("nobody known to begin with "));
    }

    /** A pool with room for more waits for a signal that is only known to come out of it by counts. */
    /** Some signals came out of a pool, or room out of a hold, and others did not, and nobody slept for those that did. */
    private boolean comesFromElsewhere(Dependency dependency) {
        return dependency.basis() == Basis.INFERRED
                && graph.standing(dependency).evidence() == Evidence.HABITUAL
                && NaiveLink.founded(graph, dependency).partly()
                && (isPlace(dependency.to()) || dependency.from().className().endsWith(".room"));
    }

    private boolean hasFreePlace() {
        int size = ring.links().size();
        for (int i = 0; i < size; i++) {
            NaiveLink wait = ring.links().get(i);
            NaiveLink signal = ring.links().get((i + size - 1) % size);
            ResourceClass place = graph.classOf(wait.from());
            boolean counted = signal.dependency() != null && signal.dependency().basis() == Basis.INFERRED;
            boolean window = counted && graph.standing(signal.dependency()).evidence() == Evidence.WINDOW;
            long atOnce = wait.dependency() == null
                    ? 0
                    : wait.dependency().byRecording().values().stream()
                            .mapToLong(each -> each.holdersAtOnce)
                            .max()
                            .orElse(0);
            if (place != null
                    && place.kind() == ResourceKind.PLACE
                    && place.capacity() > 1
                    && counted
                    && !window
                    && atOnce < place.capacity()) {
                return true;
            }
        }
        return false;
    }

    /** What somebody held and waited for; an instance that is not known, or is of no lock, is empty and may be any. */
    private record Part(String from, String to, String task) {}

    /** Whether a run that shows all of it is known so well that a choice which is not found is not there. */
    private boolean isKnown() {
        return !whole().isEmpty()
                && seen.stream()
                        .flatMap(each -> each.byRecording().entrySet().stream())
                        .allMatch(each -> !runs(whole()).contains(Recording.runOf(each.getKey()))
                                || !each.getValue().pairs.isEmpty()
                                || !each.getValue().more);
    }

    /** Whether in some run that shows all of it parts meet, of which the question is true. */
    private boolean canMeet(BiPredicate<Part, Part> joint, Predicate<List<Part>> question) {
        Set<Integer> all = new HashSet<>();
        for (int step = 0; step < ring.links().size(); step++) {
            all.add(step);
        }
        return canMeet(all, joint, question);
    }

    /** The same of some steps of the ring. */
    private boolean canMeet(Set<Integer> steps, BiPredicate<Part, Part> joint, Predicate<List<Part>> question) {
        return runs(whole()).stream().anyMatch(run -> choosePart(run, new ArrayList<>(), steps, joint, question));
    }

    private boolean choosePart(
            String run,
            List<Part> chosen,
            Set<Integer> steps,
            BiPredicate<Part, Part> joint,
            Predicate<List<Part>> question) {
        int step = chosen.size();
        if (step == ring.links().size()) {
            boolean closes = !steps.contains(step - 1) || fit(step - 1, chosen.get(step - 1), chosen.get(0), joint);
            return closes && question.test(chosen);
        }
        for (Part next : parts(step, run)) {
            if (step == 0 || !steps.contains(step - 1) || fit(step - 1, chosen.get(step - 1), next, joint)) {
                chosen.add(next);
                if (choosePart(run, chosen, steps, joint, question)) {
                    return true;
                }
                chosen.remove(step);
            }
        }
        return false;
    }

    private boolean fit(int step, Part waiter, Part holder, BiPredicate<Part, Part> joint) {
        return !isCompared(step) || waiter.to().isEmpty() || holder.from().isEmpty() || joint.test(waiter, holder);
    }

    /** Whether a step leads to a lock. */
    private boolean isCompared(int step) {
        Node node = ring.links().get(step).to();
        return isLock(node) && graph.classOf(node).lockKind() != LockKind.MAP;
    }

    private static boolean sameLock(Part waiter, Part holder) {
        return waiter.to().equals(holder.from());
    }

    private static boolean sameLockOfAnother(Part waiter, Part holder) {
        return sameLock(waiter, holder) && areSeveral(List.of(waiter, holder));
    }

    /** Whether they are not all of one task. */
    private static boolean areSeveral(List<Part> parts) {
        Set<String> tasks = parts.stream().map(Part::task).collect(Collectors.toSet());
        return tasks.size() > 1 || tasks.contains("");
    }

    /** All that was seen of one wait in a run; anybody may make one that was not seen. */
    private Set<Part> parts(int step, String run) {
        Set<Part> parts = new HashSet<>();
        Dependency dependency = ring.links().get(step).dependency();
        if (dependency != null) {
            dependency.byRecording().forEach((id, once) -> {
                if (Recording.runOf(id).equals(run)) {
                    once.pairs.forEach(pair -> parts.add(
                            new Part(pair.from(), pair.to(), pair.task().isEmpty() ? "" : id + " " + pair.task())));
                    if (once.pairs.isEmpty()) {
                        once.witnesses.forEach(witness -> parts.add(
                                new Part(witness.fromInstance(), witness.toInstance(), id + " " + witness.task())));
                    }
                }
            });
        }
        return parts.isEmpty() ? Set.of(new Part("", "", "")) : parts;
    }

    private List<Seen> candidates(int step) {
        List<Seen> candidates = new ArrayList<>();
        Dependency dependency = ring.links().get(step).dependency();
        if (dependency != null) {
            dependency.byRecording().forEach((id, once) -> {
                if (once.more) {
                    once.spans.forEach(span -> candidates.add(new Seen(step, id, span, false)));
                } else {
                    once.witnesses.forEach(witness -> candidates.add(new Seen(step, id, when(witness), true)));
                }
            });
        }
        return candidates;
    }

    private static Span when(Witness witness) {
        return new Span(
                witness.fromInstance(),
                witness.toInstance(),
                witness.task(),
                witness.stamp(),
                witness.stamp().clock().getOrDefault(witness.task(), 0));
    }

    private static boolean fits(Seen next, List<Seen> chosen, BiPredicate<Seen, Seen> together) {
        return chosen.stream().allMatch(before -> together.test(before, next));
    }

    /** Where each recording shows all of it, occurrences of one are put together. */
    private boolean goTogether(Seen before, Seen next) {
        return !inOneRun() || before.recording().equals(next.recording());
    }

    private boolean complete() {
        return seen.stream()
                .flatMap(each -> each.byRecording().values().stream())
                .noneMatch(once -> once.more && once.spans.isEmpty());
    }

    /** Whether one occurrence of each wait can be chosen so that any two go together. */
    private boolean canBe(BiPredicate<Seen, Seen> together) {
        return choose(0, new ArrayList<>(), together.and(this::goTogether));
    }

    /** The same where not all are of one thread. */
    private boolean canBeOfSeveral(BiPredicate<Seen, Seen> together) {
        return choose(
                0,
                new ArrayList<>(),
                together.and(this::goTogether),
                chosen -> chosen.stream()
                                .map(each ->
                                        each.recording() + " " + each.when().task())
                                .distinct()
                                .count()
                        > 1);
    }

    private boolean choose(int step, List<Seen> chosen, BiPredicate<Seen, Seen> together) {
        return choose(step, chosen, together, all -> true);
    }

    private boolean choose(
            int step, List<Seen> chosen, BiPredicate<Seen, Seen> together, Predicate<List<Seen>> question) {
        if (step == ring.links().size()) {
            return question.test(chosen);
        }
        List<Seen> candidates = candidates(step);
        if (candidates.isEmpty()) {
            return choose(step + 1, chosen, together, question);
        }
        for (Seen next : candidates) {
            if (fits(next, chosen, together)) {
                chosen.add(next);
                if (choose(step + 1, chosen, together, question)) {
                    return true;
                }
                chosen.remove(next);
            }
        }
        return false;
    }
}
