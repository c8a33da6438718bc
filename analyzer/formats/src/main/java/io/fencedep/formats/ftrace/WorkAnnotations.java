package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ftrace.FtraceTask.Step;
import io.fencedep.formats.ftrace.FtraceTask.WorkState;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;

/**
 * Makes work events of the pseudo-locks that the kernel takes for work items.
 *
 * <pre>
 * lock_acquire: 00000000d42678ec (wq_completion)lkbug_wq          an item is about to run ..
 * lock_acquire: 00000000b53e0097 (work_completion)(&amp;j-&gt;w)          .. of this class
 * workqueue_execute_start: work struct 00000000a34dc358: function lk_reset_fn [lkbug]
 * workqueue_execute_end: work struct 00000000a34dc358: function lk_reset_fn [lkbug]
 * lock_release: 00000000b53e0097 (work_completion)(&amp;j-&gt;w)
 * lock_release: 00000000d42678ec (wq_completion)lkbug_wq
 *
 * lock_acquire: 00000000f68343dc read rcu_read_lock                somebody flushes an item; the wait
 * lock_acquire: 000000008099ecbd (work_completion)(&amp;j-&gt;w)          comes after rcu_read_lock is released
 * lock_release: 000000008099ecbd (work_completion)(&amp;j-&gt;w)
 * lock_release: 00000000f68343dc rcu_read_lock
 *
 * lock_acquire: 00000000d42678ec (wq_completion)lkbug_wq          somebody flushes the queue
 * lock_release: 00000000d42678ec (wq_completion)lkbug_wq
 * </pre>
 *
 * <p>An item that was declared static has a lock named like its variable ({@code d_work}). A flush of it looks like any
 * lock, and may come before the item first runs: such an item goes by its function, and holds that lock besides. Where
 * {@code flush_work} is recorded, or the name ends in {@code ).work}, it is a work item like others.
 *
 * <p>What the annotations announce is said when the line after them shows what they meant; if none follows, at the end.
 */
final class WorkAnnotations {
    /** Where in a work item the kernel keeps its lock annotation, on 64 bit. */
    private static final long ANNOTATION_OFFSET = 32;
    /** Addresses of the kernel's half start here; hashed ones are below. */
    private static final int ADDRESS_SIGN_BITS = 16;

    private final Output output;
    private final LockNames lockNames;
    /** From a function to the class of its items; {@link Names#NONE} when there are several. */
    private final Int2IntOpenHashMap classes = new Int2IntOpenHashMap();

    WorkAnnotations(Output output, LockNames lockNames) {
        this.output = output;
        this.lockNames = lockNames;
    }

    /** Whether this acquisition was taken care of. */
    boolean acquire(
            FtraceLine line, FtraceTask task, int name, int traits, int addressFrom, int addressTo, int instance) {
        task.reclaims |= (traits & LockNames.RECLAIM) != 0;
        WorkState work = task.work;
        if (work.step != Step.NONE && work.context != line.context) {
            return false;
        }
        boolean isQueue = (traits & LockNames.QUEUE) != 0;
        boolean isWork = (traits & LockNames.WORK) != 0;
        boolean next = work.step == Step.QUEUE && !isQueue && (traits & LockNames.RCU) == 0;
        if (next && mayBeItem(line, work, name)) {
            open(line, work, Step.ITEM);
            work.className = name;
            work.workInstance = workInstance(line, addressFrom, addressTo);
            work.lockInstance = instance;
            return true;
        }
        if (next) {
            flushesQueue(work);
        }
        if (work.step == Step.FLUSH && isQueue && work.queue == Names.NONE) {
            work.queue = lockNames.queue(name);
            return true;
        }
        if ((traits & LockNames.RCU) != 0) {
            work.rcuDepth++;
            return false;
        }
        if (isQueue || isWork || !work.waitsForRcu()) {
            settle(line, task);
        }
        if (isQueue) {
            open(line, work, Step.QUEUE);
            work.queue = lockNames.queue(name);
        } else if (isWork) {
            open(line, work, Step.FLUSH);
            work.untilRcuEnds = task.rcuDepth > 0;
            work.queue = Names.NONE;
            work.className = name;
            work.workInstance = workInstance(line, addressFrom, addressTo);
        }
        return isQueue || isWork;
    }

    /**
     * Whether this lock may be what stands for an item, right after what stands for its queue. lockdep may also print a
     * report in between, with interrupts off, for whoever flushes the queue.
     */
    private boolean mayBeItem(FtraceLine line, WorkState work, int name) {
        boolean interruptsWentOff = line.irqs == Toggle.NO && work.irqs != Toggle.NO;
        return !interruptsWentOff && lockNames.mayBeWork(name);
    }

    private static void flushesQueue(WorkState work) {
        work.step = Step.FLUSH;
        work.className = Names.NONE;
    }

    /** Whether this release was taken care of. */
    boolean release(FtraceLine line, FtraceTask task, int name, int traits) {
        if ((traits & LockNames.RECLAIM) != 0) {
            task.reclaims = false;
        }
        WorkState work = task.work;
        if (work.swallow == name) {
            work.swallow = Names.NONE;
            return true;
        }
        if (work.step != Step.NONE && work.context == line.context) {
            return releaseWhileOpen(line, task, name, traits);
        }
        if ((traits & LockNames.WORK) != 0 && work.byAnnotation) {
            end(line, task);
        }
        return (traits & (LockNames.WORK | LockNames.QUEUE)) != 0;
    }

    private boolean releaseWhileOpen(FtraceLine line, FtraceTask task, int name, int traits) {
        WorkState work = task.work;
        boolean annotation = (traits & (LockNames.WORK | LockNames.QUEUE)) != 0;
        switch (work.step) {
            case QUEUE -> {
                if ((traits & LockNames.QUEUE) != 0) {
                    open(line, work, Step.FLUSH);
                    flushesQueue(work);
                    return true;
                }
            }
            case ITEM -> {
                if (work.className == name) {
                    settle(line, task);
                    end(line, task);
                    return true;
                }
            }
            default -> {}
        }
        if (!annotation && (traits & LockNames.RCU) == 0 && !work.waitsForRcu()) {
            settle(line, task);
        }
        return annotation;
    }

    /** To be called after a release of an RCU section: a flush waits once it has left that. */
    void afterRcu(FtraceLine line, FtraceTask task) {
        WorkState work = task.work;
        if (line.context == InterruptContext.TASK && task.rcuDepth > 0) {
            task.rcuDepth--;
        }
        if (work.step == Step.NONE || work.context != line.context) {
            return;
        }
        boolean inner = work.rcuDepth > 0 && work.untilRcuEnds;
        work.rcuDepth = Math.max(0, work.rcuDepth - 1);
        if (work.step == Step.FLUSH && !inner && work.rcuDepth == 0) {
            settle(line, task);
        }
    }

    /** The task goes to sleep: it is in no RCU section, even if the recording missed the end of one. */
    void sleeps(FtraceLine line, FtraceTask task) {
        task.rcuDepth = 0;
        settle(line, task);
    }

    /** Says what the annotations meant that have come so far: no more will come. */
    void settle(FtraceLine line, FtraceTask task) {
        WorkState work = task.work;
        if (work.step == Step.NONE || work.context != line.context) {
            return;
        }
        Step step = work.step;
        work.step = Step.NONE;
        work.untilRcuEnds = false;
        if (step == Step.ITEM) {
            boolean named = (lockNames.of(work.className) & LockNames.WORK) != 0;
            Event event = start(EventKind.WORK_BEGIN, line, task);
            event.instance = work.workInstance;
            event.className = work.className;
            event.queue = work.queue;
            output.emit();
            work.running = work.workInstance;
            work.byAnnotation = true;
            if (!named) {
                lockNames.add(work.className, LockNames.WORK);
            }
            return;
        }
        if (step == Step.FLUSH && work.className != Names.NONE) {
            Event event = start(EventKind.WORK_FLUSH, line, task);
            event.instance = work.workInstance;
            event.className = work.className;
            output.emit();
        }
        if (work.queue != Names.NONE) {
            Event event = start(EventKind.WORK_FLUSH, line, task);
            event.queue = work.queue;
            output.emit();
        }
    }

    /**
     * A work item starts: its annotations, if there were any, are its class and queue.
     *
     * @param function the name of its function, its class when there is nothing better
     * @param module the name of the function's module
     */
    void begin(FtraceLine line, FtraceTask task, int instance, int function, int module) {
        WorkState work = task.work;
        boolean announced = work.step != Step.NONE && work.context == line.context;
        boolean item = announced && work.step == Step.ITEM;
        if (announced && work.step == Step.FLUSH) {
            settle(line, task);
        }
        int queue = announced && work.step != Step.NONE ? work.queue : Names.NONE;
        boolean named = item && (lockNames.of(work.className) & LockNames.WORK) != 0;
        if (announced) {
            work.step = Step.NONE;
            work.untilRcuEnds = false;
        }
        int className = named ? work.className : function;
        learn(function, className);
        Event event = output.start(EventKind.WORK_BEGIN, line, task);
        event.instance = instance;
        event.className = className;
        event.queue = queue;
        event.at = function;
        event.driver = module;
        output.emit();
        work.running = instance;
        work.byAnnotation = false;
        if (item && !named) {
            takeCompanion(line, task);
        }
    }

    /** This work item ends, which this task runs. */
    void end(FtraceLine line, FtraceTask task, int instance) {
        task.work.running = instance;
        end(line, task);
    }

    private void end(FtraceLine line, FtraceTask task) {
        WorkState work = task.work;
        settle(line, task);
        if (work.companion != Names.NONE) {
            Event event = output.start(EventKind.RELEASE, line, task);
            event.instance = work.companionInstance;
            event.className = work.companion;
            output.emit();
            work.swallow = work.companion;
            work.companion = Names.NONE;
        }
        if (work.running != Instances.NONE) {
            Event event = output.start(EventKind.WORK_END, line, task);
            event.instance = work.running;
            output.emit();
            work.running = Instances.NONE;
        }
        work.byAnnotation = false;
    }

    /** {@code flush_work} was called for this work: the lock at a known place in it is its annotation. */
    void flushes(FtraceTask task, long work) {
        task.work.flushed = work;
    }

    /** Whether the lock at this address belongs to the work that {@code flush_work} was called for. */
    boolean isFlushed(FtraceTask task, long lock) {
        return lock == task.work.flushed + ANNOTATION_OFFSET;
    }

    /** The class of the items that run this function, or {@link Names#NONE} when there are none or several yet. */
    int classOf(int function) {
        return classes.getOrDefault(function, Names.NONE);
    }

    private void learn(int function, int className) {
        if (function == Names.NONE) {
            return;
        }
        int known = classes.putIfAbsent(function, className);
        if (known != Names.NONE && known != className) {
            classes.put(function, known == function ? className : Names.NONE);
        }
    }

    private void takeCompanion(FtraceLine line, FtraceTask task) {
        WorkState work = task.work;
        lockNames.add(work.className, LockNames.MAP);
        work.companion = work.className;
        work.companionInstance = work.lockInstance;
        Event event = output.start(EventKind.ACQUIRE, line, task);
        event.instance = work.companionInstance;
        event.className = work.companion;
        event.lockKind = LockKind.MAP;
        output.emit();
    }

    private static void open(FtraceLine line, WorkState work, Step step) {
        work.step = step;
        work.context = line.context;
        work.line = line.number;
        work.time = line.time;
        work.irqs = line.irqs;
        work.softirqs = line.softirqs;
        work.rcuDepth = 0;
        work.untilRcuEnds = false;
    }

    /** An event of the line that opened the step. */
    private Event start(EventKind kind, FtraceLine line, FtraceTask task) {
        Event event = output.start(kind, line, task);
        event.line = task.work.line;
        event.time = task.work.time;
        event.irqs = task.work.irqs;
        event.softirqs = task.work.softirqs;
        return event;
    }

    /** The work whose annotation is at this address; hashed addresses say nothing of each other. */
    private int workInstance(FtraceLine line, int addressFrom, int addressTo) {
        long address = Bytes.hex(line.bytes, addressFrom, addressTo);
        if (address >> Long.SIZE - ADDRESS_SIGN_BITS == -1) {
            return output.instance(Namespace.WORK, Long.toHexString(address - ANNOTATION_OFFSET));
        }
        return output.instance(Namespace.WORK, line.bytes, addressFrom, addressTo);
    }
}
