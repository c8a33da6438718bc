package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
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
import java.util.stream.Collectors;

/** What speaks against a ring, filter by filter. */
final class NaiveFilters {
    private record Seen(int step, String recording, Witness witness) {}

    private final DependencyGraph graph;
    private final NaiveRing ring;
    private final List<Dependency> seen;
    /** The run that occurrences are chosen from; empty for all. */
    private String only = "";

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
            if (oneTask() && !needsPlace()) {
                filters.add("one-task");
            }
            if (complete() && !canMeet(false)) {
                filters.add("instances");
            } else if (complete() && !needsPlace() && !canMeet(true)) {
                filters.add("one-task");
            }
            if (ring.classNames().stream().anyMatch(name -> ring.classNames().contains(name + ".room"))) {
                filters.add("both-ends");
            }
            if (hasFreePlace()) {
                filters.add("free-place");
            }
            if (seen.stream().anyMatch(NaiveFilters::neverFirst)) {
                filters.add("never-first");
            }
        }
        return filters;
    }

    /** Whether the source merges classes, and no lock was seen on both sides. */
    boolean mayBeMerged() {
        boolean merged = recordings().stream()
                .allMatch(id -> graph.recordings().containsKey(id)
                        && graph.recordings().get(id).recording().lacks().contains(Lack.SUBCLASS));
        return merged && !canMeet(false);
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
        boolean locks =
                seen.size() == ring.links().size() && ring.links().stream().allMatch(link -> isLock(link.from()));
        if (!locks || ring.hasInterrupt()) {
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
        boolean locks =
                seen.size() == ring.links().size() && ring.links().stream().allMatch(link -> isLock(link.from()));
        Set<String> runs = runs(recordings());
        if (!locks || ring.hasInterrupt() || inOneRun() || runs.size() < 2) {
            return false;
        }
        Set<Node> common = null;
        for (String run : runs) {
            Set<Gate> gates = null;
            for (Dependency each : seen) {
                for (String id : each.byRecording().keySet()) {
                    if (Recording.runOf(id).equals(run)) {
                        Set<Gate> its = each.byRecording().get(id).gates;
                        gates = gates == null ? new HashSet<>(its) : gates;
                        gates.retainAll(its);
                    }
                }
            }
            Set<Node> nodes = gates.stream()
                    .map(Gate::node)
                    .filter(node -> !ring.classNames().contains(node.className()))
                    .collect(Collectors.toSet());
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
        Set<Gate> common = new HashSet<>(all.get(0).gates);
        all.forEach(each -> common.retainAll(each.gates));
        common.removeIf(gate -> ring.classNames().contains(gate.node().className()));
        return !common.isEmpty();
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
        return byQueue || byAge || complete() && !canBe(NaiveFilters::concurrent);
    }

    private static boolean concurrent(Seen left, Seen right) {
        Witness one = left.witness();
        Witness two = right.witness();
        return !left.recording().equals(right.recording())
                || one.task().equals(two.task())
                || !one.stamp().before(one.task(), two.stamp()) && !two.stamp().before(two.task(), one.stamp());
    }

    /** Whoever has a place and waits for an item that needs one is stuck all alone. */
    private boolean needsPlace() {
        return ring.links().stream().anyMatch(link -> isPlace(link.from()));
    }

    private boolean isPlace(Node node) {
        ResourceClass known = graph.classOf(node);
        return known != null && (known.kind() == ResourceKind.PLACE || known.kind() == ResourceKind.QUEUE);
    }

    private boolean oneTask() {
        Set<String> tasks = new HashSet<>();
        seen.forEach(each -> each.byRecording().forEach((id, once) -> tasks.add(id + " " + once.onlyTask)));
        return seen.size() == ring.links().size()
                && tasks.size() == 1
                && seen.stream()
                        .flatMap(each -> each.byRecording().values().stream())
                        .noneMatch(once -> once.onlyTask.isEmpty());
    }

    private static boolean neverFirst(Dependency dependency) {
        return dependency.byRecording().values().stream()
                .allMatch(once -> once.onlyTask.startsWith("nobody known to begin with "));
    }

    /** A pool with room for more waits for a signal that is only known to come out of it by counts. */
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

    /** Whether a run that shows all of it has occurrences that meet; where none does, nothing can be compared. */
    private boolean canMeet(boolean ofSeveral) {
        Set<String> runs = runs(whole());
        boolean found = runs.isEmpty();
        for (String run : runs) {
            only = run;
            found |= ofSeveral ? canBeOfSeveral() : canBe(this::meets);
        }
        only = "";
        return found;
    }

    /** Whether occurrences that meet can be chosen so that they are not all of one task. */
    private boolean canBeOfSeveral() {
        if (ring.links().size() < 2 || seen.size() < 2) {
            return true;
        }
        return chooseSeveral(0, new ArrayList<>());
    }

    private boolean chooseSeveral(int step, List<Seen> chosen) {
        if (step == ring.links().size()) {
            return chosen.stream()
                            .map(each -> each.recording() + " " + each.witness().task())
                            .distinct()
                            .count()
                    != 1;
        }
        List<Seen> candidates = candidates(step);
        if (candidates.isEmpty()) {
            return chooseSeveral(step + 1, chosen);
        }
        for (Seen next : candidates) {
            if (fits(next, chosen, this::meets)) {
                chosen.add(next);
                if (chooseSeveral(step + 1, chosen)) {
                    return true;
                }
                chosen.remove(next);
            }
        }
        return false;
    }

    private List<Seen> candidates(int step) {
        List<Seen> candidates = new ArrayList<>();
        Dependency dependency = ring.links().get(step).dependency();
        if (dependency != null) {
            dependency
                    .byRecording()
                    .forEach((id, once) ->
                            once.witnesses.forEach(witness -> candidates.add(new Seen(step, id, witness))));
            candidates.removeIf(each ->
                    !only.isEmpty() && !Recording.runOf(each.recording()).equals(only));
        }
        return candidates;
    }

    private boolean fits(Seen next, List<Seen> chosen, BiPredicate<Seen, Seen> together) {
        return (!only.isEmpty() || chosen.stream().allMatch(before -> goTogether(before, next)))
                && chosen.stream().allMatch(before -> together.test(before, next));
    }

    /** Where each recording shows all of it, occurrences of one are put together. */
    private boolean goTogether(Seen before, Seen next) {
        return !inOneRun() || before.recording().equals(next.recording());
    }

    /** Whether whoever holds has the very lock that the one before waits for. */
    private boolean meets(Seen left, Seen right) {
        return meetsAfter(left, right) && meetsAfter(right, left);
    }

    private boolean meetsAfter(Seen waiter, Seen holder) {
        int next = (waiter.step() + 1) % ring.links().size();
        Node node = ring.links().get(waiter.step()).to();
        boolean lock = isLock(node) && graph.classOf(node).lockKind() != LockKind.MAP;
        return next != holder.step()
                || !lock
                || waiter.witness().toInstance().equals(holder.witness().fromInstance());
    }

    private boolean complete() {
        return seen.stream()
                .flatMap(each -> each.byRecording().values().stream())
                .noneMatch(once -> once.more);
    }

    /** Whether one occurrence of each wait can be chosen so that any two go together. */
    private boolean canBe(BiPredicate<Seen, Seen> together) {
        return choose(0, new ArrayList<>(), together);
    }

    private boolean choose(int step, List<Seen> chosen, BiPredicate<Seen, Seen> together) {
        if (step == ring.links().size()) {
            return true;
        }
        List<Seen> candidates = candidates(step);
        if (candidates.isEmpty()) {
            return choose(step + 1, chosen, together);
        }
        for (Seen next : candidates) {
            if (fits(next, chosen, together)) {
                chosen.add(next);
                if (choose(step + 1, chosen, together)) {
                    return true;
                }
                chosen.remove(next);
            }
        }
        return false;
    }
}
