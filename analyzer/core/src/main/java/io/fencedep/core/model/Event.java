package io.fencedep.core.model;

import java.util.Arrays;

/**
 * One line of a trace as integers. Readers fill one instance again and again; {@link #clear} gives every field the
 * meaning "absent". Ids of names come from the recording's {@link Names}, ids of instances from its {@link Instances}.
 *
 * <p>The fields are public because this is a record on the hot path, not an object with behaviour. Which fields an event
 * has is said in the trace format.
 */
public final class Event {
    /** An absent time, timeout, capacity, size or count. */
    public static final long ABSENT = -1;

    public EventKind kind = EventKind.MARK;
    /** Where the event stands in its input: the line number of text, counted from 1. */
    public long line;
    /** Nanoseconds on the trace's own clock, or {@link #ABSENT}. */
    public long time;
    /** Name of the thread, worker or CPU context. */
    public int task;
    /** Name of the source location. */
    public int at;
    /** Name that holds the call stack, innermost first, frames separated by line feeds. */
    public int stack;
    /** Name of the driver. */
    public int driver;

    public InterruptContext context = InterruptContext.TASK;
    /** A hard interrupt that may be a thread. */
    public boolean irqThreaded;

    public Toggle irqs = Toggle.UNSAID;
    public Toggle softirqs = Toggle.UNSAID;

    /** The lock, fence, work, page, notifier or (resets and faults) device that the event is about. */
    public int instance;
    /** Name of the class as written, before {@link ClassNames}. */
    public int className;

    public int subclass;

    /** Name of the task that is started or joined. */
    public int child;
    /** Name of the queue of a work item. */
    public int queue;
    /** How many holders or items at once, or {@link #ABSENT}. */
    public long capacity;

    public LockKind lockKind = LockKind.UNKNOWN;
    public LockMode mode = LockMode.WRITE;
    public boolean tried;
    public boolean failed;
    public int nest;
    /** The system is known to take two of this class at once under an annotation that the source does not tell. */
    public boolean nests;

    public boolean unchecked;
    /** Nanoseconds, or {@link #ABSENT} for a wait without end. */
    public long timeout;

    public boolean reentrant;
    /** lockdep's wait types, 1 to 4, or 0 when {@link #lockKind} decides. */
    public int waitInner;

    public int waitOuter;
    public boolean percpu;

    public int timeline;
    public long seqno;
    public boolean hasSeqno;
    public boolean userspace;
    /** The device of a fence or of a DMA. */
    public int device;
    /** The fence that {@link #instance} depends on. */
    public int on;
    /** The alternatives of a wait; the first {@link #anyCount} count. */
    public int[] any = new int[8];

    public int anyCount;
    /** Whether a signal to the task can end its wait. */
    public Toggle interruptible = Toggle.UNSAID;
    /** {@link Toggle#NO}: the wait never blocked. */
    public Toggle slept = Toggle.UNSAID;
    /** Whether what is waited for comes out of an item of this task's queue that has begun before this task's own. */
    public boolean begun;

    public EventResult result = EventResult.UNSAID;

    /** Name of allocation flags as written. */
    public int flags;

    /** How many bytes are allocated, or {@link #ABSENT}. */
    public long size;

    public AllocScope scope = AllocScope.NOFS;

    /** {@link Toggle#NO}: the notifier was told not to block. */
    public Toggle blocking = Toggle.UNSAID;

    public NotifierModel model = NotifierModel.SHADOW_PAGE_TABLE;
    /** Whether the event named its {@link #model}. */
    public boolean hasModel;
    /** The pages of a notifier; all when {@link #pageCount} is {@link #ABSENT}. */
    public int[] pages = new int[8];

    public int pageCount;
    /** Name of a memory zone. */
    public int zone;
    /** {@link Toggle#NO}: an exclusive page has no way to reach the holder of a reference. */
    public Toggle callback = Toggle.UNSAID;

    /** Name of a system call, variable or note. */
    public int text;
    /** How many events were lost, or how many more signals a fence takes; or {@link #ABSENT}. */
    public long count;

    public Event() {
        clear();
    }

    /** Whether it is one of several signals that a fence takes, and not the last one: the fence is not complete yet. */
    public boolean isPartOfSignal() {
        return kind == EventKind.FENCE_SIGNAL && count > 0;
    }

    /** Makes every field absent, to be filled for the next line. */
    public void clear() {
        kind = EventKind.MARK;
        line = 0;
        time = ABSENT;
        task = Names.NONE;
        at = Names.NONE;
        stack = Names.NONE;
        driver = Names.NONE;
        context = InterruptContext.TASK;
        irqThreaded = false;
        irqs = Toggle.UNSAID;
        softirqs = Toggle.UNSAID;
        instance = Instances.NONE;
        className = Names.NONE;
        subclass = 0;
        child = Names.NONE;
        queue = Names.NONE;
        capacity = ABSENT;
        lockKind = LockKind.UNKNOWN;
        mode = LockMode.WRITE;
        tried = false;
        failed = false;
        nest = Instances.NONE;
        nests = false;
        unchecked = false;
        timeout = ABSENT;
        reentrant = false;
        waitInner = 0;
        waitOuter = 0;
        percpu = false;
        timeline = Instances.NONE;
        seqno = 0;
        hasSeqno = false;
        userspace = false;
        device = Instances.NONE;
        on = Instances.NONE;
        anyCount = 0;
        interruptible = Toggle.UNSAID;
        slept = Toggle.UNSAID;
        begun = false;
        result = EventResult.UNSAID;
        flags = Names.NONE;
        size = ABSENT;
        scope = AllocScope.NOFS;
        blocking = Toggle.UNSAID;
        model = NotifierModel.SHADOW_PAGE_TABLE;
        hasModel = false;
        pageCount = (int) ABSENT;
        zone = Names.NONE;
        callback = Toggle.UNSAID;
        text = Names.NONE;
        count = ABSENT;
    }

    /** Adds an alternative to a wait. */
    public void addAny(int fence) {
        if (anyCount == any.length) {
            any = Arrays.copyOf(any, anyCount * 2);
        }
        any[anyCount++] = fence;
    }

    /** Adds a page to a notifier's range. */
    public void addPage(int page) {
        if (pageCount < 0) {
            pageCount = 0;
        }
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        pages[pageCount++] = page;
    }
}
