package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a recording by process id. One id is one task, though its comm may change: it keeps the first name it was
 * seen with. Process 0 is one task per CPU. When there are many, those that were idle for longest are forgotten.
 */
final class TaskTable {
    /** How many there may be before some are forgotten, at least. */
    private static final int ENOUGH = 4096;

    private final Names names;
    private final String machine;
    private int limit = ENOUGH;
    private @Nullable FtraceTask[] idle = new FtraceTask[8];
    private @Nullable FtraceTask[] slots = new FtraceTask[256];
    private int[] pids = new int[256];
    private final List<FtraceTask> others = new ArrayList<>();
    private int size;

    /** @param machine put before the names of all tasks; empty where there is one machine only */
    TaskTable(Names names, String machine) {
        this.names = names;
        this.machine = machine;
    }

    /** Who did what this line says. */
    FtraceTask of(FtraceLine line) {
        if (line.pid == 0) {
            return idle(line);
        }
        int mask = slots.length - 1;
        for (int slot = hash(line.pid) & mask; ; slot = (slot + 1) & mask) {
            FtraceTask task = slots[slot];
            if (task == null) {
                return add(line);
            }
            if (pids[slot] == line.pid) {
                return task;
            }
        }
    }

    /** The task with this process id, if it was met before; null also for the idle loops. */
    @Nullable
    FtraceTask known(int pid) {
        if (pid == 0) {
            return null;
        }
        int mask = slots.length - 1;
        int slot = hash(pid) & mask;
        while (slots[slot] != null && pids[slot] != pid) {
            slot = (slot + 1) & mask;
        }
        return slots[slot];
    }

    /** A task that no process id names. */
    FtraceTask add(String name) {
        FtraceTask task = new FtraceTask((machine + name).getBytes(StandardCharsets.UTF_8), names);
        others.add(task);
        return task;
    }

    /** Every task. */
    void forEach(Consumer<FtraceTask> action) {
        others.forEach(action);
        for (FtraceTask task : idle) {
            if (task != null) {
                action.accept(task);
            }
        }
        for (FtraceTask task : slots) {
            if (task != null) {
                action.accept(task);
            }
        }
    }

    private FtraceTask idle(FtraceLine line) {
        if (line.cpu >= idle.length) {
            idle = Arrays.copyOf(idle, Math.max(line.cpu + 1, idle.length * 2));
        }
        FtraceTask task = idle[line.cpu];
        if (task == null) {
            task = named(line, "-0/" + line.cpu);
            idle[line.cpu] = task;
        }
        return task;
    }

    private FtraceTask add(FtraceLine line) {
        if (size >= limit) {
            forgetIdle();
        }
        if (++size * 2 > slots.length) {
            grow(slots.length * 2);
        }
        FtraceTask task = named(line, line.pid < 0 ? "/" + line.cpu : "-" + line.pid);
        place(task, line.pid);
        return task;
    }

    private FtraceTask named(FtraceLine line, String rest) {
        int from = line.commFrom;
        while (from < line.commTo && line.bytes[from] == ' ') {
            from++;
        }
        String comm = new String(line.bytes, from, line.commTo - from, StandardCharsets.UTF_8);
        return new FtraceTask((machine + comm + rest).getBytes(StandardCharsets.UTF_8), names);
    }

    private void forgetIdle() {
        long[] lines = new long[size];
        int found = 0;
        for (FtraceTask task : slots) {
            if (task != null) {
                lines[found++] = task.lastLine;
            }
        }
        Arrays.sort(lines);
        long recent = lines[size / 2];
        for (int i = 0; i < slots.length; i++) {
            FtraceTask task = slots[i];
            if (task != null && task.lastLine < recent && task.isIdle()) {
                slots[i] = null;
                size--;
            }
        }
        limit = Math.max(ENOUGH, 2 * size);
        grow(slots.length);
    }

    private void grow(int length) {
        @Nullable FtraceTask[] tasks = slots;
        int[] ids = pids;
        slots = new FtraceTask[length];
        pids = new int[slots.length];
        for (int i = 0; i < tasks.length; i++) {
            FtraceTask task = tasks[i];
            if (task != null) {
                place(task, ids[i]);
            }
        }
    }

    private void place(FtraceTask task, int pid) {
        int mask = slots.length - 1;
        int slot = hash(pid) & mask;
        while (slots[slot] != null) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = task;
        pids[slot] = pid;
    }

    private static int hash(int pid) {
        return pid * 0x9E3779B1 >>> 8;
    }
}
