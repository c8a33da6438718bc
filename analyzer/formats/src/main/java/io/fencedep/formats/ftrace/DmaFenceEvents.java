package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.formats.ftrace.EventHandler.Outcome;

/**
 * Fences of drivers. A fence is its context and sequence number, and its class is {@code dma_fence:DRIVER-TIMELINE}.
 *
 * <pre>
 * dma_fence_init: driver=sw_sync timeline=fences context=3 seqno=1
 * dma_fence_signaled: driver=sw_sync timeline=fences context=3 seqno=1
 * dma_fence_wait_start: driver=vgem timeline=unbound context=49 seqno=1
 * dma_fence_wait_end: driver=vgem timeline=unbound context=49 seqno=1
 * dma_fence_destroy: driver=stub timeline=stub context=0 seqno=0
 * </pre>
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
    private static final byte[] DASH = Bytes.of("-");
    private static final byte[] COLON = Bytes.of(":");

    private final Output output;
    private final SleepEvents sleep;
    private final SchedulerFences scheduler;

    private int className;
    private int driver;
    private int fence;
    private int timeline;
    private long context;
    private long seqno;
    private boolean ofScheduler;

    DmaFenceEvents(Output output, SleepEvents sleep, SchedulerFences scheduler) {
        this.output = output;
        this.sleep = sleep;
        this.scheduler = scheduler;
    }

    Outcome init(FtraceLine line, FtraceTask task) {
        if (!read(line)) {
            return Outcome.MALFORMED;
        }
        emit(EventKind.FENCE_CREATE, line, task, driver);
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
        sleep.waits(task);
        return one(EventKind.FENCE_WAIT, line, task, false);
    }

    Outcome waitEnd(FtraceLine line, FtraceTask task) {
        if (!read(line)) {
            return Outcome.MALFORMED;
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
        emit(kind, line, task, byDriver ? driver : Names.NONE);
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
        driver = output.names().intern(bytes, driverFrom, driverTo - driverFrom);
        ofScheduler = scheduler.isDriver(driver);
        context = Bytes.number(bytes, contextFrom, seqnoAt);
        className = output.name(bytes, CLASS, driverFrom, driverTo, DASH, driverTo + TIMELINE.length, contextAt);
        fence = output.instance(Namespace.FENCE, bytes, contextFrom, seqnoAt, COLON, seqnoFrom, seqnoTo);
        timeline = output.instance(Namespace.TIMELINE, bytes, contextFrom, seqnoAt);
        seqno = Bytes.number(bytes, seqnoFrom, seqnoTo);
        return true;
    }
}
