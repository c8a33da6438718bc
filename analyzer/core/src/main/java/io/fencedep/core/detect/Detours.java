package io.fencedep.core.detect;

import io.fencedep.core.detect.Link.Grade;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Looks for the shortest cycle through one link, and, where something speaks against it, for one that matters more. */
final class Detours {
    /** How many ways round demoted cycles are tried for one link. */
    static final int MAX = 24;

    private final Function<Cycle, Severity> severity;
    private final Map<List<Link>, Severity> asked = new HashMap<>();

    /**
     * A search.
     *
     * @param severity how much a cycle matters
     */
    Detours(Function<Cycle, Severity> severity) {
        this.severity = severity;
    }

    /**
     * What was found through one link.
     *
     * @param cycles the shortest one, then each one that matters more than those before
     * @param stands whether the last one matters as much as any of its grade can
     */
    record Found(List<Cycle> cycles, boolean stands) {}

    /**
     * Cycles through a link until one stands.
     *
     * @param grade of which grade they are
     * @param longest how many links a cycle may have
     * @param make turns links into a cycle
     */
    Found through(Adjacency adjacency, Link link, Grade grade, int longest, Function<List<Link>, Cycle> make) {
        List<Cycle> cycles = new ArrayList<>();
        Severity best = null;
        ArrayDeque<Set<Link>> bans = new ArrayDeque<>();
        bans.add(Set.of());
        for (int tries = 0; !bans.isEmpty() && tries < MAX; tries++) {
            Set<Link> banned = bans.poll();
            List<Link> links = adjacency.cycleThrough(link, banned, longest);
            if (links == null) {
                continue;
            }
            Cycle cycle = make.apply(links).canonical();
            Severity its = asked.computeIfAbsent(cycle.links(), key -> severity.apply(cycle));
            if (best == null || its.compareTo(best) < 0) {
                best = its;
                cycles.add(cycle);
            }
            if (its.atLeast(worst(grade))) {
                return new Found(cycles, true);
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
        return new Found(cycles, false);
    }

    private static Severity worst(Grade grade) {
        return switch (grade) {
            case CERTAIN -> Severity.ERROR;
            case TIMED, FAIR -> Severity.WARNING;
            case WEAK, TRIED -> Severity.NOTE;
        };
    }
}
