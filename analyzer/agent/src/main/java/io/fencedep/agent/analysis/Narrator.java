package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.ClassUses;
import io.fencedep.agent.boot.How;
import io.fencedep.agent.boot.Instance;
import io.fencedep.agent.boot.LockClass;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.Path;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.agent.boot.Trace;
import io.fencedep.core.model.ClassNames;
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

    private static final String INIT = "class-init:";

    private static final int MAX_QUEUED = 10_000;
    private static final int MAX_ALONE = 1_000;

    /** A hold that the events have told of. */
    private record Told(long sequence, long instance, int how, int name, int className, boolean placed) {
        Told(long sequence, long instance, int how, int name) {
            this(sequence, instance, how, name, Names.NONE, false);
        }
    }

    /** What the events have told of one thread. */
    private static final class Mirror {
        final int task;
        final List<Told> holds = new ArrayList<>();

        Mirror(int task) {
            this.task = task;
        }
    }

    private final Names names;
    private final Instances instances;
    private final Stacks stacks;
    private final EventSink sink;
    private final Map<ThreadState, Mirror> mirrors = new HashMap<>();
    private final TaskNames taskNames = new TaskNames();
    /** The classes of locks with readers that somebody has asked to write. */
    private final Set<String> written = new HashSet<>();
    /** The tasks that were told to be in a queue. */
    private final Set<Long> queued = new HashSet<>();
    /** What initialisers need of each other where nobody is known yet who could begin with the second one. */
    private final List<Message> alone = new ArrayList<>();

    private final Event event = new Event();
    private long count;

    Narrator(Names names, Instances instances, int stackDepth, EventSink sink) {
        this.names = names;
        this.instances = instances;
        this.stacks = new Stacks(names, stackDepth);
        this.sink = sink;
    }

    long events() {
        return count;
    }

    void tell(Message message) {
        if (isNeed(message.kind)) {
            needs(message);
            return;
        }
        ThreadState child = message.child;
        if (message.kind == Message.Kind.TASK_JOINED && message.result == 0 && child != null) {
            releaseAll(mirror(child));
        }
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
        }
    }

    /** Forgets threads that nobody can reach any more. */
    void sweep() {
        for (ThreadState each : taskNames.unreachable()) {
            ended(each);
            taskNames.release(each);
        }
    }

    /** What every thread holds now: nothing, when it has ended. */
    void observe() {
        settle();
        for (ThreadState each : threads()) {
            Thread host = each.get();
            if (host == null || host.getState() == Thread.State.TERMINATED) {
                ended(each);
            } else {
                tell(each.holdsNow());
            }
        }
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
        begin(
                EventKind.LOST,
                mirrors.isEmpty()
                        ? names.intern("unknown")
                        : mirrors.values().iterator().next().task);
        event.count = count;
        emit();
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
            if (!contains(message.sequences, size, told.sequence)) {
                mirror.holds.remove(i);
                release(mirror, told);
            }
        }
        for (int i = 0; i < size; i++) {
            long sequence = message.sequences[i];
            if (mirror.holds.stream().noneMatch(told -> told.sequence == sequence)) {
                take(mirror, message.paths[i], message.instances[i], sequence);
            }
        }
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
            case How.WORK -> begin(EventKind.WORK_BEGIN, mirror.task);
            case How.SECTION -> begin(EventKind.SIGNALLING_BEGIN, mirror.task);
            default -> begin(EventKind.ACQUIRE, mirror.task);
        }
        event.at = stack.at();
        event.stack = stack.stack();
        event.className = names.intern(lockClass.name);
        event.instance = lockInstance(how, instance);
        if (event.kind == EventKind.WORK_BEGIN) {
            queue(lockClass);
        } else if (event.kind == EventKind.ACQUIRE) {
            lock(how, instance);
            event.mode = mode(how, lockClass);
            event.timeout = timeout(how, path.trace);
        }
        boolean placed = event.queue != Names.NONE && event.capacity != Event.ABSENT;
        Told told = new Told(sequence, instance.id, how, event.instance, event.className, placed);
        emit();
        mirror.holds.add(told);
    }

    private void queue(LockClass lockClass) {
        if (lockClass.pool != null) {
            event.queue = names.intern(lockClass.pool.name());
            event.capacity = lockClass.pool.capacity() > 0 ? lockClass.pool.capacity() : Event.ABSENT;
        }
    }

    private void lock(int how, Instance instance) {
        int kind = how & How.KIND;
        event.lockKind = switch (kind) {
            case How.MONITOR, How.CLASS_INIT -> LockKind.MONITOR;
            case How.READ_WRITE, How.STAMPED -> LockKind.RWSEM;
            case How.SEMAPHORE -> LockKind.SEMAPHORE;
            default -> LockKind.MUTEX;
        };
        event.reentrant = kind == How.LOCK || kind == How.READ_WRITE;
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

    /** A reader waits for readers only behind a writer that waits, so where there is no writer it does not. */
    private LockMode mode(int how, LockClass lockClass) {
        int kind = how & How.KIND;
        if (kind != How.READ_WRITE && kind != How.STAMPED) {
            return LockMode.WRITE;
        }
        if ((how & How.READ) == 0) {
            if (written.add(lockClass.name)) {
                ThreadState.tellAgain();
            }
            return LockMode.WRITE;
        }
        return written.contains(lockClass.name) ? LockMode.READ : LockMode.RECURSIVE_READ;
    }

    private void release(Mirror mirror, Told told) {
        int kind = told.how & How.KIND;
        begin(
                kind == How.WORK
                        ? EventKind.WORK_END
                        : kind == How.SECTION ? EventKind.SIGNALLING_END : EventKind.RELEASE,
                mirror.task);
        event.instance = told.name;
        emit();
    }

    private static Namespace namespace(int how) {
        return switch (how & How.KIND) {
            case How.WORK -> Namespace.WORK;
            case How.SECTION -> Namespace.FENCE;
            default -> Namespace.LOCK;
        };
    }

    private int instanceOf(Namespace space, Instance instance) {
        return instances.intern(space, "#" + instance.id);
    }

    /** A class is two locks: its monitor, and its initialisation. */
    private int lockInstance(int how, Instance instance) {
        String prefix = (how & How.KIND) == How.CLASS_INIT ? "init#" : "#";
        return instances.intern(namespace(how), prefix + instance.id);
    }

    private int fence(Message message) {
        return fence(Objects.requireNonNull(message.subject), message.generation);
    }

    private int fence(Instance fence, int generation) {
        String name = "#" + fence.id + (generation == 0 ? "" : "." + generation);
        return instances.intern(Namespace.FENCE, name);
    }

    // ---- everything else

    private void tell(Message message, Mirror mirror) {
        Stacks.Known stack = stacks.of(message.trace);
        LockClass subjectClass = message.subjectClass;
        EventKind kind = kindOf(message.kind);
        if (kind == null) {
            return;
        }
        if ((message.how & How.HELPED) != 0) {
            leavePlace(mirror);
        }
        if (message.kind == Message.Kind.WORK_FLUSH && subjectClass != null && subjectClass.pool != null) {
            queued(Objects.requireNonNull(message.subject), subjectClass, mirror, stack);
        }
        begin(kind, mirror.task);
        event.at = stack.at();
        event.stack = stack.stack();
        event.timeout = timeout(message.how, message.trace);
        switch (message.kind) {
            case FENCE_CREATE, FENCE_SIGNAL, FENCE_WAIT -> {
                event.instance = fence(message);
                event.className = names.intern(Objects.requireNonNull(subjectClass).name);
                if (message.kind != Message.Kind.FENCE_WAIT) {
                    event.timeout = Event.ABSENT;
                }
            }
            case BLOCKED -> blocked(message, mirror);
            case FENCE_WAITED -> event.instance = fence(message);
            case WORK_FLUSH -> {
                event.instance = instanceOf(Namespace.WORK, Objects.requireNonNull(message.subject));
                event.className = names.intern(Objects.requireNonNull(subjectClass).name);
                queue(Objects.requireNonNull(subjectClass));
            }
            case FENCE_DEPEND -> {
                Instance on = Objects.requireNonNull(message.on);
                event.instance = fence(message);
                event.className = names.intern(Objects.requireNonNull(subjectClass).name);
                event.on = instances.intern(Namespace.FENCE, "#" + on.id);
            }
            case POOL_FLUSH -> queue(Objects.requireNonNull(subjectClass));
            case FAILED -> {
                lock(message.how, Objects.requireNonNull(message.subject));
                event.tried = true;
                event.failed = true;
                event.instance = instanceOf(Namespace.LOCK, Objects.requireNonNull(message.subject));
                event.className = names.intern(Objects.requireNonNull(subjectClass).name);
            }
            case RELEASE_FOR_OTHER ->
                event.instance = instanceOf(Namespace.LOCK, Objects.requireNonNull(message.subject));
            default -> {
                event.child = mirror(Objects.requireNonNull(message.child)).task;
                if (message.kind == Message.Kind.TASK_JOINED) {
                    event.result = message.result == 0 ? EventResult.OK : EventResult.TIMEOUT;
                }
            }
        }
        emit();
        if (message.kind == Message.Kind.FENCE_SIGNAL) {
            signalled(message, mirror);
        }
    }

    /** Of what is signalled again and again, the next one begins here: whoever signals it has waited for nothing yet. */
    private void signalled(Message message, Mirror mirror) {
        LockClass subjectClass = Objects.requireNonNull(message.subjectClass);
        if (subjectClass.isNotified()) {
            begin(EventKind.FENCE_CREATE, mirror.task);
            event.instance = fence(Objects.requireNonNull(message.subject), message.generation + 1);
            event.className = names.intern(subjectClass.name);
            emit();
        }
    }

    /** While a thread of a fork-join pool waits for a task, another one takes its place. */
    private void leavePlace(Mirror mirror) {
        for (int i = 0; i < mirror.holds.size(); i++) {
            Told told = mirror.holds.get(i);
            if ((told.how & How.KIND) == How.WORK && told.placed) {
                begin(EventKind.WORK_END, mirror.task);
                event.instance = told.name;
                emit();
                begin(EventKind.WORK_BEGIN, mirror.task);
                event.instance = instances.intern(Namespace.WORK, "#" + told.instance + " without a place");
                event.className = told.className;
                Told now = new Told(told.sequence, told.instance, told.how, event.instance, told.className, false);
                emit();
                mirror.holds.set(i, now);
            }
        }
    }

    private static boolean isNeed(Message.Kind kind) {
        return kind == Message.Kind.INIT_NEEDS_CLASS
                || kind == Message.Kind.INIT_NEEDED_BY_PARENT
                || kind == Message.Kind.WORK_NEEDS_CLASS
                || kind == Message.Kind.TASK_NEEDS_CLASS;
    }

    /** Somebody may have become known who can begin with a class that seemed to come after another one only. */
    void settle() {
        for (Message each : List.copyOf(alone)) {
            needEachOther(each, true);
        }
    }

    /** Whether the first of these classes may be begun by somebody who has not begun the one that it needs. */
    private static boolean canComeFirst(String first, String needed) {
        return ClassUses.ALL.canBegin(first.substring(INIT.length()), needed.substring(INIT.length()));
    }

    /** Initialisers that need each other: one of the two ways was seen, the other one is told when somebody can go it. */
    private void needEachOther(Message message, boolean again) {
        int last = message.paths.length - 1;
        if (last < 0 || message.instances.length <= last) {
            return;
        }
        Path path = message.paths[last];
        Init top = new Init(
                message.instances[last], Objects.requireNonNull(path.chain.lockClass).name, stacks.of(path.trace));
        Init other = new Init(
                Objects.requireNonNull(message.subject),
                Objects.requireNonNull(message.subjectClass).name,
                stacks.of(message.trace));
        boolean parentLast = message.kind == Message.Kind.INIT_NEEDED_BY_PARENT;
        Init first = parentLast ? other : top;
        Init second = parentLast ? top : other;
        boolean somebody = canComeFirst(first.className, second.className) || !again && alone.size() >= MAX_ALONE;
        if (again && !somebody) {
            return;
        }
        if (again) {
            alone.remove(message);
        } else if (!somebody) {
            alone.add(message);
        }
        String name = first.className.substring(INIT.length());
        takeBoth(somebody ? ClassNames.whoever(name) : ClassNames.nobody(name), first, second);
        if (parentLast && !again) {
            takeBoth(ClassNames.whoever(second.className.substring(INIT.length())), second, first);
        }
    }

    /** The initialisation of a class, and where it was begun. */
    private record Init(Instance instance, String className, Stacks.Known stack) {}

    private void takeBoth(String task, Init first, Init second) {
        int name = names.intern(task);
        int outer = acquireInit(name, first.instance, first.className, first.stack);
        int inner = acquireInit(name, second.instance, second.className, second.stack);
        releaseInit(name, inner);
        releaseInit(name, outer);
    }

    /** What would happen in another thread: it would take one thing, and then wait for the class that is initialised here. */
    private void needs(Message message) {
        Instance needed = Objects.requireNonNull(message.subject);
        LockClass subjectClass = Objects.requireNonNull(message.subjectClass);
        switch (message.kind) {
            case INIT_NEEDS_CLASS, INIT_NEEDED_BY_PARENT -> needEachOther(message, false);
            case WORK_NEEDS_CLASS -> {
                int other = names.intern("whoever runs " + subjectClass.name);
                Stacks.Known stack = stacks.of(message.trace);
                begin(EventKind.WORK_BEGIN, other);
                event.instance = instances.intern(Namespace.WORK, "run of " + subjectClass.name);
                event.className = names.intern(subjectClass.name);
                event.at = stack.at();
                event.stack = stack.stack();
                int work = event.instance;
                emit();
                releaseInit(other, acquireInit(other, needed, needed.lockClass.name, stack));
                begin(EventKind.WORK_END, other);
                event.instance = work;
                emit();
            }
            default -> {
                int task = mirror(message.thread).task;
                releaseInit(task, acquireInit(task, needed, subjectClass.name, stacks.of(message.trace)));
            }
        }
    }

    private int acquireInit(int task, Instance instance, String className, Stacks.Known stack) {
        begin(EventKind.ACQUIRE, task);
        event.lockKind = LockKind.MONITOR;
        event.instance = lockInstance(How.CLASS_INIT, instance);
        event.className = names.intern(className);
        event.at = stack.at();
        event.stack = stack.stack();
        int acquired = event.instance;
        emit();
        return acquired;
    }

    private void releaseInit(int task, int instance) {
        begin(EventKind.RELEASE, task);
        event.instance = instance;
        emit();
    }

    /** A task that is waited for was handed to its pool before; told late, and once. */
    private void queued(Instance task, LockClass taskClass, Mirror mirror, Stacks.Known stack) {
        if (!queued.add(task.id)) {
            return;
        }
        if (queued.size() > MAX_QUEUED) {
            queued.clear();
        }
        begin(EventKind.WORK_QUEUE, mirror.task);
        event.at = stack.at();
        event.stack = stack.stack();
        event.instance = instanceOf(Namespace.WORK, task);
        event.className = names.intern(taskClass.name);
        queue(taskClass);
        emit();
    }

    /** A monitor that a synchronized method waits for: it will be told as held, until the next message says what is. */
    private void blocked(Message message, Mirror mirror) {
        Instance lock = Objects.requireNonNull(message.subject);
        lock(message.how, lock);
        event.mode = mode(message.how, lock.lockClass);
        event.instance = instanceOf(Namespace.LOCK, lock);
        event.className = names.intern(lock.lockClass.name);
        mirror.holds.add(new Told(NO_SEQUENCE, lock.id, message.how, event.instance));
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

    private void begin(EventKind kind, int task) {
        event.clear();
        event.kind = kind;
        event.task = task;
    }

    private void emit() {
        count++;
        sink.accept(event);
    }
}
