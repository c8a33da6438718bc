package io.fencedep.core.detect;

import java.util.List;

/**
 * A cycle of links.
 *
 * @param links each one leads to where the next one begins, the last one to where the first begins
 * @param component the number of the component that it lies in
 * @param interrupt the number of the interrupt node that it goes through, -1 when it goes through none
 * @param grade in which pass it was found: the worst grade of its links, or of what keeps the alternatives of its waits stuck
 */
record Cycle(List<Link> links, int component, int interrupt, Link.Grade grade) {
    Cycle {
        links = List.copyOf(links);
    }

    /** The same cycle, beginning where its nodes are smallest, read as a sequence. */
    Cycle canonical() {
        int size = links.size();
        int best = 0;
        for (int candidate = 1; candidate < size; candidate++) {
            if (compare(candidate, best) < 0) {
                best = candidate;
            }
        }
        List<Link> rotated = new java.util.ArrayList<>(links.subList(best, size));
        rotated.addAll(links.subList(0, best));
        return new Cycle(rotated, component, interrupt, grade);
    }

    /** The link that leads to where this one begins. */
    Link before(Link link) {
        int size = links.size();
        return links.get((links.indexOf(link) + size - 1) % size);
    }

    private int compare(int left, int right) {
        int size = links.size();
        for (int i = 0; i < size; i++) {
            int order = Integer.compare(
                    links.get((left + i) % size).from(),
                    links.get((right + i) % size).from());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
