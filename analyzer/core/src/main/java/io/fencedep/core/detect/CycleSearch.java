package io.fencedep.core.detect;

import io.fencedep.core.detect.Link.Grade;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds in each component the shortest cycle through each link, grade by grade, with one search for all links that a
 * reported cycle covers. A cycle that is demoted does not cover: the search looks for another one through the same link, up
 * to {@link #MAX_DETOURS} times.
 */
final class CycleSearch {
    /** How many ways round demoted cycles are tried for one link. */
    static final int MAX_DETOURS = 24;
    /** How many cycles of one component are reported. */
    static final int MAX_CYCLES = 2_000;
    /** How many links are looked at in one component and grade before the rest is left out. */
    static final long MAX_WORK = 150_000_000L;

    private final SearchGraph graph;
    private final Predicate<Cycle> demoted;
    private final List<Cycle> cycles = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final LongOpenHashSet covered = new LongOpenHashSet();
    private final Set<List<Integer>> known = new HashSet<>();
    private final int[] component;

    /**
     * A search in a graph.
     *
     * @param demoted whether a filter speaks against a cycle
     */
    CycleSearch(SearchGraph graph, Predicate<Cycle> demoted) {
        this.graph = graph;
        this.demoted = demoted;
        this.component = Components.of(graph.size(), graph.links());
    }

    /** The component of each node in the whole graph, all grades together. */
    int[] components() {
        return component;
    }

    /** What was not searched, as sentences. */
    List<String> leftOut() {
        return leftOut;
    }

    /** All cycles, in the order in which they were found. */
    List<Cycle> run() {
        List<Link> inside = new ArrayList<>();
        for (Link link : graph.links()) {
            if (component[link.from()] != Components.NONE && component[link.from()] == component[link.to()]) {
                inside.add(link);
            }
        }
        for (Grade grade : Grade.values()) {
            pass(grade, inside);
        }
        return cycles;
    }

    private void pass(Grade grade, List<Link> all) {
        List<Link> links = new ArrayList<>();
        boolean fresh = false;
        for (Link link : all) {
            if (link.grade().compareTo(grade) <= 0) {
                links.add(link);
                fresh |= link.grade() == grade;
            }
        }
        if (!fresh) {
            return;
        }
        boolean[] stuck = WaysOut.stuck(
                graph.size(),
                graph.links().stream()
                        .filter(link -> link.grade().compareTo(grade) <= 0)
                        .toList());
        links.removeIf(link -> !stuck[link.from()] || !WaysOut.stands(link, stuck));
        int[] parts = Components.of(graph.size(), links);
        links.removeIf(link -> parts[link.from()] == Components.NONE || parts[link.from()] != parts[link.to()]);
        Adjacency adjacency = new Adjacency(graph.size(), links);
        int[] found = new int[graph.size() + 1];
        long[] work = new long[graph.size() + 1];
        int[] skipped = new int[graph.size() + 1];
        for (Link link : links) {
            int part = parts[link.from()];
            if (link.grade() != grade || covered.contains(ends(link))) {
                continue;
            }
            if (found[part] >= MAX_CYCLES || work[part] > MAX_WORK) {
                skipped[part]++;
                continue;
            }
            long before = adjacency.work();
            found[part] += search(adjacency, link);
            work[part] += adjacency.work() - before;
        }
        noteLeftOut(parts, skipped);
    }

    private void noteLeftOut(int[] parts, int[] skipped) {
        for (int part = 0; part < skipped.length; part++) {
            if (skipped[part] > 0) {
                int size = 0;
                int smallest = -1;
                for (int node = 0; node < parts.length; node++) {
                    if (parts[node] == part) {
                        size++;
                        smallest = smallest < 0 ? node : smallest;
                    }
                }
                leftOut.add(
                        "the component of " + graph.node(smallest) + " (" + size + " nodes) has more cycles than are"
                                + " listed: " + skipped[part] + " of its dependencies were not searched any more");
            }
        }
    }

    /** Looks for cycles through one link until one stands. */
    private int search(Adjacency adjacency, Link link) {
        int found = 0;
        ArrayDeque<Set<Link>> bans = new ArrayDeque<>();
        bans.add(Set.of());
        int tries = 0;
        while (!bans.isEmpty() && tries++ < MAX_DETOURS) {
            Set<Link> banned = bans.poll();
            List<Link> links = adjacency.cycleThrough(link, banned);
            if (links == null) {
                continue;
            }
            Cycle cycle = new Cycle(links, component[link.from()], -1).canonical();
            boolean speaksAgainst = demoted.test(cycle);
            if (known.add(key(cycle))) {
                cycles.add(cycle);
                found++;
            }
            if (!speaksAgainst) {
                links.forEach(each -> covered.add(ends(each)));
                return found;
            }
            for (Link other : links) {
                if (!other.equals(link)) {
                    Set<Link> more = Collections.newSetFromMap(new IdentityHashMap<>());
                    more.addAll(banned);
                    more.add(other);
                    bans.add(more);
                }
            }
        }
        return found;
    }

    private static long ends(Link link) {
        return (long) link.from() << 32 | link.to();
    }

    private static List<Integer> key(Cycle cycle) {
        List<Integer> key = new ArrayList<>();
        cycle.links().forEach(link -> key.add(link.from()));
        key.add(cycle.grade().ordinal());
        return key;
    }
}
