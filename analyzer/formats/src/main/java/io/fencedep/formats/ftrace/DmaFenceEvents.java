package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.formats.ftrace.EventHandler.Outcome;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/**
 * Fences of drivers. A fence is its context and sequence number, and its class is {@code dma_fence:DRIVER-TIMELINE}.
 *
 * <pre>
 * dma_fence_init: driver=sw_sync timeline=fences context=3 seqno=1
 * dma_fence_signaled: driver=sw_sync timeline=fences context=3 seqno=1
 * dma_fence_wait_start: driver=vgem timeline=unbound context=49 seqno=1
 * dma_fence_wait_end: driver=vgem timeline=unbound context=49 seqno=1
 * dma_fence_destroy: driver=stub timeline=stub context=0 seqno=0
 * dma_fence_wait_end: driver=detached-driver timeline=signaled-timeline context=49 seqno=1
 * i915_request_wait_begin: dev=0, engine=0:0, ctx=12, seqno=7, flags=0x1
 * i915_request_wait_end: dev=0, engine=0:0, ctx=12, seqno=7
 * </pre>
 *
 * <p>Since Linux 6.17 a fence that is signalled has forgotten its names: it has those that its context had before, and when
 * none was seen, there is nothing to be told of it any more. A request of i915 is its fence.
 *
 * <p>Nothing tells when a fence is published, nor when its job is handed to the device ({@code dma_fence_emit} is left
 * out by most drivers): it counts as published and submitted when it is initialised; only jobs of the GPU scheduler say when
 * they are queued, see {@link SchedulerFences}. Sections of signalling are locks in
 * these recordings, called {@code dma_fence_map}.
 */
final class DmaFenceEvents {
    private static final byte[] DRIVER = Bytes.of("driver=");
    private static final byte[] TIMELINE = Bytes.of(" timeline=");
    private static final byte[] CONTEXT = Bytes.of(" context=");
    private static final byte[] SEQNO = Bytes.of(" seqno=");
    private static final byte[] CLASS = Bytes.of("dma_fence:");
    private static final byte[] SIGNALED = Bytes.of("signaled-timeline");
    private static final byte[] REQUEST_CONTEXT = Bytes.of(" ctx=");
    private static final byte[] COMMA = Bytes.of(",");
    private static final byte[] DASH = Bytes.of("-");
    private static final byte[] COLON = Bytes.of(":");
    /** How many contexts are remembered; far more than are ever in use. */
    private static final int MAX_CONTEXTS = 1 << 16;

    private final Output output;
    private final SleepEvents sleep;
    private final SchedulerFences scheduler;
    /** The class of the fences of each context. */
    private final Long2IntOpenHashMap classes = new Long2IntOpenHashMap();

    private int className;
    private int driver;
    private int fence;
    private int timeline;
    private long context;
    private long seqno;
    private boolean ofScheduler;
    private int device;

    DmaFenceEvents(Output output, SleepEvents sleep, SchedulerFences scheduler) {
        this.output = output;
        this.sleep = sleep;
        this.scheduler = scheduler;
        classes.defaultReturnValue(Names.NONE);
    }

    Outcome init(FtraceLine line, FtraceTask task) {
        if (!read(line)) {
            return Outcome.MALFORMED;
        }
        fill(EventKind.FENCE_CREATE, line, task, driver).device = device;
        output.emit();
        emit(EventKind.FENCE_PUBLISH, line, task, driver);
        if (!ofScheduler || !scheduler.isOwed(task, fence, context, seqno)) {
            emit(EventKind.FENCE_SUBMIT, line, task, driver);
        }
        return Outcome.USED;
    }

    Outcome signaled(FtraceLine line, FtraceTask task) {
        Outcome outcome = one(EventKind.FENCE_SIGNAL, line, task, true);
        if (outcome == Outcome.USED && ofScheduler) {
            scheduler.remove(fence);
            if (line.context == InterruptContext.TASK) {
                scheduler.handedOver(line, task);
            }
        }
        return outcome;
    }

    /** It is the fence's driver that the line names, not the waiter's. */
    Outcome waitStart(FtraceLine line, FtraceTask task) {
        return read(line) ? startWait(line, task) : Outcome.MALFORMED;
    }

    Outcome waitEnd(FtraceLine line, FtraceTask task) {
        return read(line) ? endWait(line, task) : Outcome.MALFORMED;
    }

    Outcome requestWaitBegin(FtraceLine line, FtraceTask task) {
        return readRequest(line) ? startWait(line, task) : Outcome.MALFORMED;
    }

    Outcome requestWaitEnd(FtraceLine line, FtraceTask task) {
        return readRequest(line) ? endWait(line, task) : Outcome.MALFORMED;
    }

    private Outcome startWait(FtraceLine line, FtraceTask task) {
        sleep.waits(task);
        if (className == Names.NONE) {
            return Outcome.UNUSED;
        }
        emit(EventKind.FENCE_WAIT, line, task, Names.NONE);
        return Outcome.USED;
    }

    private Outcome endWait(FtraceLine line, FtraceTask task) {
        if (className == Names.NONE) {
            return Outcome.UNUSED;
        }
        fill(EventKind.FENCE_WAITED, line, task, Names.NONE).slept = SleepEvents.slept(task);
        output.emit();
        return Outcome.USED;
    }

    Outcome destroy(FtraceLine line, FtraceTask task) {
        return one(EventKind.FENCE_DESTROY, line, task, false);
    }

    private Outcome one(EventKind kind, FtraceLine line, FtraceTask task, boolean byDriver) {
        if (!read(line)) {
            return Outcome.MALFORMED;
        }
        if (className != Names.NONE) {
            emit(kind, line, task, byDriver ? driver : Names.NONE);
        }
        return Outcome.USED;
    }

    private void emit(EventKind kind, FtraceLine line, FtraceTask task, int by) {
        fill(kind, line, task, by);
        output.emit();
    }

    private Event fill(EventKind kind, FtraceLine line, FtraceTask task, int by) {
        Event event = output.start(kind, line, task);
        event.instance = fence;
        event.className = className;
        event.timeline = timeline;
        event.seqno = seqno;
        event.hasSeqno = true;
        event.driver = by;
        return event;
    }

    private boolean read(FtraceLine line) {
        byte[] bytes = line.bytes;
        int driverFrom = line.payload + DRIVER.length;
        int driverTo = line.find(TIMELINE, line.payload);
        int contextAt = Bytes.findLast(bytes, Math.max(driverTo, line.payload), line.end, CONTEXT);
        int seqnoAt = Bytes.findLast(bytes, Math.max(contextAt, line.payload), line.end, SEQNO);
        if (!line.startsWith(DRIVER, line.payload) || driverTo < 0 || contextAt < 0 || seqnoAt < 0) {
            return false;
        }
        int contextFrom = contextAt + CONTEXT.length;
        int seqnoFrom = seqnoAt + SEQNO.length;
        int seqnoTo = line.blank(seqnoFrom);
        if (!Bytes.isDecimal(bytes, contextFrom, seqnoAt) || !Bytes.isDecimal(bytes, seqnoFrom, seqnoTo)) {
            return false;
        }
        int timelineFrom = driverTo + TIMELINE.length;
        readNumbers(line, contextFrom, seqnoAt, seqnoFrom, seqnoTo);
        if (contextAt - timelineFrom == SIGNALED.length && line.startsWith(SIGNALED, timelineFrom)) {
            driver = Names.NONE;
            device = Instances.NONE;
            ofScheduler = false;
            className = classes.get(context);
            return true;
        }
        driver = output.names().intern(bytes, driverFrom, driverTo - driverFrom);
        ofScheduler = scheduler.isDriver(driver);
        device = ResetEvents.device(output, bytes, driverFrom, driverTo, timelineFrom, contextAt);
        className = output.name(bytes, CLASS, driverFrom, driverTo, DASH, timelineFrom, contextAt);
        if (classes.size() >= MAX_CONTEXTS) {
            classes.clear();
        }
        classes.put(context, className);
        return true;
    }

    private boolean readRequest(FtraceLine line) {
        int contextFrom = line.find(REQUEST_CONTEXT, line.payload) + REQUEST_CONTEXT.length;
        int contextTo = line.find(COMMA, contextFrom);
        int seqnoFrom = line.find(SEQNO, contextFrom) + SEQNO.length;
        int seqnoTo = line.digits(seqnoFrom);
        if (contextFrom < REQUEST_CONTEXT.length
                || seqnoFrom < SEQNO.length
                || !Bytes.isDecimal(line.bytes, contextFrom, contextTo)
                || seqnoFrom == seqnoTo) {
            return false;
        }
        readNumbers(line, contextFrom, contextTo, seqnoFrom, seqnoTo);
        className = classes.get(context);
        return true;
    }

    private void readNumbers(FtraceLine line, int contextFrom, int contextTo, int seqnoFrom, int seqnoTo) {
        byte[] bytes = line.bytes;
        context = Bytes.number(bytes, contextFrom, contextTo);
        fence = output.instance(Namespace.FENCE, bytes, contextFrom, contextTo, COLON, seqnoFrom, seqnoTo);
        timeline = output.instance(Namespace.TIMELINE, bytes, contextFrom, contextTo);
        seqno = Bytes.number(bytes, seqnoFrom, seqnoTo);
    }
}
