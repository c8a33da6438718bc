package io.fencedep.core.lowering;

import io.fencedep.core.model.Event;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rings of instances within one class: fences whose sections wait for each other, pages whose holders migrate each other.
 * A recording tells its tasks' doings one after the other, so what an instance waited for stays when it is signalled or
 * dropped, as far as that could still close a ring.
 */
final class Rings {
    /** No task. */
    static final int NOBODY = -1;

    private static final int MAX_WAITS = 64;

    /** How many instances are looked at for one ring. */
    private static final int MAX_REACHED = 4096;

    /**
     * Whoever holds one instance has waited for another one.
     *
     * @param on the other one
     * @param life which of the lives of its name
     * @param timed whether the wait gives up by itself
     * @param ownTask for a page, the task that migrated it with a reference of its own; else {@link #NOBODY}
     * @param by who waited, where
     */
    record Wait(Resource on, int life, boolean timed, int ownTask, By by) {
        boolean isCurrent() {
            return on.life == life;
        }

        private boolean is(Resource other, boolean otherTimed, int otherOwnTask) {
            return on == other && life == other.life && timed == otherTimed && ownTask == otherOwnTask;
        }
    }

    /** Who waited, and where. */
    record By(String task, int driver, long line, int at, int stack) {
        static By of(TaskState task, Event event) {
            return new By(task.name, event.driver, event.line, event.at, event.stack);
        }
    }

    /** One wait of a ring: who holds this has waited for that. */
    record Step(Resource held, Wait waited) {}

    /**
     * How an instance comes to wait for itself.
     *
     * @param timed whether only by waits of which one gives up by itself
     * @param rest the waits that lead back from what is waited for
     */
    record Ring(boolean timed, List<Step> rest) {
        /** The classes of its instances, as far as they are known by now. */
        int[] classes() {
            return rest.stream().mapToInt(step -> step.held().classId).toArray();
        }
    }

    /**
     * How {@code waited} waits, directly or not, for {@code held}, or null; remembers that {@code held} waits for it.
     *
     * @param by who makes the one wait wait for the other
     */
    @Nullable
    Ring closes(Resource held, Resource waited, boolean timed, By by) {
        return closes(held, waited, timed, NOBODY, NOBODY, by);
    }

    /**
     * The same for a page that is migrated. Who migrates several pages has a reference to each of them, and nobody else
     * migrates these: what one task did that way makes no ring by itself.
     *
     * @param task who migrates
     * @param ownTask the same if it has a reference to the page, else {@link #NOBODY}
     */
    @Nullable
    Ring closes(Resource held, Resource waited, boolean timed, int task, int ownTask, By by) {
        List<Wait> mine = held.waitsFor();
        if (mine.size() < MAX_WAITS && mine.stream().noneMatch(wait -> wait.is(waited, timed, ownTask))) {
            mine.add(new Wait(waited, waited.life, timed, ownTask, by));
        }
        Predicate<Wait> usable = each -> each.isCurrent() && (each.ownTask == NOBODY || each.ownTask != task);
        if (!timed) {
            List<Step> rest = path(waited, held, each -> !each.timed && usable.test(each));
            if (rest != null) {
                return new Ring(false, rest);
            }
        }
        List<Step> rest = path(waited, held, usable);
        return rest == null ? null : new Ring(true, rest);
    }

    /** The waits that lead from one instance to another, or null when there are none. */
    private static @Nullable List<Step> path(Resource start, Resource end, Predicate<Wait> usable) {
        ArrayDeque<Resource> todo = new ArrayDeque<>(List.of(start));
        Map<Resource, Step> reachedBy = new HashMap<>();
        while (!todo.isEmpty() && reachedBy.size() < MAX_REACHED) {
            Resource at = todo.poll();
            if (at == end) {
                return back(start, end, reachedBy);
            }
            for (Wait next : at.waitsFor()) {
                if (next.on != start
                        && usable.test(next)
                        && reachedBy.putIfAbsent(next.on, new Step(at, next)) == null) {
                    todo.add(next.on);
                }
            }
        }
        return null;
    }

    private static List<Step> back(Resource start, Resource end, Map<Resource, Step> reachedBy) {
        ArrayDeque<Step> path = new ArrayDeque<>();
        for (Resource at = end; at != start; ) {
            Step step = Objects.requireNonNull(reachedBy.get(at));
            path.addFirst(step);
            at = step.held();
        }
        return List.copyOf(path);
    }
}
