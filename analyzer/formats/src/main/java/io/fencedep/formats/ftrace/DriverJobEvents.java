package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Namespace;
import io.fencedep.formats.ftrace.EventHandler.Outcome;

/**
 * What drivers tell themselves of jobs that they hand to the scheduler of GPUs, for recordings without the scheduler's own
 * events. The numbers are those of the fence that signals when the job has finished.
 *
 * <pre>
 * amdgpu_cs_ioctl: sched_job=4, timeline=gfx_0.0.0, context=12, seqno=7, ring_name=gfx_0.0.0, num_ibs=2
 * amdgpu_cs_ioctl: timeline=gfx_0.0.0, fence=12:7, ring_name=gfx_0.0.0, num_ibs=2                    (since Linux 6.17)
 * amdgpu_sched_run_job: sched_job=4, timeline=gfx_0.0.0, context=12, seqno=7, ring_name=gfx_0.0.0, num_ibs=2
 * lima_task_submit: context=12 seqno=7 pipe=gp
 * lima_task_run: context=12 seqno=7 pipe=gp
 * </pre>
 *
 * <p>Where the scheduler tells of the same, or fences do, it is told better there. Nobody tells here that a driver owes a
 * job that is not queued yet: its own jobs have no line for that. What drivers print is not promised to stay, so that a
 * line in other words is one that is not used.
 */
final class DriverJobEvents {
    private static final byte[] FENCE = Bytes.of(" fence=");
    private static final byte[] CONTEXT = Bytes.of("context=");
    private static final byte[] SEQNO = Bytes.of(" seqno=");
    private static final byte[] COMMA = Bytes.of(",");
    private static final byte[] COLON = Bytes.of(":");
    private static final byte[] TIMELINE = Bytes.of("timeline=");
    private static final byte[] PIPE = Bytes.of(" pipe=");
    private static final byte[] CLASS = Bytes.of("dma_fence:" + SchedulerFences.DRIVER + "-");

    private final Output output;
    private final SchedulerFences fences;
    private int fence;
    private int className;
    private int timeline;
    private long seqno;

    DriverJobEvents(Output output, SchedulerFences fences) {
        this.output = output;
        this.fences = fences;
    }

    Outcome queue(FtraceLine line, FtraceTask task) {
        if (!read(line)) {
            return Outcome.UNUSED;
        }
        if (!fences.told() && !fences.queued()) {
            emit(EventKind.FENCE_CREATE, line, task);
            emit(EventKind.FENCE_PUBLISH, line, task);
            emit(EventKind.FENCE_SUBMIT, line, task);
            fences.addOfDriver(fence);
        }
        return Outcome.USED;
    }

    Outcome run(FtraceLine line, FtraceTask task) {
        if (!read(line)) {
            return Outcome.UNUSED;
        }
        if (task.job != Instances.NONE) {
            return Outcome.USED; // the scheduler said so before
        }
        boolean ends = fences.told() || task.work.running != Instances.NONE;
        if (!ends || line.context != InterruptContext.TASK) {
            return Outcome.UNUSED;
        }
        emit(EventKind.SIGNALLING_BEGIN, line, task);
        task.job = fence;
        return Outcome.USED;
    }

    private void emit(EventKind kind, FtraceLine line, FtraceTask task) {
        Event event = output.start(kind, line, task);
        event.instance = fence;
        event.className = className;
        event.timeline = timeline;
        event.seqno = seqno;
        event.hasSeqno = true;
        output.emit();
    }

    private boolean read(FtraceLine line) {
        byte[] bytes = line.bytes;
        int both = line.find(FENCE, line.payload);
        int context = both >= 0 ? both + FENCE.length : line.find(CONTEXT, line.payload) + CONTEXT.length;
        int contextTo = line.digits(context);
        byte[] between = both >= 0 ? COLON : SEQNO;
        int number = line.find(between, contextTo) + between.length;
        int numberTo = line.digits(number);
        int name = line.find(TIMELINE, line.payload);
        int pipe = line.find(PIPE, numberTo);
        int nameFrom = name >= 0 ? name + TIMELINE.length : pipe + PIPE.length;
        int nameTo = name >= 0 ? line.find(COMMA, nameFrom) : line.end;
        if (context < CONTEXT.length
                || number < contextTo + between.length
                || name < 0 && pipe < 0
                || nameTo < nameFrom
                || !Bytes.isDecimal(bytes, context, contextTo)
                || !Bytes.isDecimal(bytes, number, numberTo)) {
            return false;
        }
        fence = output.instance(Namespace.FENCE, bytes, context, contextTo, COLON, number, numberTo);
        timeline = output.instance(Namespace.TIMELINE, bytes, context, contextTo);
        seqno = Bytes.number(bytes, number, numberTo);
        className = output.name(bytes, CLASS, nameFrom, nameTo, new byte[0], nameTo, nameTo);
        return true;
    }
}
