package io.fencedep.core.lowering;

import io.fencedep.core.model.Names;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one recording. Systems have tasks without end: when there are many, those that left nothing behind are
 * forgotten, the ones that were idle for longest. Where tasks are threads of one program all are kept, since it matters
 * which thread did what.
 */
final class Tasks {
    /** How many there may be before some are forgotten, at least. */
    private static final int ENOUGH = 4096;
    /** From so many on, those are forgotten too that waited for something long ago. */
    private static final int MANY = 4 * ENOUGH;

    private final Names names;
    private final boolean forgets;
    private int limit = ENOUGH;
    private int made;
    private @Nullable TaskState[] byName = new TaskState[256];
    private final List<TaskState> all = new ArrayList<>();
    private final Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();

    Tasks(Names names, boolean forgets) {
        this.names = names;
        this.forgets = forgets;
    }

    /** The task with this name. */
    TaskState of(int name) {
        if (name >= byName.length) {
            byName = java.util.Arrays.copyOf(byName, Math.max(name + 1, byName.length * 2));
        }
        TaskState task = byName[name];
        if (task == null) {
            if (forgets && all.size() >= limit) {
                forgetIdle();
            }
            task = new TaskState(made++, name, names.text(name));
            byName[name] = task;
            ids.put(task.name, task.id);
            all.add(task);
        }
        return task;
    }

    /** The number of a task by its name; it must be known. */
    int idOf(String name) {
        return ids.getInt(name);
    }

    /** The name of a task by its number, where none is forgotten. */
    String nameOf(int id) {
        return all.get(id).name;
    }

    Collection<TaskState> all() {
        return all;
    }

    /** How many there were; one that came again after it was forgotten counts again. */
    int size() {
        return made;
    }

    private void forgetIdle() {
        long[] lines = all.stream().mapToLong(task -> task.lastLine).sorted().toArray();
        long recent = lines[lines.length / 2];
        boolean many = lines.length >= MANY;
        all.removeIf(task -> {
            boolean forgotten = task.lastLine < recent && task.isIdle(many);
            if (forgotten) {
                byName[task.nameId] = null;
                ids.removeInt(task.name);
                names.giveBack(task.nameId);
            }
            return forgotten;
        });
        limit = Math.max(ENOUGH, 2 * all.size());
    }
}
