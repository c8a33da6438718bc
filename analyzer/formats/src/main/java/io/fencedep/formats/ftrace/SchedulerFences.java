package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;

/**
 * What is known of the fences of the GPU scheduler, of which two families of events tell: those of fences, and its own.
 * A job has two fences, made one after the other: the first signals when the hardware has the job ({@code context}), the
 * second when it has finished ({@code context + 1}, the same number).
 */
final class SchedulerFences {
    /** What the scheduler's fences say is their driver. */
    static final String DRIVER = "drm_sched";

    /** How many unsignalled jobs are remembered; more means that signals were missed. */
    private static final int MAX_JOBS = 1 << 16;

    private final Output output;
    private final int driver;
    private final IntOpenHashSet jobs = new IntOpenHashSet();
    private boolean told;
    private boolean queues;
    private boolean ofDrivers;

    SchedulerFences(Output output) {
        this.output = output;
        this.driver = output.names().intern(DRIVER);
    }

    /** Whether this is the scheduler's name as a driver; then its fences tell of themselves. */
    boolean isDriver(int name) {
        told |= name == driver;
        return name == driver;
    }

    /** Whether the events of fences tell of the scheduler's. */
    boolean told() {
        return told;
    }

    /** A line said that a job was queued: from now on every one will say so. */
    void queues() {
        queues = true;
    }

    /** Whether some line said that a job was queued. */
    boolean queued() {
        return queues || !jobs.isEmpty() && !ofDrivers;
    }

    /** A driver says so of one of its jobs, where nobody else does. */
    void addOfDriver(int fence) {
        ofDrivers = true;
        add(fence);
    }

    /**
     * The scheduler makes a fence: whether it is the second one of a job, which is owed from now until the job is queued.
     */
    boolean isOwed(FtraceTask task, int fence, long context, long seqno) {
        boolean second = task.fenceContext == context - 1 && task.fenceSeqno == seqno;
        task.fenceContext = context;
        task.fenceSeqno = seqno;
        add(fence);
        return second && queues;
    }

    /** This fence belongs to a job that is under way. */
    void add(int fence) {
        if (jobs.size() >= MAX_JOBS) {
            jobs.clear();
        }
        jobs.add(fence);
    }

    boolean remove(int fence) {
        return jobs.remove(fence);
    }

    boolean contains(int fence) {
        return jobs.contains(fence);
    }

    /** Whether a dependency of this job can be told: where jobs tell of themselves, this one must have. */
    boolean knows(int job) {
        return jobs.contains(job) || !told && !queues;
    }

    /** The hardware has the job that this task ran, if it ran one. */
    void handedOver(FtraceLine line, FtraceTask task) {
        if (task.job != Instances.NONE) {
            Event event = output.start(EventKind.SIGNALLING_END, line, task);
            event.instance = task.job;
            output.emit();
            task.job = Instances.NONE;
        }
    }

    /** Events are missing. */
    void reset() {
        jobs.clear();
    }
}
