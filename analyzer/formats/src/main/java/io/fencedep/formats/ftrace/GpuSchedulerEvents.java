package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.formats.ftrace.EventHandler.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Jobs of the scheduler that most drivers of GPUs share. A job is the fence that signals when it has finished; its class is
 * that which the fence's own events give it, {@code dma_fence:drm_sched-RING}.
 *
 * <pre>
 * drm_sched_job_queue: dev=0000:03:00.0, fence=12:7, ring=gfx_0.0.0, job count:1, hw job count:0, client_id:3
 * drm_sched_job_add_dep: fence=12:7 depends on fence=3:1
 * drm_sched_job_unschedulable: fence=12:7 depends on unsignalled fence=3:1
 * drm_sched_job_run: dev=0000:03:00.0, fence=12:7, ring=gfx_0.0.0, job count:0, hw job count:1, client_id:3
 * drm_sched_job_done: fence=12:7 signaled
 * </pre>
 *
 * <p>Before Linux 6.17 they are called otherwise and name the fence by its address:
 *
 * <pre>
 * drm_sched_job: entity=00000000a34dc358, id=4, fence=000000006fc5e686, ring=gfx, job count:1, hw job count:0
 * drm_sched_job_wait_dep: job ring=gfx, id=4, depends fence=00000000d42678ec, context=3, seq=1
 * drm_run_job: entity=00000000a34dc358, id=4, fence=000000006fc5e686, ring=gfx, job count:0, hw job count:1
 * drm_sched_process_job: fence=000000006fc5e686 signaled
 * </pre>
 *
 * <p>A queued job is its driver's no more: that is the submission. Whoever runs it is on the way to its signal until the
 * hardware has it: from the line that says so to the signal that it is scheduled, or to the end of the work item.
 */
final class GpuSchedulerEvents {
    private static final byte[] FENCE = Bytes.of("fence=");
    private static final byte[] RING = Bytes.of("ring=");
    private static final byte[] ID = Bytes.of("id=");
    private static final byte[] END_OF_RING = Bytes.of(", job count:");
    private static final byte[] COMMA = Bytes.of(",");
    private static final byte[] COLON = Bytes.of(":");
    private static final byte[] DEPENDS = Bytes.of(" depends ");
    private static final byte[] CONTEXT = Bytes.of(" context=");
    private static final byte[] SEQ = Bytes.of(" seq=");
    private static final byte[] CLASS = Bytes.of("dma_fence:" + SchedulerFences.DRIVER + "-");
    private static final byte[] NOTHING = {};
    /** How many jobs are remembered; far more than are ever under way. */
    private static final int MAX_JOBS = 1 << 16;

    private final Output output;
    private final SchedulerFences fences;
    /** Jobs by ring and number, for lines that name them so. */
    private final Map<String, Integer> numbered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_JOBS;
        }
    };

    private int fence;
    private boolean byAddress;
    private int fenceFrom;
    private int colon;
    private int fenceTo;

    GpuSchedulerEvents(Output output, SchedulerFences fences) {
        this.output = output;
        this.fences = fences;
    }

    Outcome queue(FtraceLine line, FtraceTask task) {
        int ring = line.find(RING, line.payload);
        if (ring < 0 || !fence(line, line.payload)) {
            return Outcome.MALFORMED;
        }
        if (byAddress) {
            number(line, ring);
        } else {
            fences.queues();
        }
        if (byAddress || !fences.told()) {
            start(EventKind.FENCE_CREATE, line, task, ring);
            output.emit();
        }
        start(EventKind.FENCE_PUBLISH, line, task, ring);
        output.emit();
        start(EventKind.FENCE_SUBMIT, line, task, ring);
        output.emit();
        fences.add(fence);
        return Outcome.USED;
    }

    Outcome run(FtraceLine line, FtraceTask task) {
        int ring = line.find(RING, line.payload);
        if (ring < 0 || !fence(line, line.payload)) {
            return Outcome.MALFORMED;
        }
        fences.handedOver(line, task);
        boolean ends = fences.told() || task.work.running != Instances.NONE;
        if (!ends || line.context != InterruptContext.TASK) {
            return Outcome.UNUSED;
        }
        start(EventKind.SIGNALLING_BEGIN, line, task, ring);
        output.emit();
        task.job = fence;
        return Outcome.USED;
    }

    Outcome done(FtraceLine line, FtraceTask task) {
        if (!fence(line, line.payload)) {
            return Outcome.MALFORMED;
        }
        boolean known = fences.remove(fence);
        if (!byAddress && fences.told()) {
            return Outcome.USED; // the fence's own signal follows
        }
        if (!known) {
            return Outcome.UNUSED;
        }
        Event event = output.start(EventKind.FENCE_SIGNAL, line, task);
        event.instance = fence;
        output.emit();
        return Outcome.USED;
    }

    /** A job will not run before another fence has signalled. */
    Outcome depend(FtraceLine line, FtraceTask task) {
        int depends = line.find(DEPENDS, line.payload);
        if (depends < 0) {
            return Outcome.MALFORMED;
        }
        int job;
        if (line.startsWith(FENCE, line.payload)) {
            if (!fence(line, line.payload) || byAddress) {
                return Outcome.MALFORMED;
            }
            job = fence;
            if (!fence(line, depends) || byAddress) {
                return Outcome.MALFORMED;
            }
        } else {
            job = numberedJob(line, depends);
            if (!fence(line, depends) || !dependency(line, depends)) {
                return Outcome.MALFORMED;
            }
        }
        if (job == Instances.NONE || !fences.knows(job)) {
            return Outcome.UNUSED;
        }
        Event event = output.start(EventKind.FENCE_DEPEND, line, task);
        event.instance = job;
        event.on = fence;
        output.emit();
        return Outcome.USED;
    }

    /** Events are missing: jobs may have come and gone. */
    void reset() {
        numbered.clear();
    }

    /** Of a dependency that is named in both ways: a job that was seen by its address, else by context and number. */
    private boolean dependency(FtraceLine line, int from) {
        if (byAddress && fences.contains(fence)) {
            return true;
        }
        int context = line.find(CONTEXT, from);
        int seq = line.find(SEQ, from);
        if (context < 0 || seq < context) {
            return false;
        }
        int contextFrom = context + CONTEXT.length;
        int contextTo = contextFrom;
        while (contextTo < seq && line.bytes[contextTo] != ',') {
            contextTo++;
        }
        int seqFrom = seq + SEQ.length;
        int seqTo = line.blank(seqFrom);
        if (!Bytes.isDecimal(line.bytes, contextFrom, contextTo) || !Bytes.isDecimal(line.bytes, seqFrom, seqTo)) {
            return false;
        }
        fence = output.instance(Namespace.FENCE, line.bytes, contextFrom, contextTo, COLON, seqFrom, seqTo);
        return true;
    }

    private void number(FtraceLine line, int ring) {
        int id = line.find(ID, line.payload);
        int idTo = id < 0 ? -1 : line.find(COMMA, id);
        int ringTo = line.find(END_OF_RING, ring);
        if (idTo > 0 && ringTo > 0) {
            numbered.put(
                    Bytes.text(line.bytes, ring + RING.length, ringTo)
                            + '#'
                            + Bytes.text(line.bytes, id + ID.length, idTo),
                    fence);
        }
    }

    /** {@code job ring=gfx, id=4}: the fence of that job, or {@link Instances#NONE}. */
    private int numberedJob(FtraceLine line, int end) {
        int ring = line.find(RING, line.payload);
        int id = line.find(ID, line.payload);
        if (ring < 0 || id < ring || id > end) {
            return Instances.NONE;
        }
        String name = Bytes.text(line.bytes, ring + RING.length, id - 2);
        int to = id + ID.length;
        while (to < end && line.bytes[to] != ',') {
            to++;
        }
        Integer job = numbered.get(name + '#' + Bytes.text(line.bytes, id + ID.length, to));
        return job == null ? Instances.NONE : job;
    }

    /** Finds {@code fence=CONTEXT:SEQNO} or {@code fence=ADDRESS} from there on. */
    private boolean fence(FtraceLine line, int after) {
        byte[] bytes = line.bytes;
        int at = line.find(FENCE, after);
        if (at < 0) {
            return false;
        }
        fenceFrom = at + FENCE.length;
        fenceTo = fenceFrom;
        while (fenceTo < line.end && bytes[fenceTo] != ',' && bytes[fenceTo] != ' ') {
            fenceTo++;
        }
        colon = Bytes.find(bytes, fenceFrom, fenceTo, COLON);
        byAddress = colon < 0;
        if (byAddress) {
            fenceFrom = Bytes.afterPrefix(bytes, fenceFrom, fenceTo);
        }
        boolean good = byAddress
                ? Bytes.isHex(bytes, fenceFrom, fenceTo)
                : Bytes.isDecimal(bytes, fenceFrom, colon) && Bytes.isDecimal(bytes, colon + 1, fenceTo);
        if (good) {
            fence = output.instance(Namespace.FENCE, bytes, fenceFrom, fenceTo);
        }
        return good;
    }

    private Event start(EventKind kind, FtraceLine line, FtraceTask task, int ring) {
        Event event = output.start(kind, line, task);
        int from = ring + RING.length;
        int to = line.find(END_OF_RING, from);
        event.instance = fence;
        event.className = output.name(line.bytes, CLASS, from, to < 0 ? line.end : to, NOTHING, from, from);
        if (!byAddress) {
            event.timeline = output.instance(Namespace.TIMELINE, line.bytes, fenceFrom, colon);
            event.seqno = Bytes.number(line.bytes, colon + 1, fenceTo);
            event.hasSeqno = true;
        }
        event.driver = Names.NONE;
        return event;
    }
}
