package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ftrace.EventHandler.Outcome;

/**
 * What the scheduler tells of waits: a task that was switched away from while it slept, or that somebody woke, has blocked;
 * where such lines are recorded, a wait without any between its begin and its end never did.
 *
 * <pre>
 * sched_switch: prev_comm=fences prev_pid=56 prev_prio=120 prev_state=S ==&gt; next_comm=swapper/1 next_pid=0 next_prio=120
 * sched_switch: fences:56 [120] S ==&gt; swapper/1:0 [120]                                     (as trace-cmd prints it)
 * sched_waking: comm=fences pid=56 prio=120 target_cpu=001
 * sched_waking: fences:56 [120] CPU:001
 * </pre>
 *
 * <p>{@code prev_state=R} is a task that was preempted; any other goes to sleep.
 */
final class SleepEvents {
    private static final byte[] ARROW = Bytes.of(" ==> ");
    private static final byte[] STATE = Bytes.of("prev_state=");
    private static final byte[] PID = Bytes.of(" pid=");
    /** Added to the state of a task that was preempted. */
    private static final long PREEMPTED = 256;

    private static final byte[] PRIORITY = Bytes.of(" [");

    private final TaskTable tasks;
    private final WorkAnnotations works;
    private final MmapLockEvents mmapLocks;
    private boolean told;

    SleepEvents(TaskTable tasks, WorkAnnotations works, MmapLockEvents mmapLocks) {
        this.tasks = tasks;
        this.works = works;
        this.mmapLocks = mmapLocks;
    }

    Outcome switched(FtraceLine line, FtraceTask task) {
        int arrow = line.find(ARROW, line.payload);
        if (arrow < 0) {
            return switchedRaw(line, task);
        }
        told = true;
        int state = arrow;
        while (state > line.payload && line.bytes[state - 1] != ' ') {
            state--;
        }
        state += line.startsWith(STATE, state) ? STATE.length : 0;
        return state < arrow ? sleepsUnless(line.bytes[state] == 'R', line, task) : Outcome.USED;
    }

    /** Field by field, the state is a number: 0 and 256 are a task that could go on. */
    private Outcome switchedRaw(FtraceLine line, FtraceTask task) {
        int at = Bytes.findLast(line.bytes, line.payload, line.end, STATE);
        int from = at + STATE.length;
        if (at < 0 || from >= line.end || !Bytes.isDigit(line.bytes[from])) {
            return Outcome.UNUSED;
        }
        told = true;
        boolean hex = line.bytes[from] == '0' && from + 1 < line.end && line.bytes[from + 1] == 'x';
        long state = hex ? Bytes.hex(line.bytes, from, line.end) : Bytes.number(line.bytes, from, line.end);
        return sleepsUnless((state & (PREEMPTED - 1)) == 0, line, task);
    }

    private Outcome sleepsUnless(boolean runs, FtraceLine line, FtraceTask task) {
        if (!runs) {
            task.sleeps++;
            works.sleeps(line, task);
            mmapLocks.blocks(line, task);
        }
        return Outcome.USED;
    }

    /** The line is that of who wakes; its payload names who is woken. */
    Outcome woken(FtraceLine line, FtraceTask waker) {
        int pid = Bytes.findLast(line.bytes, line.payload, line.end, PID);
        int from = pid + PID.length;
        int to = from;
        if (pid < 0) {
            to = line.find(PRIORITY, line.payload);
            from = to < 0 ? -1 : Bytes.findLast(line.bytes, line.payload, to, ':') + 1;
        } else {
            to = line.blank(from);
        }
        if (from <= 0 || !Bytes.isDecimal(line.bytes, from, to)) {
            return Outcome.UNUSED;
        }
        told = true;
        FtraceTask sleeper = tasks.known(Bytes.decimal(line.bytes, from, to));
        if (sleeper != null) {
            sleeper.sleeps++;
        }
        return Outcome.USED;
    }

    /** A wait of this task begins. */
    void waits(FtraceTask task) {
        task.sleepsBefore = told ? task.sleeps : FtraceTask.UNTOLD;
    }

    /** Whether the wait that began last has blocked. */
    static Toggle slept(FtraceTask task) {
        if (task.sleepsBefore == FtraceTask.UNTOLD) {
            return Toggle.UNSAID;
        }
        return task.sleeps > task.sleepsBefore ? Toggle.YES : Toggle.NO;
    }
}
