package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.How;
import io.fencedep.agent.boot.Instance;
import io.fencedep.agent.boot.LockClass;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Toggle;
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
    private static final int MAX_QUEUED = 10_000;

    /** Who owes a signal waits for it. */
    private static final List<EventKind> SELF =
            List.of(EventKind.SIGNALLING_BEGIN, EventKind.FENCE_WAIT, EventKind.FENCE_WAITED, EventKind.SIGNALLING_END);

    private final Names names;
    private final Stacks stacks;
    private final Telling telling;
    private final Event event;
    private final Initialisers initialisers;
    private final Map<ThreadState, Mirror> mirrors = new HashMap<>();
    private final TaskNames taskNames = new TaskNames();
    private final EarlyReads reads = new EarlyReads();
    private final HoldEvents holds;
    /** The tasks that were told to be in a queue. */
    private final Set<Long> queued = new HashSet<>();

    Narrator(Names names, Instances instances, int stackDepth, EventSink sink) {
        this.names = names;
        this.stacks = new Stacks(names, stackDepth);
        this.telling = new Telling(names, instances, sink);
        this.event = telling.event;
        this.initialisers = new Initialisers(telling, stacks);
        this.holds = new HoldEvents(telling, stacks, initialisers, reads);
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
            holds.releaseAll(mirror(child));
        }
        tellReadsAgain();
        Mirror mirror = mirror(message.thread);
        holds.bring(message, mirror);
        if (message.kind != Message.Kind.ACQUIRE && message.kind != Message.Kind.HOLDS) {
            tell(message, mirror);
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
            holds.releaseAll(mirror);
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
                tell(each.view().holdsNow());
            }
        }
        tellReadsAgain();
    }

    /** A thread has ended with what it holds, which is held still. */
    void endedHolding(ThreadState thread) {
        tell(thread.view().holdsNow());
        telling.begin(EventKind.MARK, mirror(thread).task);
        telling.emit();
    }

    /** The name of a thread, as of a task. */
    int task(ThreadState thread) {
        return mirror(thread).task;
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
            known = new Mirror(thread, names.intern(taskNames.of(thread)));
            mirrors.put(thread, known);
        }
        return known;
    }

    /** Who read before anybody wrote is told to wait for other readers now, since a writer may wait between them. */
    private void tellReadsAgain() {
        for (EarlyReads.Read read = reads.next(this::isAnothers); read != null; read = reads.next(this::isAnothers)) {
            for (int i = 0; i < read.paths().size(); i++) {
                holds.take(read.mirror(), read.paths().get(i), read.taken().get(i), Mirror.NO_SEQUENCE);
            }
            Message again = read.again();
            if (again != null) {
                holds.asksAgain(again, read.mirror());
            }
            holds.releaseAll(read.mirror());
        }
    }

    /** Whether the thread is gone and another one has its name. */
    private boolean isAnothers(EarlyReads.Read read) {
        Mirror mirror = read.mirror();
        return mirrors.get(read.thread()) != mirror
                && mirrors.values().stream().anyMatch(each -> each.task == mirror.task);
    }

    private int fence(Message message) {
        return fence(message, message.generation);
    }

    private int fence(Message message, int generation) {
        Instance fence = Objects.requireNonNull(message.subject);
        LockClass known = message.subjectClass;
        return telling.fence(fence, known == null ? fence.lockClass : known, generation);
    }

    /** What a message tells beside holds. */
    private void tell(Message message, Mirror mirror) {
        if (message.kind == Message.Kind.WAITS_FOR_ITSELF) {
            waitsForItself(message, mirror);
        } else if (message.kind == Message.Kind.ASKS_FOR_ENTRY) {
            holds.asksForEntry(message, mirror);
        } else if (message.kind == Message.Kind.ANOTHER) {
            if (!reads.notesAgain(message, mirror)) {
                holds.asksAgain(message, mirror);
            }
        } else {
            EventKind kind = kindOf(message.kind);
            if (kind != null && mirror.holds.stream().noneMatch(told -> told.isStillBlocked(message))) {
                tellBefore(message, mirror);
                telling.begin(kind, mirror.task);
                telling.at(stacks.of(message.trace));
                fill(message, mirror);
                telling.emit();
                if (message.kind == Message.Kind.FENCE_SIGNAL) {
                    signalled(message, mirror);
                }
            }
        }
    }

    /** What has to be told before the message itself. */
    private void tellBefore(Message message, Mirror mirror) {
        LockClass subjectClass = message.subjectClass;
        if ((message.how & How.HELPED) != 0) {
            holds.leavePlace(mirror);
        }
        if (message.kind == Message.Kind.WORK_FLUSH && subjectClass != null && subjectClass.pool != null) {
            queued(message, mirror);
        }
        if (message.kind == Message.Kind.BLOCKED && message.on != null) {
            holds.begun(message.on, mirror, stacks.of(message.trace));
        }
    }

    private void fill(Message message, Mirror mirror) {
        event.timeout = HoldEvents.timeout(message.how, message.trace);
        switch (message.kind) {
            case FENCE_CREATE, FENCE_SIGNAL -> {
                event.instance = fence(message);
                event.className = subjectClass(message);
                event.timeout = Event.ABSENT;
                event.count = message.result > 0 ? message.result : event.count;
            }
            case FENCE_WAIT -> {
                event.instance = fence(message);
                event.className = subjectClass(message);
                event.slept = (message.how & How.PASSED) != 0 ? Toggle.NO : Toggle.UNSAID;
                event.begun = (message.how & How.BEGUN) != 0;
            }
            case FENCE_WAITED -> event.instance = fence(message);
            case FENCE_DEPEND -> {
                event.instance = fence(message);
                event.className = subjectClass(message);
                Instance on = Objects.requireNonNull(message.on);
                event.on = telling.fence(on, on.lockClass, 0);
            }
            case WORK_FLUSH -> {
                event.instance = telling.instanceOf(Namespace.WORK, Objects.requireNonNull(message.subject));
                event.begun = (message.how & How.BEGUN) != 0;
                if (message.subjectClass != null) {
                    event.className = subjectClass(message);
                    telling.queue(message.subjectClass);
                }
            }
            case POOL_FLUSH -> telling.queue(Objects.requireNonNull(message.subjectClass));
            case BLOCKED -> holds.blocked(message, mirror);
            case FAILED -> holds.failed(message);
            case RELEASE_FOR_OTHER ->
                event.instance = telling.lockInstance(
                        How.SEMAPHORE,
                        Objects.requireNonNull(message.subject),
                        Objects.requireNonNull(message.subjectClass));
            default -> {
                event.child = mirror(Objects.requireNonNull(message.child)).task;
                mirror.steps++;
                if (message.kind == Message.Kind.TASK_JOINED) {
                    event.result = message.result == 0 ? EventResult.OK : EventResult.TIMEOUT;
                }
            }
        }
    }

    private int subjectClass(Message message) {
        return names.intern(Objects.requireNonNull(message.subjectClass).name);
    }

    private void waitsForItself(Message message, Mirror mirror) {
        Stacks.Known stack = stacks.of(message.trace);
        int name = subjectClass(message);
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
            event.instance = fence(message, message.generation + 1);
            event.className = names.intern(subjectClass.name);
            event.slept = Toggle.NO;
            telling.emit();
        }
    }

    /** A task that is waited for was handed to its pool before; told late, and once. */
    private void queued(Message message, Mirror mirror) {
        Instance task = Objects.requireNonNull(message.subject);
        if (!queued.add(task.id)) {
            return;
        }
        if (queued.size() > MAX_QUEUED) {
            queued.clear();
        }
        telling.begin(EventKind.WORK_QUEUE, mirror.task);
        telling.at(stacks.of(message.trace));
        event.instance = telling.instanceOf(Namespace.WORK, task);
        event.className = subjectClass(message);
        telling.queue(Objects.requireNonNull(message.subjectClass));
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
