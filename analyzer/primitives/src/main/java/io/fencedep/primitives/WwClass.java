package io.fencedep.primitives;

import io.fencedep.core.model.LockKind;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A class of locks with acquire contexts, as the kernel's ww mutexes: inside a context they may be taken in any order, and
 * whoever came later backs off when two contexts meet.
 *
 * <p>A class {@code X} records its locks as {@code X_mutex} and its contexts as {@code X_acquire}, as the kernel does.
 */
public final class WwClass {
    private final Recorder recorder;
    private final String name;
    private final AtomicLong tickets = new AtomicLong();

    WwClass(Recorder recorder, String name) {
        this.recorder = recorder;
        this.name = name;
    }

    /** A lock of this class. */
    public TrackedWwMutex mutex() {
        return new TrackedWwMutex(recorder, recorder.identity(name + "_mutex", LockKind.WW_MUTEX, 1, false));
    }

    /** Begins to acquire: for one thread, until the context is closed. */
    public WwContext context() {
        String className = name + "_acquire";
        // A context keeps nobody out: one is as good as the next.
        LockIdentity identity = new LockIdentity(
                recorder.name(className), className, LockKind.MAP, 1, false, Tape.hash("context", className));
        return new WwContext(recorder, identity, tickets.incrementAndGet());
    }
}
