package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ftrace.EventHandler.Outcome;

/**
 * The lock of an address space, which every kernel tells of, with lockdep or without.
 *
 * <pre>
 * mmap_lock_start_locking: mm=00000000c8bb1a72 memcg_path=/ write=false
 * mmap_lock_acquire_returned: mm=00000000c8bb1a72 memcg_path=/ write=false success=true
 * mmap_lock_released: mm=00000000c8bb1a72 memcg_path=/ write=false
 * </pre>
 *
 * <p>Waits and tries look alike. One that slept, or was seen in contention, has waited; any other is told as a try, in a
 * recording that {@linkplain #ambiguous says} that it cannot tell tries. A lock that is got without a start is one that
 * was held for write and is downgraded. Where locks are recorded themselves, these lines say nothing new.
 */
final class MmapLockEvents {
    /** As lockdep calls it. */
    static final String CLASS = "&mm->mmap_lock";

    private static final byte[] NAME = Bytes.of(CLASS);
    private static final byte[] MM = Bytes.of("mm=");
    private static final byte[] WRITE = Bytes.of(" write=");
    private static final byte[] SUCCESS = Bytes.of(" success=");
    private static final byte[] TRUE = Bytes.of("true");
    private static final byte[] FALSE = Bytes.of("false");
    private static final byte[] SPIN = Bytes.of("SPIN");
    private static final byte[] READ = Bytes.of("READ");
    private static final byte[] WRITER = Bytes.of("WRITE");

    private final Output output;
    private final LockEvents locks;
    private final int className;
    private boolean ambiguous;

    private int lock;
    private boolean write;
    private boolean success;

    MmapLockEvents(Output output, LockEvents locks) {
        this.output = output;
        this.locks = locks;
        this.className = output.names().intern(CLASS);
    }

    /** What a task was about to do with such a lock. */
    static final class Pending {
        int lock = Instances.NONE;
        boolean write;
        boolean told;
        /** The lock that it holds for write. */
        int written = Instances.NONE;

        private long line;
        private long time;
        private Toggle irqs = Toggle.UNSAID;
        private Toggle softirqs = Toggle.UNSAID;

        void reset() {
            lock = Instances.NONE;
            written = Instances.NONE;
        }
    }

    /** Whether something was told as a try that may have been a wait. */
    boolean ambiguous() {
        return ambiguous;
    }

    Outcome start(FtraceLine line, FtraceTask task) {
        if (locks.seen()) {
            return Outcome.USED;
        }
        if (!read(line, false)) {
            return Outcome.MALFORMED;
        }
        Pending pending = task.mmap;
        pending.lock = lock;
        pending.write = write;
        pending.told = false;
        pending.line = line.number;
        pending.time = line.time;
        pending.irqs = line.irqs;
        pending.softirqs = line.softirqs;
        return Outcome.USED;
    }

    Outcome returned(FtraceLine line, FtraceTask task) {
        if (locks.seen()) {
            return Outcome.USED;
        }
        if (!read(line, true)) {
            return Outcome.MALFORMED;
        }
        Pending pending = task.mmap;
        if (pending.lock == lock && pending.write == write) {
            pending.lock = Instances.NONE;
            settle(line, task, pending.told);
        } else if (success && !write && pending.written == lock) {
            start(EventKind.DOWNGRADE, line, task);
            output.emit();
            pending.written = Instances.NONE;
        } else if (success) {
            acquire(line, task, true);
            output.emit();
        }
        if (success && write) {
            pending.written = lock;
        }
        return Outcome.USED;
    }

    Outcome released(FtraceLine line, FtraceTask task) {
        if (locks.seen()) {
            return Outcome.USED;
        }
        if (!read(line, false)) {
            return Outcome.MALFORMED;
        }
        if (task.mmap.written == lock) {
            task.mmap.written = Instances.NONE;
        }
        start(EventKind.RELEASE, line, task);
        output.emit();
        return Outcome.USED;
    }

    /** Somebody waits for a lock that the line does not name. */
    Outcome contended(FtraceLine line, FtraceTask task) {
        if (locks.seen()) {
            return Outcome.USED; // the line before names the lock
        }
        boolean sleeping = line.find(SPIN, line.payload) < 0
                && (line.find(READ, line.payload) >= 0 || line.find(WRITER, line.payload) >= 0);
        return sleeping && blocks(line, task) ? Outcome.USED : Outcome.UNUSED;
    }

    /** This task blocks; true when it does so for this lock, which is then known to be no try. */
    boolean blocks(FtraceLine line, FtraceTask task) {
        Pending pending = task.mmap;
        if (pending.lock == Instances.NONE || pending.told) {
            return pending.lock != Instances.NONE;
        }
        lock = pending.lock;
        write = pending.write;
        pending.told = true;
        Event event = acquire(line, task, false);
        event.line = pending.line;
        event.time = pending.time;
        event.irqs = pending.irqs;
        event.softirqs = pending.softirqs;
        output.emit();
        return true;
    }

    private void settle(FtraceLine line, FtraceTask task, boolean waited) {
        if (waited) {
            Event event = start(EventKind.ACQUIRED, line, task);
            event.result = success ? EventResult.UNSAID : EventResult.TIMEOUT;
        } else {
            acquire(line, task, true).failed = !success;
        }
        output.emit();
    }

    private Event acquire(FtraceLine line, FtraceTask task, boolean tried) {
        Event event = start(EventKind.ACQUIRE, line, task);
        event.mode = write ? LockMode.WRITE : LockMode.READ;
        event.lockKind = LockKind.RWSEM;
        event.tried = tried;
        ambiguous |= tried;
        return event;
    }

    private Event start(EventKind kind, FtraceLine line, FtraceTask task) {
        Event event = output.start(kind, line, task);
        event.instance = lock;
        event.className = className;
        return event;
    }

    private boolean read(FtraceLine line, boolean hasSuccess) {
        byte[] bytes = line.bytes;
        int from = Bytes.afterPrefix(bytes, line.payload + MM.length, line.end);
        int to = line.blank(from);
        int writeAt = Bytes.findLast(bytes, line.payload, line.end, WRITE);
        if (!line.startsWith(MM, line.payload) || !Bytes.isHex(bytes, from, to) || writeAt < 0) {
            return false;
        }
        lock = output.lock(bytes, from, to, NAME, 0, NAME.length);
        write = line.startsWith(TRUE, writeAt + WRITE.length);
        if (!write && !line.startsWith(FALSE, writeAt + WRITE.length)) {
            return false;
        }
        int successAt = hasSuccess ? Bytes.findLast(bytes, writeAt, line.end, SUCCESS) : writeAt;
        success = hasSuccess && successAt > 0 && line.startsWith(TRUE, successAt + SUCCESS.length);
        return successAt > 0;
    }
}
