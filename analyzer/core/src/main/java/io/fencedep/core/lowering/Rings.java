package io.fencedep.core.lowering;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Rings of instances within one class: fences whose sections wait for each other, pages whose holders migrate each other.
 * A recording tells its tasks' doings one after the other, so what an instance waited for stays when it is signalled or
 * dropped, as far as that could still close a ring.
 */
final class Rings {
    private static final int MAX_WAITS = 64;

    /** How many instances are looked at for one ring. */
    private static final int MAX_REACHED = 4096;

    /**
     * Whoever holds one instance has waited for another one.
     *
     * @param on the other one
     * @param life which of the lives of its name
     * @param timed whether the wait gives up by itself
     * @param ownTask for a page, the task that migrated it with a reference of its own; else {@link Edge#NOBODY}
     */
    record Wait(Resource on, int life, boolean timed, int ownTask) {
        boolean isCurrent() {
            return on.life == life;
        }
    }

    /** How an instance comes to wait for itself. */
    enum Ring {
        NONE,
        /** Only by waits of which one gives up by itself. */
        TIMED,
        CLOSED
    }

    /** Whether {@code waited} waits, directly or not, for {@code held}; remembers that {@code held} waits for it. */
    Ring closes(Resource held, Resource waited, boolean timed) {
        return closes(held, waited, timed, Edge.NOBODY, Edge.NOBODY);
    }

    /**
     * The same for a page that is migrated. Who migrates several pages has a reference to each of them, and nobody else
     * migrates these: what one task did that way makes no ring by itself.
     *
     * @param task who migrates
     * @param ownTask the same if it has a reference to the page, else {@link Edge#NOBODY}
     */
    Ring closes(Resource held, Resource waited, boolean timed, int task, int ownTask) {
        List<Wait> mine = held.waitsFor();
        Wait wait = new Wait(waited, waited.life, timed, ownTask);
        if (mine.size() < MAX_WAITS && !mine.contains(wait)) {
            mine.add(wait);
        }
        Predicate<Wait> usable = each -> each.isCurrent() && (each.ownTask == Edge.NOBODY || each.ownTask != task);
        if (!timed && reaches(waited, held, each -> !each.timed && usable.test(each))) {
            return Ring.CLOSED;
        }
        return reaches(waited, held, usable) ? Ring.TIMED : Ring.NONE;
    }

    private static boolean reaches(Resource start, Resource end, Predicate<Wait> usable) {
        ArrayDeque<Resource> todo = new ArrayDeque<>(List.of(start));
        Set<Resource> seen = new HashSet<>();
        while (!todo.isEmpty() && seen.size() < MAX_REACHED) {
            Resource at = todo.poll();
            if (at == end) {
                return true;
            }
            for (Wait next : at.waitsFor()) {
                if (usable.test(next) && seen.add(next.on)) {
                    todo.add(next.on);
                }
            }
        }
        return false;
    }
}
