package io.fencedep.core.detect;

import io.fencedep.core.detect.Link.Grade;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds in each component the shortest cycle through each link, grade by grade, with one search for all links that a
 * reported cycle covers. A cycle that a filter demotes does not cover: the search looks for a worse one through the same link, up
 * to {@link Detours#MAX} times.
 */
final class CycleSearch {
    /** Up to how many links a cycle is surely found though longer ones go through all of its links. */
    static final int SHORT = 8;
    /** How many cycles of one component are reported. */
    static final int MAX_CYCLES = 2_000;
    /** How many links are looked at in one component and grade before the rest is left out. */
    static final long MAX_WORK = 150_000_000L;

    private final SearchGraph graph;
    private final Detours detours;
    /** The links that took part in a pass before. */
    private final Set<Link> stood = new HashSet<>();

    private final List<Cycle> cycles = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final LongOpenHashSet covered = new LongOpenHashSet();
    private final Set<List<Link>> known = new HashSet<>();
    private final int[] component;

    /**
     * A search in a graph.
     *
     * @param severity how much a cycle matters
     */
    CycleSearch(SearchGraph graph, Function<Cycle, Severity> severity) {
        this.graph = graph;
        this.detours = new Detours(severity);
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
        // What is on no cycle counts as well: it may be what keeps an alternative stuck.
        if (graph.links().stream().noneMatch(link -> link.grade() == grade)) {
            return;
        }
        List<Link> links = new ArrayList<>();
        for (Link link : all) {
            if (link.grade().compareTo(grade) <= 0) {
                links.add(link);
            }
        }
        boolean[] stuck = WaysOut.stuck(
                graph.size(),
                graph.links().stream()
                        .filter(link -> link.grade().compareTo(grade) <= 0)
                        .toList());
        links.removeIf(link -> !stuck[link.from()] || !WaysOut.stands(link, stuck));
        int[] parts = Components.of(graph.size(), links);
        links.removeIf(link -> parts[link.from()] == Components.NONE || parts[link.from()] != parts[link.to()]);
        List<Link> now = links.stream().filter(link -> !stood.contains(link)).toList();
        stood.addAll(now);
        search(grade, new Adjacency(graph.size(), links), now, parts);
    }

    /**
     * Searches for every link that is new in this pass. Short cycles come first, so that none is passed over because
     * longer ones go through all of its links.
     */
    private void search(Grade grade, Adjacency adjacency, List<Link> links, int[] parts) {
        int[] found = new int[graph.size() + 1];
        long[] work = new long[graph.size() + 1];
        int[] skipped = new int[graph.size() + 1];
        for (int longest = 2; longest <= SHORT + 1; longest++) {
            boolean any = longest > SHORT;
            for (Link link : links) {
                int part = parts[link.from()];
                if (covered.contains(ends(link))) {
                    continue;
                }
                if (found[part] >= MAX_CYCLES || work[part] > MAX_WORK) {
                    skipped[part] += any ? 1 : 0;
                    continue;
                }
                long before = adjacency.work();
                found[part] += search(adjacency, link, grade, any ? Integer.MAX_VALUE : longest);
                work[part] += adjacency.work() - before;
            }
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

    /** Looks for cycles through one link until one stands; says how many are new. */
    private int search(Adjacency adjacency, Link link, Grade grade, int longest) {
        Detours.Found through = detours.through(
                adjacency, link, grade, longest, links -> new Cycle(links, component[link.from()], -1, grade));
        int found = 0;
        for (Cycle cycle : through.cycles()) {
            if (known.add(cycle.links())) {
                cycles.add(cycle);
                found++;
            }
        }
        if (through.stands()) {
            Cycle last = through.cycles().get(through.cycles().size() - 1);
            last.links().forEach(each -> covered.add(ends(each)));
        }
        return found;
    }

    private static long ends(Link link) {
        return (long) link.from() << 32 | link.to();
    }
}
