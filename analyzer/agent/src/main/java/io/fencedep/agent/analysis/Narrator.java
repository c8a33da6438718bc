package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.How;
import io.fencedep.agent.boot.Instance;
import io.fencedep.agent.boot.LockClass;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.Path;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.agent.boot.Trace;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells messages as events. A message brings all that its thread holds; what of it was not told yet is told first, and what
 * was told and is held no more is released. So it does not matter how much was left out in between.
 */
final class Narrator {
    /** What is not known of a timeout: how long it is. */
    private static final long SOME_TIME = 1_000_000_000;

    private static final long NO_SEQUENCE = -1;

    private static final int MAX_QUEUED = 10_000;

    /** A hold that the events have told of. */
    private record Told(long sequence, long instance, int how, int name, int className, boolean placed) {
        Told(long sequence, long instance, int how, int name) {
            this(sequence, instance, how, name, Names.NONE, false);
        }
    }

    /** What the events have told of one thread. */
    static final class Mirror {
        private final int task;
        private final List<Told> holds = new ArrayList<>();
        /** How many threads it has started or joined. */
        int steps;

        private Mirror(int task) {
            this.task = task;
        }

        boolean holdsNothing() {
            return holds.isEmpty();
        }
    }

    /** Who owes a signal waits for it. */
    private static final List<EventKind> SELF =
            List.of(EventKind.SIGNALLING_BEGIN, EventKind.FENCE_WAIT, EventKind.FENCE_WAITED, EventKind.SIGNALLING_END);

    private final Names names;
    private final Instances instances;
    private final Stacks stacks;
    private final Telling telling;
    private final Event event;
    private final Initialisers initialisers;
    private final Map<ThreadState, Mirror> mirrors = new HashMap<>();
    private final TaskNames taskNames = new TaskNames();
    private final EarlyReads reads = new EarlyReads();
    /** The tasks that were told to be in a queue. */
    private final Set<Long> queued = new HashSet<>();

    Narrator(Names names, Instances instances, int stackDepth, EventSink sink) {
        this.names = names;
        this.instances = instances;
        this.stacks = new Stacks(names, stackDepth);
        this.telling = new Telling(names, instances, sink);
        this.event = telling.event;
        this.initialisers = new Initialisers(telling, stacks);
    }

    long events() {
        return telling.count();
    }

    void tell(Message message) {
        if (Initialisers.isNeed(message.kind)) {
            initialisers.needs(message, mirror(message.thread).task);
            return;
        }
        ThreadState child = message.child;
        if (message.kind == Message.Kind.TASK_JOINED && message.result == 0 && child != null) {
            releaseAll(mirror(child));
        }
        tellReadsAgain();
        Mirror mirror = mirror(message.thread);
        switch (message.kind) {
            case ACQUIRE, HOLDS -> holds(message, mirror);
            default -> {
                holds(message, mirror);
                tell(message, mirror);
            }
        }
        if (message.kind == Message.Kind.TASK_JOINED && message.result == 0 && child != null) {
            mirrors.remove(child);
            taskNames.release(child);
        }
    }

    /** A thread has ended: it holds nothing. */
    void ended(ThreadState thread) {
        Mirror mirror = mirrors.remove(thread);
        if (mirror != null) {
            releaseAll(mirror);
            tellReadsAgain();
        }
    }

    /** Forgets threads that nobody can reach any more. */
    void sweep() {
        for (ThreadState each : taskNames.unreachable()) {
            ended(each);
            taskNames.release(each);
        }
    }

    /** What initialisers need of each other is told by what is known of the program by now; the last time, all of it. */
    void settle(boolean last) {
        initialisers.settle(last);
    }

    /** What every thread holds now: nothing, when it has ended. */
    void observe() {
        settle(true);
        for (ThreadState each : threads()) {
            Thread host = each.get();
            if (host == null || host.getState() == Thread.State.TERMINATED) {
                ended(each);
            } else {
                tell(each.holdsNow());
            }
        }
        tellReadsAgain();
    }

    private void releaseAll(Mirror mirror) {
        for (int i = mirror.holds.size() - 1; i >= 0; i--) {
            release(mirror, mirror.holds.remove(i));
        }
    }

    /** The threads of which something was told. */
    List<ThreadState> threads() {
        return List.copyOf(mirrors.keySet());
    }

    /** Events were lost on the way. */
    void lost(long count) {
        telling.begin(
                EventKind.LOST,
                mirrors.isEmpty()
                        ? names.intern("unknown")
                        : mirrors.values().iterator().next().task);
        event.count = count;
        telling.emit();
        mirrors.values().forEach(mirror -> mirror.holds.clear());
    }

    private Mirror mirror(ThreadState thread) {
        Mirror known = mirrors.get(thread);
        if (known == null) {
            known = new Mirror(names.intern(taskNames.of(thread)));
            mirrors.put(thread, known);
        }
        return known;
    }

    // ---- holds

    private void holds(Message message, Mirror mirror) {
        int size = Math.min(message.paths.length, Math.min(message.instances.length, message.sequences.length));
        for (int i = mirror.holds.size() - 1; i >= 0; i--) {
            Told told = mirror.holds.get(i);
            if (!contains(message.sequences, size, told.sequence) && !isStillBlocked(message, told)) {
                mirror.holds.remove(i);
                release(mirror, told);
            }
        }
        for (int i = 0; i < size; i++) {
            long sequence = message.sequences[i];
            if (mirror.holds.stream().noneMatch(told -> told.sequence == sequence)) {
                take(mirror, message.paths[i], message.instances[i], sequence);
                initialisers.takes(message, i, stacks.of(message.paths[i].trace));
                reads.note(message, mirror, i);
            }
        }
    }

    /** Whether this is what the message says that its thread waits for, as an earlier one has. */
    private static boolean isStillBlocked(Message message, Told told) {
        return message.kind == Message.Kind.BLOCKED
                && told.sequence == NO_SEQUENCE
                && (message.subject != null && message.subject.id == told.instance
                        || message.on != null && message.on.id == told.instance);
    }

    private static boolean contains(long[] sequences, int size, long wanted) {
        for (int i = 0; i < size; i++) {
            if (sequences[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private void take(Mirror mirror, Path path, Instance instance, long sequence) {
        LockClass lockClass = Objects.requireNonNull(path.chain.lockClass);
        int how = path.how;
        Stacks.Known stack = stacks.of(path.trace);
        switch (how & How.KIND) {
            case How.WORK -> telling.begin(EventKind.WORK_BEGIN, mirror.task);
            case How.SECTION -> telling.begin(EventKind.SIGNALLING_BEGIN, mirror.task);
            default -> telling.begin(EventKind.ACQUIRE, mirror.task);
        }
        telling.at(stack);
        event.className = names.intern(lockClass.name);
        event.instance = switch (event.kind) {
            case WORK_BEGIN -> telling.run(instance, mirror.task);
            case SIGNALLING_BEGIN -> telling.section(instance, sequence == NO_SEQUENCE);
            default -> telling.lockInstance(how, instance, lockClass);
        };
        if (event.kind == EventKind.WORK_BEGIN) {
            telling.queue(lockClass);
        } else if (event.kind == EventKind.ACQUIRE) {
            lock(how, instance);
            event.mode = reads.mode(how, lockClass);
            event.timeout = timeout(how, path.trace);
        }
        boolean placed = event.queue != Names.NONE && event.capacity != Event.ABSENT;
        Told told = new Told(sequence, instance.id, how, event.instance, event.className, placed);
        telling.emit();
        mirror.holds.add(told);
        if ((how & How.KIND) == How.MAP) {
            // Of one bin only: it keeps whoever needs it from going on, but not from computing elsewhere.
            telling.begin(EventKind.DOWNGRADE, mirror.task);
            event.instance = told.name;
            telling.emit();
        }
    }

    private void lock(int how, Instance instance) {
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
            event.capacity = instance.capacity;
        }
    }

    private static long timeout(int how, @Nullable Trace trace) {
        if ((how & How.TIMED) == 0) {
            return Event.ABSENT;
        }
        return trace != null && trace.timeout > 0 ? trace.timeout : SOME_TIME;
    }

    /** Who read before anybody wrote is told to wait for other readers now, since a writer may wait between them. */
    private void tellReadsAgain() {
        for (EarlyReads.Read read = reads.next(this::isAnothers); read != null; read = reads.next(this::isAnothers)) {
            for (int i = 0; i < read.paths().size(); i++) {
                take(read.mirror(), read.paths().get(i), read.taken().get(i), NO_SEQUENCE);
            }
            Message again = read.again();
            if (again != null) {
                asksAgain(again, read.mirror());
            }
            releaseAll(read.mirror());
        }
    }

    /** It holds this already, and asks for it once more. */
    private void asksAgain(Message message, Mirror mirror) {
        telling.begin(EventKind.ACQUIRE, mirror.task);
        telling.at(stacks.of(message.trace));
        event.timeout = timeout(message.how, message.trace);
        lock(message.how, Objects.requireNonNull(message.subject));
        int instance = telling.instanceOf(Namespace.LOCK, Objects.requireNonNull(message.subject));
        event.instance = instance;
        event.className = names.intern(Objects.requireNonNull(message.subjectClass).name);
        telling.emit();
        telling.begin(EventKind.RELEASE, mirror.task);
        event.instance = instance;
        telling.emit();
    }

    /** Whether the thread is gone and another one has its name. */
    private boolean isAnothers(EarlyReads.Read read) {
        Mirror mirror = read.mirror();
        return mirrors.get(read.thread()) != mirror
                && mirrors.values().stream().anyMatch(each -> each.task == mirror.task);
    }

    private void release(Mirror mirror, Told told) {
        int kind = told.how & How.KIND;
        telling.begin(
                kind == How.WORK
                        ? EventKind.WORK_END
                        : kind == How.SECTION ? EventKind.SIGNALLING_END : EventKind.RELEASE,
                mirror.task);
        event.instance = told.name;
        telling.emit();
    }

    private int fence(Message message) {
        return telling.fence(Objects.requireNonNull(message.subject), message.generation);
    }

    // ---- everything else

    private void tell(Message message, Mirror mirror) {
        Stacks.Known stack = stacks.of(message.trace);
        LockClass subjectClass = message.subjectClass;
        if (message.kind == Message.Kind.WAITS_FOR_ITSELF) {
            waitsForItself(message, mirror, stack);
            return;
        }
        if (message.kind == Message.Kind.ANOTHER) {
            if (!reads.notesAgain(message, mirror)) {
                asksAgain(message, mirror);
            }
            return;
        }
        EventKind kind = kindOf(message.kind);
        if (kind == null) {
            return;
        }
        if (mirror.holds.stream().anyMatch(told -> isStillBlocked(message, told))) {
            return;
        }
        if ((message.how & How.HELPED) != 0) {
            leavePlace(mirror);
        }
        if (message.kind == Message.Kind.WORK_FLUSH && subjectClass != null && subjectClass.pool != null) {
            queued(Objects.requireNonNull(message.subject), subjectClass, mirror, stack);
        }
        if (message.kind == Message.Kind.BLOCKED && message.on != null) {
            begun(message.on, mirror, stack);
        }
        telling.begin(kind, mirror.task);
        telling.at(stack);
        event.timeout = timeout(message.how, message.trace);
        switch (message.kind) {
            case FENCE_CREATE, FENCE_SIGNAL, FENCE_WAIT -> {
                event.instance = fence(message);
                event.className = names.intern(Objects.requireNonNull(subjectClass).name);
                if (message.kind != Message.Kind.FENCE_WAIT) {
                    event.timeout = Event.ABSENT;
                }
                if (message.result > 0) {
                    event.count = message.result;
                }
            }
            case BLOCKED -> blocked(message, mirror);
            case FENCE_WAITED -> event.instance = fence(message);
            case WORK_FLUSH -> {
                event.instance = telling.instanceOf(Namespace.WORK, Objects.requireNonNull(message.subject));
                event.className = names.intern(Objects.requireNonNull(subjectClass).name);
                telling.queue(Objects.requireNonNull(subjectClass));
            }
            case FENCE_DEPEND -> {
                Instance on = Objects.requireNonNull(message.on);
                event.instance = fence(message);
                event.className = names.intern(Objects.requireNonNull(subjectClass).name);
                event.on = instances.intern(Namespace.FENCE, "#" + on.id);
            }
            case POOL_FLUSH -> telling.queue(Objects.requireNonNull(subjectClass));
            case FAILED -> {
                lock(message.how, Objects.requireNonNull(message.subject));
                event.tried = true;
                event.failed = true;
                event.instance = telling.instanceOf(Namespace.LOCK, Objects.requireNonNull(message.subject));
                event.className = names.intern(Objects.requireNonNull(subjectClass).name);
            }
            case RELEASE_FOR_OTHER ->
                event.instance = telling.instanceOf(Namespace.LOCK, Objects.requireNonNull(message.subject));
            default -> {
                event.child = mirror(Objects.requireNonNull(message.child)).task;
                mirror.steps++;
                if (message.kind == Message.Kind.TASK_JOINED) {
                    event.result = message.result == 0 ? EventResult.OK : EventResult.TIMEOUT;
                }
            }
        }
        telling.emit();
        if (message.kind == Message.Kind.FENCE_SIGNAL) {
            signalled(message, mirror);
        }
    }

    private void waitsForItself(Message message, Mirror mirror, Stacks.Known stack) {
        int name = names.intern(Objects.requireNonNull(message.subjectClass).name);
        for (EventKind each : SELF) {
            telling.begin(each, mirror.task);
            telling.at(stack);
            event.instance = fence(message);
            event.className = each == EventKind.FENCE_WAITED || each == EventKind.SIGNALLING_END ? Names.NONE : name;
            telling.emit();
        }
    }

    /** Of what is signalled again and again, the next one begins here: whoever signals it has waited for nothing yet. */
    private void signalled(Message message, Mirror mirror) {
        LockClass subjectClass = Objects.requireNonNull(message.subjectClass);
        if (subjectClass.isNotified()) {
            telling.begin(EventKind.FENCE_CREATE, mirror.task);
            event.instance = telling.fence(Objects.requireNonNull(message.subject), message.generation + 1);
            event.className = names.intern(subjectClass.name);
            telling.emit();
        }
    }

    /** While a thread of a fork-join pool waits for a task, another one takes its place. */
    private void leavePlace(Mirror mirror) {
        for (int i = 0; i < mirror.holds.size(); i++) {
            Told told = mirror.holds.get(i);
            if ((told.how & How.KIND) == How.WORK && told.placed) {
                telling.begin(EventKind.WORK_END, mirror.task);
                event.instance = told.name;
                telling.emit();
                telling.begin(EventKind.WORK_BEGIN, mirror.task);
                event.instance = instances.intern(Namespace.WORK, "#" + told.instance + " without a place");
                event.className = told.className;
                Told now = new Told(told.sequence, told.instance, told.how, event.instance, told.className, false);
                telling.emit();
                mirror.holds.set(i, now);
            }
        }
    }

    /** A task that is waited for was handed to its pool before; told late, and once. */
    private void queued(Instance task, LockClass taskClass, Mirror mirror, Stacks.Known stack) {
        if (!queued.add(task.id)) {
            return;
        }
        if (queued.size() > MAX_QUEUED) {
            queued.clear();
        }
        telling.begin(EventKind.WORK_QUEUE, mirror.task);
        telling.at(stack);
        event.instance = telling.instanceOf(Namespace.WORK, task);
        event.className = names.intern(taskClass.name);
        telling.queue(taskClass);
        telling.emit();
    }

    /** A monitor that a synchronized method waits for: it will be told as held, until the next message says what is. */
    private void blocked(Message message, Mirror mirror) {
        Instance lock = Objects.requireNonNull(message.subject);
        lock(message.how, lock);
        if (event.mode != LockMode.READ) {
            reads.mode(message.how, lock.lockClass);
        }
        event.instance = (message.how & How.KIND) == How.CLASS_INIT
                ? telling.lockInstance(message.how, lock, lock.lockClass)
                : telling.instanceOf(Namespace.LOCK, lock);
        event.className = names.intern(lock.lockClass.name);
        mirror.holds.add(new Told(NO_SEQUENCE, lock.id, message.how, event.instance));
    }

    /** A class that a thread has begun with, but whose initialiser does not run yet. */
    private void begun(Instance init, Mirror mirror, Stacks.Known stack) {
        telling.begin(EventKind.ACQUIRE, mirror.task);
        telling.at(stack);
        lock(How.CLASS_INIT, init);
        event.instance = telling.lockInstance(How.CLASS_INIT, init, init.lockClass);
        event.className = names.intern(init.lockClass.name);
        mirror.holds.add(new Told(NO_SEQUENCE, init.id, How.CLASS_INIT, event.instance));
        telling.emit();
    }

    private static @Nullable EventKind kindOf(Message.Kind kind) {
        return switch (kind) {
            case FENCE_CREATE -> EventKind.FENCE_CREATE;
            case FENCE_SIGNAL -> EventKind.FENCE_SIGNAL;
            case FENCE_WAIT -> EventKind.FENCE_WAIT;
            case FENCE_WAITED -> EventKind.FENCE_WAITED;
            case FENCE_DEPEND -> EventKind.FENCE_DEPEND;
            case WORK_FLUSH, POOL_FLUSH -> EventKind.WORK_FLUSH;
            case FAILED, BLOCKED -> EventKind.ACQUIRE;
            case RELEASE_FOR_OTHER -> EventKind.RELEASE;
            case TASK_START -> EventKind.TASK_START;
            case TASK_JOIN -> EventKind.TASK_JOIN;
            case TASK_JOINED -> EventKind.TASK_JOINED;
            default -> null;
        };
    }
}
