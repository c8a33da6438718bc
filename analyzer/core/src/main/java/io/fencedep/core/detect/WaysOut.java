package io.fencedep.core.detect;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * The AND/OR fixpoint: the greatest set of nodes in which every one has a wait all of whose alternatives are in the set.
 * Whatever has a way out is struck, and with it whatever can wait for it, until nothing changes.
 */
final class WaysOut {
    private WaysOut() {}

    /** For each node whether it stays stuck; everything does when no wait has alternatives. */
    static boolean[] stuck(int size, List<Link> links) {
        boolean[] stuck = new boolean[size];
        Arrays.fill(stuck, true);
        if (links.stream().noneMatch(link -> !link.alternatives().isEmpty())) {
            return stuck;
        }
        boolean changed = true;
        ArrayDeque<Integer> struck = new ArrayDeque<>();
        while (changed) {
            boolean[] held = new boolean[size];
            for (Link link : links) {
                if (stuck[link.from()] && stands(link, stuck)) {
                    held[link.from()] = true;
                }
            }
            for (int node = 0; node < size; node++) {
                if (stuck[node] && !held[node]) {
                    struck.add(node);
                }
            }
            changed = !struck.isEmpty();
            while (!struck.isEmpty()) {
                stuck[struck.poll()] = false;
            }
        }
        return stuck;
    }

    /** Whether everything that could end this wait is stuck. */
    static boolean stands(Link link, boolean[] stuck) {
        if (link.alternatives().isEmpty()) {
            return stuck[link.to()];
        }
        for (int i = 0; i < link.alternatives().size(); i++) {
            if (!stuck[link.alternatives().getInt(i)]) {
                return false;
            }
        }
        return true;
    }
}
