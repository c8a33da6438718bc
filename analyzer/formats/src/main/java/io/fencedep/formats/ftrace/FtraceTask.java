package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Toggle;
import java.util.Arrays;

/** A thread of the kernel, or the idle loop of one CPU, and what must be remembered of its last lines. */
final class FtraceTask {
    /** How many held locks are remembered; more than any kernel allows at once. */
    private static final int MAX_HELD = 64;

    static final long UNTOLD = -1;

    /** What it is called, and its id among the names, as long as that was not given back. */
    private final byte[] text;

    private int name;
    private int returns;
    /** The line that it did last. */
    long lastLine;

    /** What {@link WorkAnnotations} expects of this task. */
    final WorkState work = new WorkState();

    /** Whether it holds the kernel's own annotation of reclaim. */
    boolean reclaims;

    /** In how many RCU sections it is, interrupts apart. */
    int rcuDepth;

    /** Whether it reclaims memory, and said so itself. */
    boolean saidReclaim;

    /** Whether that is known by a shrinker alone. */
    boolean shrinks;

    /** The class of the completion that it waits for. */
    int awaitedClass = Names.NONE;

    /** The completion that it waits for, and whether that took a wait. */
    int awaited = Instances.NONE;

    Toggle slept = Toggle.UNSAID;

    /** How often it went to sleep or was woken, as far as the scheduler told. */
    long sleeps;

    /** {@link #sleeps} when it began to wait, or {@link #UNTOLD}. */
    long sleepsBefore = UNTOLD;

    /** What it is about to do with the lock of an address space. */
    final MmapLockEvents.Pending mmap = new MmapLockEvents.Pending();

    /** The job of a GPU that it is handing to the hardware. */
    int job = Instances.NONE;

    /** The fence of the GPU scheduler that it made last. */
    long fenceContext = UNTOLD;

    long fenceSeqno;

    private long[] heldAddresses = {};
    private int[] heldInstances = {};
    private int heldCount;

    FtraceTask(byte[] text, Names names) {
        this.text = text;
        name = names.internTask(text, 0, text.length);
        returns = names.returns();
    }

    /** Its id among the names. */
    int name(Names names) {
        if (returns != names.returns()) {
            name = names.internTask(text, 0, text.length);
            returns = names.returns();
        }
        return name;
    }

    /** Whether nothing would be lost if it were forgotten. */
    boolean isIdle() {
        return work.running == Instances.NONE
                && !work.busy()
                && work.companion == Names.NONE
                && !reclaims
                && !saidReclaim
                && rcuDepth == 0
                && awaited == Instances.NONE
                && mmap.lock == Instances.NONE
                && mmap.written == Instances.NONE
                && job == Instances.NONE
                && heldCount == 0;
    }

    /** Remembers a lock by its address, so that it can be found when a later line names it as {@code nest}. */
    void hold(long address, int instance) {
        if (heldCount == heldAddresses.length) {
            if (heldCount == MAX_HELD) {
                System.arraycopy(heldAddresses, 1, heldAddresses, 0, --heldCount);
                System.arraycopy(heldInstances, 1, heldInstances, 0, heldCount);
            } else {
                heldAddresses = Arrays.copyOf(heldAddresses, Math.max(8, heldCount * 2));
                heldInstances = Arrays.copyOf(heldInstances, heldAddresses.length);
            }
        }
        heldAddresses[heldCount] = address;
        heldInstances[heldCount++] = instance;
    }

    /** Forgets the last lock that was taken at this address. */
    void drop(long address) {
        for (int i = heldCount - 1; i >= 0; i--) {
            if (heldAddresses[i] == address) {
                heldCount--;
                System.arraycopy(heldAddresses, i + 1, heldAddresses, i, heldCount - i);
                System.arraycopy(heldInstances, i + 1, heldInstances, i, heldCount - i);
                return;
            }
        }
    }

    /** The lock at this address that the task holds, or {@link Instances#NONE}. */
    int held(long address) {
        for (int i = heldCount - 1; i >= 0; i--) {
            if (heldAddresses[i] == address) {
                return heldInstances[i];
            }
        }
        return Instances.NONE;
    }

    /** Forgets what was open: events are missing. */
    void reset() {
        work.reset();
        reclaims = false;
        rcuDepth = 0;
        saidReclaim = false;
        shrinks = false;
        awaited = Instances.NONE;
        sleepsBefore = UNTOLD;
        mmap.reset();
        job = Instances.NONE;
        fenceContext = UNTOLD;
        heldCount = 0;
    }

    /** Where a task stands in the lines that a work item prints around itself. */
    static final class WorkState {
        /** What came last of the lines that belong together. */
        Step step = Step.NONE;
        /** In which context; lines of other contexts do not disturb. */
        InterruptContext context = InterruptContext.TASK;
        /** The name of the queue, without its prefix. */
        int queue;
        /** The class of the item, as its lock annotation calls it, and that annotation's instances as work and as lock. */
        int className;

        int workInstance;
        int lockInstance;
        /** Of the line that opened the step. */
        long line;

        long time;
        Toggle irqs = Toggle.UNSAID;
        Toggle softirqs = Toggle.UNSAID;
        /** How many RCU sections began since then: lockdep itself has some in between. */
        int rcuDepth;
        /** Whether the step is inside of an RCU section, whose end it waits for. */
        boolean untilRcuEnds;
        /** The work item that runs, and whether it is known by its annotation only. */
        int running = Instances.NONE;

        boolean byAnnotation;
        /** The class of a lock that was taken along with the item, and goes with it. */
        int companion = Names.NONE;

        int companionInstance;
        /** The class of the lock whose next release says nothing new. */
        int swallow = Names.NONE;
        /** The work that {@code flush_work} was last called for. */
        long flushed;

        /** Whether the next lines need a second look. */
        boolean busy() {
            return step != Step.NONE || swallow != Names.NONE;
        }

        /** Whether it flushes, and is in an RCU section, where it cannot sleep: the wait comes behind that. */
        boolean waitsForRcu() {
            return step == Step.FLUSH && (untilRcuEnds || rcuDepth > 0);
        }

        void reset() {
            step = Step.NONE;
            running = Instances.NONE;
            byAnnotation = false;
            companion = Names.NONE;
            swallow = Names.NONE;
            flushed = 0;
        }
    }

    /** The annotations of a work item, as far as they have come. */
    enum Step {
        NONE,
        /** A queue: an item may follow, or it was a flush of the queue. */
        QUEUE,
        /** A queue and an item: the item is about to start. */
        ITEM,
        /** A flush of an item or a queue, whose wait follows. */
        FLUSH
    }
}
