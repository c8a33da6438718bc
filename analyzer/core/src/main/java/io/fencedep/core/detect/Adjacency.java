package io.fencedep.core.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Links by their source, for breadth-first search with an explicit queue. Among the shortest ways the search gives the
 * one whose nodes come first by name, since links are in the order of their targets.
 */
final class Adjacency {
    private final int[] start;
    private final Link[] out;
    private final Link[] arrivedBy;
    private final int[] seen;
    private final int[] depth;
    private final int[] queue;
    private int round;
    private long work;

    /**
     * Links to search.
     *
     * @param size how many nodes there are
     * @param links by source, then target; of several between two nodes the first one that is not banned counts
     */
    Adjacency(int size, List<Link> links) {
        start = new int[size + 1];
        for (Link link : links) {
            start[link.from() + 1]++;
        }
        out = links.toArray(new Link[0]);
        for (int i = 0; i < size; i++) {
            start[i + 1] += start[i];
        }
        arrivedBy = new Link[size];
        seen = new int[size];
        depth = new int[size];
        queue = new int[size];
    }

    /** How many links were looked at so far, over all searches. */
    long work() {
        return work;
    }

    /**
     * The shortest cycle through a link that uses none of the banned ones, starting with it; null when there is none.
     *
     * @param longest how many links it may have
     */
    @Nullable
    List<Link> cycleThrough(Link link, Set<Link> banned, int longest) {
        List<Link> path = path(link.to(), link.from(), banned, longest - 1);
        if (path == null) {
            return null;
        }
        List<Link> cycle = new ArrayList<>(path.size() + 1);
        cycle.add(link);
        cycle.addAll(path);
        return cycle;
    }

    private @Nullable List<Link> path(int source, int target, Set<Link> banned, int longest) {
        if (source == target) {
            return List.of();
        }
        round++;
        int head = 0;
        int tail = 0;
        queue[tail++] = source;
        seen[source] = round;
        depth[source] = 0;
        while (head < tail) {
            int node = queue[head++];
            if (depth[node] == longest) {
                return null;
            }
            for (int i = start[node]; i < start[node + 1]; i++) {
                Link link = out[i];
                work++;
                int next = link.to();
                if (seen[next] == round || !banned.isEmpty() && banned.contains(link)) {
                    continue;
                }
                seen[next] = round;
                arrivedBy[next] = link;
                depth[next] = depth[node] + 1;
                if (next == target) {
                    return walkBack(source, target);
                }
                queue[tail++] = next;
            }
        }
        return null;
    }

    private List<Link> walkBack(int source, int target) {
        ArrayDeque<Link> path = new ArrayDeque<>();
        int node = target;
        while (node != source) {
            Link link = arrivedBy[node];
            path.addFirst(link);
            node = link.from();
        }
        return new ArrayList<>(path);
    }
}
