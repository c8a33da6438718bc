package io.fencedep.agent.analysis;

import io.fencedep.agent.analysis.Mirror.Told;
import io.fencedep.agent.boot.How;
import io.fencedep.agent.boot.Instance;
import io.fencedep.agent.boot.KeyLock;
import io.fencedep.agent.boot.LockClass;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.Path;
import io.fencedep.agent.boot.Trace;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells what threads hold as events: what they take, what they give back, and what they are blocked at. */
final class HoldEvents {
    /** What is not known of a timeout: how long it is. */
    private static final long SOME_TIME = 1_000_000_000;

    private final Names names;
    private final Instances instances;
    private final Stacks stacks;
    private final Telling telling;
    private final Event event;
    private final Initialisers initialisers;
    private final EarlyReads reads;
    private final HeldSince heldSince;

    HoldEvents(Telling telling, Stacks stacks, Initialisers initialisers, EarlyReads reads) {
        this.names = telling.names;
        this.instances = telling.instances;
        this.stacks = stacks;
        this.telling = telling;
        this.event = telling.event;
        this.initialisers = initialisers;
        this.reads = reads;
        this.heldSince = new HeldSince(names, stacks);
    }

    /** Tells what the message brings and was not told yet, and releases what was told and is held no more. */
    void bring(Message message, Mirror mirror) {
        int size = Math.min(message.paths.length, Math.min(message.instances.length, message.sequences.length));
        for (int i = mirror.holds.size() - 1; i >= 0; i--) {
            Told told = mirror.holds.get(i);
            if (!contains(message.sequences, size, told.sequence()) && !told.isStillBlocked(message)) {
                mirror.holds.remove(i);
                release(mirror, told);
            }
        }
        for (int i = 0; i < size; i++) {
            long sequence = message.sequences[i];
            if (mirror.holds.stream().noneMatch(told -> told.sequence() == sequence)) {
                if (message.paths[i].isManaged()) {
                    leavePlace(mirror);
                }
                take(mirror, message.paths[i], message.instances[i], sequence, since(message, i, size));
                initialisers.takes(message, i, stacks.of(message.paths[i].trace));
                reads.note(message, mirror, i);
            }
        }
    }

    /** Where what the message says to be held was taken. */
    private Stacks.Known since(Message message, int hold, int holds) {
        Path path = message.paths[hold];
        Stacks.Known known = stacks.of(path.trace);
        int kind = path.how & How.KIND;
        if (kind != How.MONITOR && !isTakenByCall(kind)) {
            return known;
        }
        Path above = hold + 1 < holds ? message.paths[hold + 1] : null;
        Stacks.Known waits = above == null ? stacks.of(message.trace) : since(message, hold + 1, holds);
        if (kind != How.MONITOR) {
            return heldSince.ofLock(Objects.requireNonNull(path.chain.lockClass).name, known, waits);
        }
        boolean forMonitor = above != null && (above.how & How.KIND) == How.MONITOR;
        return heldSince.of(path.get(), known, waits, forMonitor);
    }

    private static boolean isTakenByCall(int kind) {
        return kind == How.LOCK || kind == How.READ_WRITE || kind == How.STAMPED || kind == How.SEMAPHORE;
    }

    private static boolean contains(long[] sequences, int size, long wanted) {
        for (int i = 0; i < size; i++) {
            if (sequences[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    void take(Mirror mirror, Path path, Instance instance, long sequence) {
        take(mirror, path, instance, sequence, stacks.of(path.trace));
    }

    private void take(Mirror mirror, Path path, Instance instance, long sequence, Stacks.Known stack) {
        LockClass lockClass = Objects.requireNonNull(path.chain.lockClass);
        int how = path.how;
        KeyLock keyLock = takenForKey(instance, mirror);
        switch (how & How.KIND) {
            case How.WORK -> telling.begin(EventKind.WORK_BEGIN, mirror.task);
            case How.SECTION -> telling.begin(EventKind.SIGNALLING_BEGIN, mirror.task);
            default -> telling.begin(EventKind.ACQUIRE, mirror.task);
        }
        telling.at(stack);
        event.className = names.intern(lockClass.name);
        event.instance = switch (event.kind) {
            case WORK_BEGIN -> telling.run(instance, mirror.task);
            case SIGNALLING_BEGIN -> telling.section(instance, sequence == Mirror.NO_SEQUENCE);
            default -> telling.lockInstance(how, instance, lockClass);
        };
        if (event.kind == EventKind.WORK_BEGIN) {
            telling.queue(lockClass);
        } else if (event.kind == EventKind.ACQUIRE) {
            lock(how, instance, path.permits());
            event.mode = reads.mode(how, lockClass);
            event.timeout = timeout(how, path.trace);
        }
        boolean placed = event.queue != Names.NONE && event.capacity != Event.ABSENT;
        Told told = new Told(sequence, instance.id, how, event.instance, event.className, placed, keyLock);
        telling.emit();
        mirror.holds.add(told);
        if ((how & How.KIND) == How.MAP) {
            // Of one bin only: it keeps whoever needs it from going on, but not from computing elsewhere.
            telling.begin(EventKind.DOWNGRADE, mirror.task);
            event.instance = told.name();
            telling.emit();
        }
    }

    /** A lock that a map made for a key goes by that one, unless another one of it is held. */
    private @Nullable KeyLock takenForKey(Instance instance, Mirror mirror) {
        KeyLock key = instance.apart ? null : instance.keyLock;
        if (key == null || key.taken(instance, mirror)) {
            return key;
        }
        if (key.holder() instanceof Mirror other && other.task != mirror.task) {
            releaseGivenBack(other);
        }
        if (key.taken(instance, mirror)) {
            return key;
        }
        instance.apart = true;
        return null;
    }

    /** Releases the locks of keys that a thread has given back, which no message may have told yet. */
    private void releaseGivenBack(Mirror mirror) {
        Message now = mirror.thread.view().holdsNow();
        for (int i = mirror.holds.size() - 1; i >= 0; i--) {
            Told told = mirror.holds.get(i);
            if (told.keyLock() != null && !contains(now.sequences, now.sequences.length, told.sequence())) {
                mirror.holds.remove(i);
                release(mirror, told);
            }
        }
    }

    /** @param permits how many permits of a semaphore are taken at once */
    private void lock(int how, Instance instance, int permits) {
        int kind = how & How.KIND;
        event.lockKind = switch (kind) {
            case How.MONITOR, How.CLASS_INIT -> LockKind.MONITOR;
            case How.READ_WRITE, How.STAMPED, How.MAP, How.READERS_FIRST -> LockKind.RWSEM;
            case How.SEMAPHORE -> LockKind.SEMAPHORE;
            default -> LockKind.MUTEX;
        };
        event.reentrant = kind == How.LOCK || kind == How.READ_WRITE || kind == How.MAP || kind == How.READERS_FIRST;
        event.mode = (how & How.READ) != 0 ? LockMode.READ : LockMode.WRITE;
        event.tried = (how & How.TRIED) != 0;
        if (kind == How.SEMAPHORE && instance.capacity > 1) {
            event.capacity = Math.max(1, instance.capacity / permits);
        }
    }

    static long timeout(int how, @Nullable Trace trace) {
        if ((how & How.TIMED) == 0) {
            return Event.ABSENT;
        }
        return trace != null && trace.timeout > 0 ? trace.timeout : SOME_TIME;
    }

    /** It holds this already, and asks for it once more. */
    void asksAgain(Message message, Mirror mirror) {
        telling.begin(EventKind.ACQUIRE, mirror.task);
        telling.at(stacks.of(message.trace));
        event.timeout = timeout(message.how, message.trace);
        lock(message.how, Objects.requireNonNull(message.subject), 1);
        int instance = telling.instanceOf(Namespace.LOCK, Objects.requireNonNull(message.subject));
        event.instance = instance;
        event.className = names.intern(Objects.requireNonNull(message.subjectClass).name);
        telling.emit();
        telling.begin(EventKind.RELEASE, mirror.task);
        event.instance = instance;
        telling.emit();
    }

    /** Of two entries of a map it computes the value of one, and asks for that of the other one. */
    void asksForEntry(Message message, Mirror mirror) {
        int className = names.intern(Objects.requireNonNull(message.subjectClass).name);
        int first = telling.entry(Objects.requireNonNull(message.on));
        int second = telling.entry(Objects.requireNonNull(message.subject));
        for (int lock : new int[] {first, second}) {
            telling.begin(EventKind.ACQUIRE, mirror.task);
            telling.at(stacks.of(lock == first ? message.since : message.trace));
            event.instance = lock;
            event.className = className;
            event.lockKind = LockKind.MUTEX;
            event.tried = lock == first;
            telling.emit();
        }
        for (int lock : new int[] {second, first}) {
            telling.begin(EventKind.RELEASE, mirror.task);
            event.instance = lock;
            telling.emit();
        }
    }

    /** A thread holds nothing any more. */
    void releaseAll(Mirror mirror) {
        for (int i = mirror.holds.size() - 1; i >= 0; i--) {
            release(mirror, mirror.holds.remove(i));
        }
    }

    /** A lock was asked for without waiting, and not had. */
    void failed(Message message) {
        Instance lock = Objects.requireNonNull(message.subject);
        lock(message.how, lock, 1);
        event.tried = true;
        event.failed = true;
        event.instance = telling.instanceOf(Namespace.LOCK, lock);
        event.className = names.intern(Objects.requireNonNull(message.subjectClass).name);
    }

    private void release(Mirror mirror, Told told) {
        KeyLock keyLock = told.keyLock();
        if (keyLock != null) {
            keyLock.released();
        }
        int kind = told.how() & How.KIND;
        telling.begin(
                kind == How.WORK
                        ? EventKind.WORK_END
                        : kind == How.SECTION ? EventKind.SIGNALLING_END : EventKind.RELEASE,
                mirror.task);
        event.instance = told.name();
        telling.emit();
    }

    /** While a thread of a fork-join pool waits for a task, another one takes its place. */
    void leavePlace(Mirror mirror) {
        for (int i = 0; i < mirror.holds.size(); i++) {
            Told told = mirror.holds.get(i);
            if ((told.how() & How.KIND) == How.WORK && told.placed()) {
                telling.begin(EventKind.WORK_END, mirror.task);
                event.instance = told.name();
                telling.emit();
                telling.begin(EventKind.WORK_BEGIN, mirror.task);
                event.instance = instances.intern(Namespace.WORK, "#" + told.instance() + " without a place");
                event.className = told.className();
                Told now = new Told(
                        told.sequence(), told.instance(), told.how(), event.instance, told.className(), false, null);
                telling.emit();
                mirror.holds.set(i, now);
            }
        }
    }

    /** A monitor that a synchronized method waits for: it will be told as held, until the next message says what is. */
    void blocked(Message message, Mirror mirror) {
        Instance lock = Objects.requireNonNull(message.subject);
        lock(message.how, lock, 1);
        if (event.mode != LockMode.READ) {
            reads.mode(message.how, lock.lockClass);
        }
        LockClass asked = message.subjectClass;
        LockClass lockClass = asked != null && asked.isBuilt() ? asked : lock.lockClass;
        event.instance = (message.how & How.KIND) == How.CLASS_INIT || lockClass.isBuilt()
                ? telling.lockInstance(message.how, lock, lockClass)
                : telling.instanceOf(Namespace.LOCK, lock);
        event.className = names.intern(lockClass.name);
        mirror.holds.add(new Told(Mirror.NO_SEQUENCE, lock.id, message.how, event.instance));
    }

    /** A class that a thread has begun with, but whose initialiser does not run yet. */
    void begun(Instance init, Mirror mirror, Stacks.Known stack) {
        telling.begin(EventKind.ACQUIRE, mirror.task);
        telling.at(stack);
        lock(How.CLASS_INIT, init, 1);
        event.instance = telling.lockInstance(How.CLASS_INIT, init, init.lockClass);
        event.className = names.intern(init.lockClass.name);
        mirror.holds.add(new Told(Mirror.NO_SEQUENCE, init.id, How.CLASS_INIT, event.instance));
        telling.emit();
    }
}
