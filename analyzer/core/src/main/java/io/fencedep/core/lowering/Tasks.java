package io.fencedep.core.lowering;

import io.fencedep.core.model.Names;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tasks of one recording. */
final class Tasks {
    private final Names names;
    private @Nullable TaskState[] byName = new TaskState[256];
    private final List<TaskState> all = new ArrayList<>();
    private final Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();

    Tasks(Names names) {
        this.names = names;
    }

    /** The task with this name. */
    TaskState of(int name) {
        if (name >= byName.length) {
            byName = java.util.Arrays.copyOf(byName, Math.max(name + 1, byName.length * 2));
        }
        TaskState task = byName[name];
        if (task == null) {
            task = new TaskState(all.size(), names.text(name));
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

    /** The name of a task by its number. */
    String nameOf(int id) {
        return all.get(id).name;
    }

    Collection<TaskState> all() {
        return all;
    }

    int size() {
        return all.size();
    }
}
