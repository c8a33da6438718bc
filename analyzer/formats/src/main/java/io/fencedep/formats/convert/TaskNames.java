package io.fencedep.formats.convert;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Names;
import java.util.Arrays;

/**
 * Gives back the names of tasks that did nothing for long, so that a trace of very many tasks can be written without
 * remembering them all. Only before a writer that keeps nothing by the ids of tasks, or asks to be told.
 */
final class TaskNames implements EventSink {
    /** How many tasks are remembered. */
    static final int ENOUGH = 8192;

    private final Names names;
    private final EventSink next;
    private int[] known = new int[2 * ENOUGH];
    private int count;
    /** The last event of each task, by the id of its name; 0 when it is not among the known ones. */
    private long[] last = new long[1024];

    private long clock;

    TaskNames(Names names, EventSink next) {
        this.names = names;
        this.next = next;
    }

    @Override
    public void accept(Event event) {
        int task = event.task;
        if (task >= last.length) {
            last = Arrays.copyOf(last, Math.max(task + 1, 2 * last.length));
        }
        if (task != Names.NONE && last[task] == 0) {
            known[count++] = task;
        }
        last[task] = ++clock;
        next.accept(event);
        if (count == known.length) {
            forget();
        }
    }

    /** Keeps those that did something last. */
    private void forget() {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = last[known[i]];
        }
        Arrays.sort(times);
        long recent = times[count - ENOUGH];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int task = known[i];
            if (last[task] >= recent) {
                known[kept++] = task;
            } else {
                last[task] = 0;
                names.giveBack(task);
            }
        }
        count = kept;
    }
}
