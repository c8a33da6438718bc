package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockMode;
import io.fencedep.formats.ftrace.EventHandler.Outcome;
import java.util.function.LongConsumer;

/**
 * The stock events of lockdep: an address, up to two flags, and a name that runs to the end of the line and may hold
 * anything.
 *
 * <pre>
 * lock_acquire: 00000000a81dca85 event_mutex
 * lock_acquire: 000000006fc5e686 try read console_srcu
 * lock_release: 00000000a81dca85 event_mutex
 * lock_acquired: 00000000a81dca85 event_mutex
 * lock_acquire: 0000000007758279 (null)
 * </pre>
 *
 * <p>The text does not tell plain readers from recursive ones. A reader that is not known by name and comes with
 * preemption enabled, in a task, has taken a sleeping lock: those queue behind writers. All others are taken for
 * recursive: a spinning {@code rwlock_t} is not in interrupts, so that some cycles of readers are missed, and none is
 * made up.
 */
final class LockEvents {
    private static final byte[] TRY = Bytes.of("try ");
    private static final byte[] READ = Bytes.of("read ");
    private static final int RCU_SCHED_WAIT_INNER = 2;
    /** So many lines without any that say the same better mean that there are no more of those. */
    private static final int ALONE = 1000;

    private final Output output;
    private final LockNames lockNames;
    private final WorkAnnotations works;

    private final Releases releases;
    /** Told of the line from which on nothing of before counts: locks have other names there. */
    private final LongConsumer forget;

    private boolean silent;
    private int sinceSilenced;
    private boolean seen;
    private boolean counted;

    LockEvents(Output output, LockNames lockNames, WorkAnnotations works, LongConsumer forget) {
        this.output = output;
        this.lockNames = lockNames;
        this.works = works;
        this.forget = forget;
        releases = new Releases(output);
    }

    /** Whether locks are given back in this recording. */
    Releases releases() {
        return releases;
    }

    /** Whether the recording tells of locks. */
    boolean seen() {
        return seen || silent;
    }

    /** Whether some line told of a lock that nobody told of better. */
    boolean counted() {
        return counted;
    }

    /** Whether lines have told of locks, and count. */
    boolean counts() {
        return seen && !silent;
    }

    /**
     * Other lines say the same better: as long as they do, lines mean nothing here.
     *
     * @return whether lines meant something until now
     */
    boolean silence() {
        boolean before = counts();
        silent = true;
        sinceSilenced = 0;
        return before;
    }

    /** Whether this line says again what another one said; when those came to an end, lines count again. */
    private boolean isSilent(FtraceLine line) {
        if (silent && ++sinceSilenced == ALONE) {
            silent = false;
            seen = true;
            forget.accept(line.number);
            output.warn(line.number, "probes tell nothing of locks any more; the stock events do from here on");
        }
        return silent;
    }

    Outcome acquire(FtraceLine line, FtraceTask task) {
        if (isSilent(line)) {
            return Outcome.USED;
        }
        int addressFrom = Bytes.afterPrefix(line.bytes, line.payload, line.end);
        int addressTo = line.blank(addressFrom);
        if (!hasName(line, addressFrom, addressTo)) {
            return Outcome.MALFORMED;
        }
        seen = true;
        counted = true;
        if (!releases.acquire(line)) {
            return Outcome.UNUSED;
        }
        int nameFrom = addressTo + 1;
        boolean tried = line.startsWith(TRY, nameFrom);
        nameFrom += tried ? TRY.length : 0;
        boolean reads = line.startsWith(READ, nameFrom);
        nameFrom += reads ? READ.length : 0;
        int name = output.names().intern(line.bytes, nameFrom, line.end - nameFrom);
        int traits = lockNames.of(name);
        int instance = output.lock(line.bytes, addressFrom, addressTo, line.bytes, nameFrom, line.end);
        if (((traits & LockNames.SPECIAL) != 0 || task.work.busy())
                && works.acquire(line, task, name, traits, addressFrom, addressTo, instance)) {
            return Outcome.USED;
        }
        if ((traits & LockNames.RCU) != 0 && line.context == InterruptContext.TASK) {
            task.rcuDepth++;
        }
        Event event = output.start(EventKind.ACQUIRE, line, task);
        event.className = name;
        event.instance = instance;
        event.tried = tried;
        event.mode = reads ? readMode(line, name, traits) : LockMode.WRITE;
        event.nests = (traits & LockNames.NESTS) != 0;
        describe(event, traits);
        output.emit();
        return Outcome.USED;
    }

    Outcome release(FtraceLine line, FtraceTask task) {
        releases.release();
        return change(EventKind.RELEASE, line, task);
    }

    /** With lock statistics, the kernel also says when it has got the lock. */
    Outcome acquired(FtraceLine line, FtraceTask task) {
        return change(EventKind.ACQUIRED, line, task);
    }

    private Outcome change(EventKind kind, FtraceLine line, FtraceTask task) {
        if (isSilent(line)) {
            return Outcome.USED;
        }
        int addressFrom = Bytes.afterPrefix(line.bytes, line.payload, line.end);
        int addressTo = line.blank(addressFrom);
        if (!hasName(line, addressFrom, addressTo)) {
            return Outcome.MALFORMED;
        }
        int nameFrom = addressTo + 1;
        int name = output.names().intern(line.bytes, nameFrom, line.end - nameFrom);
        int traits = lockNames.of(name);
        boolean special = (traits & LockNames.SPECIAL) != 0 || task.work.busy();
        if (special && kind == EventKind.RELEASE && works.release(line, task, name, traits)) {
            return Outcome.USED;
        }
        if (kind == EventKind.ACQUIRED && (traits & (LockNames.WORK | LockNames.QUEUE)) != 0) {
            return Outcome.USED;
        }
        Event event = output.start(kind, line, task);
        event.instance = output.lock(line.bytes, addressFrom, addressTo, line.bytes, nameFrom, line.end);
        event.className = name;
        output.emit();
        if ((traits & LockNames.RCU) != 0) {
            works.afterRcu(line, task);
        }
        return Outcome.USED;
    }

    private LockMode readMode(FtraceLine line, int name, int traits) {
        if ((traits & LockNames.SLEEPING_READER) != 0) {
            return LockMode.READ;
        }
        if ((traits & LockNames.RECURSIVE) == 0
                && line.hasFlags
                && line.preemptDepth == 0
                && line.context == InterruptContext.TASK) {
            lockNames.add(name, LockNames.SLEEPING_READER);
            return LockMode.READ;
        }
        return LockMode.RECURSIVE_READ;
    }

    /** Says what the name tells of the lock. */
    static void describe(Event event, int traits) {
        event.unchecked = (traits & LockNames.UNCHECKED) != 0;
        event.lockKind = LockNames.kind(traits);
        if ((traits & LockNames.RCU_SCHED) != 0) {
            event.waitInner = RCU_SCHED_WAIT_INNER;
        }
    }

    private static boolean hasName(FtraceLine line, int addressFrom, int addressTo) {
        return addressTo + 1 < line.end && Bytes.isHex(line.bytes, addressFrom, addressTo);
    }
}
