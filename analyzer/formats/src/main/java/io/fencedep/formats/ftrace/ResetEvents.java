package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Namespace;
import io.fencedep.formats.ftrace.EventHandler.Outcome;
import java.util.Arrays;

/**
 * Resets of devices, where a driver tells their begin and their end. The device of a fence is its driver, or that of the
 * scheduler's queue: lines about fences name no other.
 *
 * <pre>
 * v3d_reset_begin: dev=0
 * v3d_reset_end: dev=0
 * </pre>
 */
final class ResetEvents {
    private static final String DRIVER = "v3d";

    private static final byte[] NAME = Bytes.of(DRIVER);
    private static final byte[] SCHEDULER = Bytes.of(SchedulerFences.DRIVER);
    /** How the scheduler's queues of that driver are called. */
    private static final byte[] RINGS = Bytes.of(DRIVER + "_");

    private final Output output;
    private final int driver;

    ResetEvents(Output output) {
        this.output = output;
        driver = output.names().intern(DRIVER);
    }

    Outcome begin(FtraceLine line, FtraceTask task) {
        return one(EventKind.RESET_BEGIN, line, task);
    }

    Outcome end(FtraceLine line, FtraceTask task) {
        return one(EventKind.RESET_END, line, task);
    }

    private Outcome one(EventKind kind, FtraceLine line, FtraceTask task) {
        Event event = output.start(kind, line, task);
        event.instance = output.instance(Namespace.DEVICE, DRIVER);
        event.driver = driver;
        output.emit();
        return Outcome.USED;
    }

    /** The device of a fence, or {@link Instances#NONE} where nobody would tell of its resets. */
    static int device(Output output, byte[] bytes, int driver, int driverTo, int timeline, int timelineTo) {
        boolean own = Arrays.equals(bytes, driver, driverTo, NAME, 0, NAME.length);
        boolean ofScheduler = Bytes.startsWith(bytes, timeline, timelineTo, RINGS)
                && Arrays.equals(bytes, driver, driverTo, SCHEDULER, 0, SCHEDULER.length);
        return own || ofScheduler ? output.instance(Namespace.DEVICE, DRIVER) : Instances.NONE;
    }
}
