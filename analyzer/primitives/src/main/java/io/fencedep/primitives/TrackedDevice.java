package io.fencedep.primitives;

import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Namespace;

/** A device that signals fences, and cannot while it is reset or while a page fault of it is served. Thread-safe. */
public final class TrackedDevice {
    private final Tape tape;
    private final String name;

    TrackedDevice(Recorder recorder, String name) {
        this.tape = recorder.tape;
        this.name = name;
    }

    /** From here to its end, this thread brings the hung device back: until then it signals nothing. */
    public Scope reset() {
        return during(EventKind.RESET_BEGIN, EventKind.RESET_END);
    }

    /** From here to its end, this thread serves a page fault that the device waits for. */
    public Scope fault() {
        return during(EventKind.FAULT_BEGIN, EventKind.FAULT_END);
    }

    public String name() {
        return name;
    }

    private Scope during(EventKind begin, EventKind end) {
        ThreadLog log = tape.log();
        tape.locked(() -> log.addForeign(1));
        tape.tell(log, begin, (event, tables) -> event.instance = tables.instance(Namespace.DEVICE, name));
        return Recorder.once(() -> {
            tape.tell(log, end, (event, tables) -> event.instance = tables.instance(Namespace.DEVICE, name));
            tape.locked(() -> log.addForeign(-1));
        });
    }
}
