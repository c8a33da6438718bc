package io.fencedep.core.detect;

import io.fencedep.core.detect.Link.Grade;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.Standing;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds interrupt inversions: a way from a lock that a handler waits for to one that is held while that interrupt may come.
 * Each interrupt is searched for itself; locks of one CPU are no part of a way, as in lockdep.
 */
final class InterruptSearch {
    private final DependencyGraph graph;
    private final SearchGraph search;
    private final Detours detours;
    private final Set<Link> covered = new HashSet<>();
    private final List<Cycle> cycles = new ArrayList<>();
    private final Set<List<Link>> known = new HashSet<>();

    /**
     * A search in a graph.
     *
     * @param severity how much a cycle matters
     */
    InterruptSearch(DependencyGraph graph, SearchGraph search, Function<Cycle, Severity> severity) {
        this.detours = new Detours(severity);
        this.graph = graph;
        this.search = search;
    }

    /** All inversions; the interrupt's own node has the number {@link SearchGraph#size()} plus that of the interrupt. */
    List<Cycle> run() {
        for (Interrupt interrupt : Interrupt.values()) {
            int node = search.size() + interrupt.ordinal();
            List<Link> enabled = new ArrayList<>();
            List<Link> usedIn = new ArrayList<>();
            for (Dependency usage : graph.usages()) {
                if (usage.to().equals(interrupt.node())) {
                    addUsage(enabled, usage, search.number(usage.from()), node);
                } else if (usage.from().equals(interrupt.node())) {
                    addUsage(usedIn, usage, node, search.number(usage.to()));
                    addReaders(usedIn, usage, node);
                }
            }
            if (!enabled.isEmpty() && !usedIn.isEmpty()) {
                for (Grade grade : List.of(Grade.CERTAIN, Grade.TIMED, Grade.FAIR, Grade.WEAK)) {
                    pass(node, grade, enabled, usedIn);
                }
            }
        }
        return cycles;
    }

    private static void addUsage(List<Link> links, Dependency usage, int from, int to) {
        if (from >= 0 && to >= 0) {
            links.add(new Link(from, to, Grade.CERTAIN, usage, Standing.SEEN, "", IntList.of(), ""));
        }
    }

    /** A handler that waits for a writer waits for readers as well where its recording saw none. */
    private void addReaders(List<Link> links, Dependency usage, int node) {
        ResourceClass target = graph.classOf(usage.to());
        if (usage.to().state() == NodeState.WRITE
                && target != null
                && usage.byRecording().keySet().stream()
                        .anyMatch(recording -> !target.sharedIn().contains(recording))) {
            addUsage(links, usage, node, search.number(new Node(target.name(), NodeState.SHARED)));
        }
    }

    private void pass(int node, Grade grade, List<Link> enabled, List<Link> usedIn) {
        List<Link> links = new ArrayList<>();
        boolean fresh = grade == Grade.CERTAIN;
        for (Link link : search.links()) {
            if (link.grade().compareTo(grade) <= 0 && !isPercpu(link.from()) && !isPercpu(link.to())) {
                links.add(link);
                fresh |= link.grade() == grade;
            }
        }
        if (!fresh) {
            return;
        }
        links.addAll(enabled);
        links.addAll(usedIn);
        links.sort(
                Comparator.comparingInt(Link::from).thenComparingInt(Link::to).thenComparing(Link::grade));
        int size = search.size() + Interrupt.values().length;
        boolean[] stuck = WaysOut.stuck(size, links);
        links.removeIf(link -> !stuck[link.from()] || !WaysOut.stands(link, stuck));
        Adjacency adjacency = new Adjacency(size, links);
        for (List<Link> usages : List.of(usedIn, enabled)) {
            for (Link usage : usages) {
                if (stuck[usage.from()] && stuck[usage.to()] && !covered.contains(usage)) {
                    add(usage, adjacency, node, grade);
                }
            }
        }
    }

    private void add(Link usage, Adjacency adjacency, int node, Grade grade) {
        Detours.Found through = detours.through(
                adjacency, usage, grade, Integer.MAX_VALUE, links -> new Cycle(links, Components.NONE, node, grade));
        for (Cycle cycle : through.cycles()) {
            if (known.add(cycle.links())) {
                cycles.add(cycle);
            }
        }
        if (through.stands()) {
            covered.add(usage);
        }
    }

    private boolean isPercpu(int number) {
        ResourceClass found = search.classOf(number);
        return found != null && found.percpu();
    }
}
