package io.fencedep.core.lowering;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.RecordingSummary.Anomaly;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Toggle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns the events of one recording into its dependency graph.
 *
 * <p>Costs one look-up per event once a chain of holds has been seen; memory grows with distinct dependencies, tasks and
 * what is held or unsignalled at one time. Not thread-safe.
 */
public final class Lowering implements EventSink {
    private static final InterruptContext[] CONTEXTS = InterruptContext.values();
    /** No task holds so much at once; where releases are missing it seems so, and every line would cost more than the last. */
    private static final int MAX_HOLDS = 1024;

    private final Session session;
    private final LockLowering locks;
    private final FenceLowering fences;
    private final MemoryLowering memory;
    private final WorkLowering work;
    private final TaskLowering tasks;
    private final PageLowering pages;
    private final DeviceLowering devices;
    private long syscalls;

    /**
     * A lowering for one recording, whose reader interns into these tables.
     *
     * @param names the recording's names
     * @param instances the recording's instances; lowering tells this table which of them may be forgotten
     * @param source who recorded it, as {@link Recording#source()} says
     */
    public Lowering(Names names, Instances instances, String source) {
        session = new Session(names, instances, SourceTraits.of(source));
        WaitContexts contexts = new WaitContexts(session);
        Rings rings = new Rings();
        locks = new LockLowering(session, contexts);
        fences = new FenceLowering(session, contexts, rings);
        memory = new MemoryLowering(session, contexts);
        work = new WorkLowering(session, contexts, fences);
        tasks = new TaskLowering(session, contexts);
        pages = new PageLowering(session, contexts, rings);
        devices = new DeviceLowering(session);
    }

    /** Says before the first event that there will be no interrupts, so that nothing is kept of locks for their sake. */
    public Lowering withoutInterrupts() {
        session.usages.switchOff();
        return this;
    }

    @Override
    public void accept(Event event) {
        session.now += Session.STEP;
        if (event.kind == EventKind.LOST) {
            lost(event);
            return;
        }
        TaskState task = session.tasks.of(event.task);
        task.lastLine = event.line;
        Frame frame = enter(task, event);
        task.movesOn();
        setToggles(frame, event);
        session.usages.enabled(frame, event);
        session.learnClass(event);
        lower(event, task, frame);
        if (task.blocked.active) {
            task.blocked.line = event.line;
            task.blocked.at = event.at;
            task.blocked.stack = event.stack;
            task.blocked.driver = event.driver;
            task.blocked.level = task.level;
        }
        session.usages.enabled(frame, event);
        if (frame.count > MAX_HOLDS && session.traits.reusesNames()) {
            session.anomalies.add(Anomalies.TOO_MANY_HOLDS, event.line);
            endHolds(frame);
            task.unblock();
        }
    }

    /**
     * Ends the recording and gives its graph. To be called once.
     *
     * @param recording what identifies it
     * @param skipped how many lines its reader passed over
     * @param warnings what its reader wants people to know
     */
    public DependencyGraph finish(Recording recording, long skipped, List<String> warnings) {
        return finish(recording, skipped, Map.of(), warnings);
    }

    /**
     * As {@link #finish(Recording, long, List)}, with what the source itself told of that did not fit.
     *
     * @param told by kind
     */
    public DependencyGraph finish(Recording recording, long skipped, Map<String, Anomaly> told, List<String> warnings) {
        told.forEach((kind, anomaly) -> session.anomalies.add(kind, anomaly.firstLine(), anomaly.count()));
        pages.finish();
        new EndOfTrace(session).finish();
        List<String> all = new ArrayList<>(warnings);
        all.addAll(session.orders.finish());
        fences.finish();
        return new GraphAssembly(session, tasks, true).assemble(recording, skipped, all);
    }

    /** Grows whenever {@link #settled} may give something new; stays while all that happens was seen before. */
    public long growth() {
        return session.growth + session.observations.size();
    }

    /**
     * What stands by now and later events cannot withdraw: explicit holds that have properly ended, hand-overs, and waits
     * that a sleeping waiter bore out. What is known at the end only (habits, joined tasks, tasks that are stuck, instances
     * that were given no class yet) is not in it. May be called again and again; costs time in the size of the graph, and
     * the result shares nothing with this lowering.
     *
     * @param recording what identifies it
     */
    public DependencyGraph settled(Recording recording) {
        return new GraphAssembly(session, tasks, false).assemble(recording, 0, List.of());
    }

    /**
     * The graph that {@link #finish} would give if the recording ended now. It goes on afterwards as if nobody had asked.
     * Costs what {@code finish} does, with every call. Signals that wait for the name of a class are not in it yet.
     *
     * @param recording what identifies it
     * @param warnings what its reader wants people to know
     */
    public DependencyGraph soFar(Recording recording, List<String> warnings) {
        return new SoFar(session).graph(recording, tasks, pages, fences, warnings);
    }

    /** Says what is known beside the events; it counts until something else is said. */
    public void watched(Watched watched) {
        session.watched = watched;
    }

    /**
     * Takes an event that its task did earlier than it is told, because nobody needed to know until now.
     *
     * <p>The task itself must have done nothing else since that was told. What others were told to have done in between
     * comes after it: the event stands right behind the one at that position.
     *
     * @param position how many events had been taken by {@link #accept} when it happened
     */
    public void acceptLate(Event event, long position) {
        long present = session.now;
        session.now = Session.after(position) - Session.STEP;
        accept(event);
        session.now = present;
    }

    /**
     * Takes note that a task waited for a lock earlier, and has let go of it since, without having learned anything new.
     * It matters for what the task signals later in the same unit of work.
     *
     * @param acquire the acquire, with the class of its lock; its dependencies must be known already
     * @param position how many events had been taken by {@link #accept} when it happened
     */
    public void recall(Event acquire, long position) {
        locks.recall(acquire, session.tasks.of(acquire.task).top(), Session.after(position));
    }

    private void lower(Event event, TaskState task, Frame frame) {
        switch (event.kind) {
            case ACQUIRE -> locks.acquire(event, task, frame);
            case ACQUIRED -> locks.acquired(event, task);
            case RELEASE -> locks.release(event, task, frame);
            case DOWNGRADE -> locks.downgrade(event, task);
            case FENCE_CREATE -> fences.create(event);
            case FENCE_PUBLISH -> fences.publish(event, task, frame);
            case FENCE_SUBMIT -> fences.submit(event, task, frame);
            case FENCE_DEPEND -> fences.depend(event, frame);
            case SIGNALLING_BEGIN -> fences.beginSection(event, frame);
            case FENCE_SIGNAL -> fences.signal(event, task, frame);
            case SIGNALLING_END -> fences.endSection(event, task, frame);
            case FENCE_WAIT -> fences.await(event, task, frame);
            case FENCE_WAITED -> fences.awaited(event, task, frame);
            case FENCE_DESTROY -> fences.destroy(event);
            case WORK_QUEUE -> work.queue(event, task, frame);
            case WORK_BEGIN -> work.begin(event, frame);
            case WORK_END -> work.end(event, task, frame);
            case WORK_FLUSH -> work.flush(event, task, frame);
            case WORK_FLUSHED -> work.flushed(event);
            case TASK_START -> tasks.start(event, task);
            case TASK_JOIN -> tasks.join(event, task, frame);
            case TASK_JOINED -> tasks.joined(event, task);
            default -> lowerMemory(event, task, frame);
        }
    }

    private void lowerMemory(Event event, TaskState task, Frame frame) {
        switch (event.kind) {
            case ALLOC -> memory.alloc(event, task, frame);
            case SCOPE_BEGIN -> memory.scope(event, task, true);
            case SCOPE_END -> memory.scope(event, task, false);
            case RECLAIM_BEGIN -> memory.beginReclaim(event, frame);
            case RECLAIM_END -> memory.endReclaim(event, frame);
            case NOTIFIER_BEGIN -> memory.beginNotifier(event, frame);
            case NOTIFIER_END -> memory.endNotifier(event, task, frame);
            case DMA_BEGIN -> memory.beginDma(event);
            case DMA_END -> memory.endDma(event);
            case PAGE_GET -> pages.get(event, frame);
            case PAGE_PUT -> pages.put(event, task);
            case PAGE_PIN -> pages.pin(event);
            case PAGE_UNPIN -> pages.unpin(event);
            case PAGE_MIGRATE -> pages.migrate(event, task, frame);
            case PAGE_MIGRATED -> pages.migrated(event);
            case PAGE_EXCLUSIVE -> pages.exclusive(event);
            case RESET_BEGIN -> devices.begin(event, frame, ResourceKind.RESET);
            case RESET_END -> devices.end(event, task, frame, ResourceKind.RESET);
            case FAULT_BEGIN -> devices.begin(event, frame, ResourceKind.FAULT);
            case FAULT_END -> devices.end(event, task, frame, ResourceKind.FAULT);
            case SYSCALL_BEGIN -> beginSyscall(frame);
            case SYSCALL_END -> endSyscall(frame);
            default -> {
                // Switches of interrupts are read by setToggles; accesses to data and notes mean nothing here.
            }
        }
    }

    private void beginSyscall(Frame frame) {
        fences.unitEnds(frame);
        frame.unit.begin(true, true, session.now);
        frame.unit.syscall = ++syscalls;
    }

    private void endSyscall(Frame frame) {
        fences.unitEnds(frame);
        frame.unit.begin(session.traits.taskUnits(), false, session.now);
        frame.unit.syscall = 0;
    }

    /**
     * A task does something for the first time. What runs in a thread of a program began when that was started: it has no
     * way around what it waited for since.
     */
    private void beginUnit(TaskState task) {
        boolean known = session.traits.program() && task.started;
        task.frames[0].unit.begin(session.traits.taskUnits(), known, session.now);
    }

    /** The frame that the event happens in: the task's own, or that of an interrupt on top of it. */
    private Frame enter(TaskState task, Event event) {
        Frame top = task.frames[task.level];
        if (top.context == event.context) {
            if (task.lines++ == 0) {
                beginUnit(task);
            }
            return top;
        }
        while (task.level > 0 && task.frames[task.level].context.compareTo(event.context) > 0) {
            leave(task, event);
        }
        if (task.lines++ == 0) {
            beginUnit(task);
        }
        top = task.frames[task.level];
        if (top.context == event.context) {
            return top;
        }
        Frame frame = task.frames[++task.level];
        if (frame == null) {
            frame = new Frame(task, event.context);
            task.frames[task.level] = frame;
        }
        frame.context = CONTEXTS[event.context.ordinal()];
        frame.irqThreaded = event.irqThreaded;
        frame.irqs = Toggle.UNSAID;
        frame.softirqs = Toggle.UNSAID;
        frame.irqsInDoubt = false;
        frame.softirqsInDoubt = false;
        frame.unit.begin(true, true, session.now);
        return frame;
    }

    private void leave(TaskState task, Event event) {
        Frame frame = task.frames[task.level];
        boolean leaked = false;
        while (frame.count > 0) {
            Hold hold = frame.holds[frame.count - 1];
            leaked |= hold.lockLike;
            fences.interruptEnds(hold);
            session.end(hold);
        }
        if (leaked) {
            session.anomalies.add(Anomalies.HELD_AT_INTERRUPT_END, event.line);
        }
        task.level--;
    }

    private void setToggles(Frame frame, Event event) {
        switch (event.kind) {
            case IRQS_OFF -> frame.irqs = Toggle.NO;
            case IRQS_ON -> frame.irqs = Toggle.YES;
            case SOFTIRQS_OFF -> frame.softirqs = Toggle.NO;
            case SOFTIRQS_ON -> frame.softirqs = Toggle.YES;
            default -> {
                // Every other event only tells how things are.
            }
        }
        boolean hard = frame.context == InterruptContext.HARDIRQ || frame.context == InterruptContext.NMI;
        boolean soft = hard || frame.context == InterruptContext.SOFTIRQ;
        boolean assumed = session.traits.assumesIrqsOn();
        frame.irqsOn = isOn(event.irqs, frame.irqs, !hard && assumed && !frame.irqsInDoubt);
        frame.softirqsOn = isOn(event.softirqs, frame.softirqs, !soft && assumed && !frame.softirqsInDoubt);
        frame.irqsOff = !isOn(event.irqs, frame.irqs, true);
    }

    private static boolean isOn(Toggle said, Toggle last, boolean otherwise) {
        if (said != Toggle.UNSAID) {
            return said == Toggle.YES;
        }
        return last == Toggle.UNSAID ? otherwise : last == Toggle.YES;
    }

    private void endHolds(Frame frame) {
        while (frame.count > 0) {
            Hold hold = frame.holds[frame.count - 1];
            hold.whenBalanced = null;
            if (hold.resource instanceof Resource.Fence fence) {
                fence.duty = null;
                fence.sections = 0;
            }
            session.end(hold);
        }
    }

    /** Nothing crosses lost events: every hold, wait and unit ends. */
    private void lost(Event event) {
        if (event.count != 0) {
            session.anomalies.add(Anomalies.LOST, event.line, Math.max(1, event.count));
        }
        for (TaskState task : session.tasks.all()) {
            for (int level = task.level; level >= 0; level--) {
                Frame frame = task.frames[level];
                endHolds(frame);
                frame.irqsInDoubt = frame.irqs == Toggle.NO || frame.irqsInDoubt && frame.irqs == Toggle.UNSAID;
                frame.softirqsInDoubt =
                        frame.softirqs == Toggle.NO || frame.softirqsInDoubt && frame.softirqs == Toggle.UNSAID;
                frame.irqs = Toggle.UNSAID;
                frame.softirqs = Toggle.UNSAID;
                frame.unit.begin(session.traits.taskUnits(), false, session.now);
                frame.unit.syscall = 0;
            }
            task.level = 0;
            task.unblock();
            task.failedTries = null;
            java.util.Arrays.fill(task.scopes, 0);
        }
        session.resources.forgetStates();
        fences.forget();
        pages.lost();
        memory.lost();
    }
}
