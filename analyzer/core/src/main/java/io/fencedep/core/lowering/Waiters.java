package io.fencedep.core.lowering;

import io.fencedep.core.lowering.Resource.Waiter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who waits for a fence, by task: a latch may have a hundred thousand waiters, all of which come back at once. */
final class Waiters {
    /** The latest wait of each task, behind which stand its earlier ones of which no end was seen. */
    private @Nullable Map<TaskState, Waiter> latest;

    boolean isEmpty() {
        return latest == null || latest.isEmpty();
    }

    void add(Waiter waiter) {
        if (latest == null) {
            latest = new LinkedHashMap<>(2);
        }
        waiter.earlier = latest.put(waiter.frame.task, waiter);
    }

    /** Ends the latest wait of a task; null when it does not wait. */
    @Nullable
    Waiter remove(TaskState task) {
        Waiter waiter = latest == null ? null : latest.remove(task);
        if (latest != null && waiter != null && waiter.earlier != null) {
            latest.put(task, waiter.earlier);
        }
        return waiter;
    }

    void clear() {
        latest = null;
    }

    /** All who wait now, as a list of its own. */
    List<Waiter> all() {
        if (latest == null || latest.isEmpty()) {
            return List.of();
        }
        List<Waiter> all = new ArrayList<>(latest.size());
        for (Waiter waiter : latest.values()) {
            for (Waiter each = waiter; each != null; each = each.earlier) {
                all.add(each);
            }
        }
        return all;
    }
}
