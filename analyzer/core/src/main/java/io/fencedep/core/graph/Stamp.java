package io.fencedep.core.graph;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When something happened as far as starts and joins of tasks tell: a vector clock whose entries step at each start and
 * join. A task that is not in it is at its beginning. There are as many as tasks that start and join others, and each may
 * know of hundreds, so it is kept in arrays.
 */
public final class Stamp implements Comparable<Stamp> {
    /** Nothing is known. */
    public static final Stamp NONE = new Stamp(new String[0], new int[0]);

    /** In their order; shared by stamps that know of the same tasks. */
    private final String[] tasks;

    private final int[] steps;

    private Stamp(String[] tasks, int[] steps) {
        this.tasks = tasks;
        this.steps = steps;
    }

    /** A stamp with a copy of this clock: for each task that is known to have run before, how far, the own task included. */
    public static Stamp of(Map<String, Integer> clock) {
        if (clock.isEmpty()) {
            return NONE;
        }
        String[] names = new String[clock.size()];
        int[] values = new int[names.length];
        int size = 0;
        for (Map.Entry<String, Integer> entry : new TreeMap<>(clock).entrySet()) {
            names[size] = entry.getKey();
            values[size++] = entry.getValue();
        }
        return new Stamp(names, values);
    }

    /** The same, but for how far one task is known to have run. */
    public Stamp with(String task, int step) {
        int found = Arrays.binarySearch(tasks, task);
        if (found >= 0) {
            int[] values = steps.clone();
            values[found] = step;
            return new Stamp(tasks, values);
        }
        int at = -found - 1;
        String[] names = new String[tasks.length + 1];
        int[] values = new int[names.length];
        System.arraycopy(tasks, 0, names, 0, at);
        System.arraycopy(steps, 0, values, 0, at);
        names[at] = task;
        values[at] = step;
        System.arraycopy(tasks, at, names, at + 1, tasks.length - at);
        System.arraycopy(steps, at, values, at + 1, tasks.length - at);
        return new Stamp(names, values);
    }

    /**
     * What is known at either: of each task the larger step.
     *
     * @param most how many tasks it may know of: then no more of the other one's are added
     */
    public Stamp join(Stamp other, int most) {
        String[] names = new String[tasks.length + other.tasks.length];
        int[] values = new int[names.length];
        int room = most - tasks.length;
        int size = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < tasks.length || theirs < other.tasks.length) {
            int order = order(mine, other, theirs);
            if (order > 0 && room <= 0) {
                theirs++;
                continue;
            }
            room -= order > 0 ? 1 : 0;
            names[size] = order > 0 ? other.tasks[theirs] : tasks[mine];
            values[size++] = order == 0
                    ? Math.max(steps[mine], other.steps[theirs])
                    : order > 0 ? other.steps[theirs] : steps[mine];
            mine += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }
        return new Stamp(size == tasks.length ? tasks : Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }

    /** Which name comes first; none is behind all. */
    private int order(int mine, Stamp other, int theirs) {
        if (mine == tasks.length || theirs == other.tasks.length) {
            return mine == tasks.length ? 1 : -1;
        }
        String left = tasks[mine];
        String right = other.tasks[theirs];
        return left.equals(right) ? 0 : left.compareTo(right);
    }

    /** For each task that is known to have run before, how far; a copy. */
    public SortedMap<String, Integer> clock() {
        SortedMap<String, Integer> clock = new TreeMap<>();
        for (int i = 0; i < tasks.length; i++) {
            clock.put(tasks[i], steps[i]);
        }
        return clock;
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return tasks.length == 0;
    }

    /** How far a task is known to have run; {@code otherwise} when it is not in it. */
    public int stepOf(String task, int otherwise) {
        int found = Arrays.binarySearch(tasks, task);
        return found < 0 ? otherwise : steps[found];
    }

    /**
     * Whether what {@code task} did at this stamp surely came before what another task did at {@code later}.
     *
     * @param task the task that this stamp belongs to
     */
    public boolean before(String task, Stamp later) {
        return later.stepOf(task, -1) >= stepOf(task, 0);
    }

    /** What is known at both: of each task the smaller step. */
    public Stamp meet(Stamp other) {
        if (atMost(other)) {
            return this;
        }
        SortedMap<String, Integer> both = new TreeMap<>();
        for (int i = 0; i < tasks.length; i++) {
            int theirs = other.stepOf(tasks[i], -1);
            if (theirs >= 0) {
                both.put(tasks[i], Math.min(steps[i], theirs));
            }
        }
        return of(both);
    }

    private boolean atMost(Stamp other) {
        boolean same = tasks == other.tasks;
        for (int i = 0; i < tasks.length; i++) {
            if (steps[i] > (same ? other.steps[i] : other.stepOf(tasks[i], -1))) {
                return false;
            }
        }
        return true;
    }

    /** Some fixed order; it says nothing about time. */
    @Override
    public int compareTo(Stamp other) {
        int common = Math.min(tasks.length, other.tasks.length);
        for (int i = 0; i < common; i++) {
            int order = tasks[i].compareTo(other.tasks[i]);
            if (order == 0) {
                order = Integer.compare(steps[i], other.steps[i]);
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(tasks.length, other.tasks.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Stamp stamp && Arrays.equals(tasks, stamp.tasks) && Arrays.equals(steps, stamp.steps);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(tasks) + Arrays.hashCode(steps);
    }

    @Override
    public String toString() {
        return clock().toString();
    }
}
