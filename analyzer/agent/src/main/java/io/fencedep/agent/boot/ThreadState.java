package io.fencedep.agent.boot;

import java.lang.ref.ReferenceQueue;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What is known of one thread: what it {@linkplain Holds holds}, and what it waits for. */
public final class ThreadState extends Waits {
    private static final int PARKINGS = 4;
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** Tells threads apart, also when one has the name of another. */
    public final long number = NUMBERS.incrementAndGet();

    public final String name;
    private final int hash;

    /** Set while we try the hooks ourselves: nothing is told. */
    boolean silent;

    /** What it waits for that is no lock; for the watch. */
    public volatile @Nullable Waiting waiting;

    /** Whether the wait at hand was told, and for which signal of what is signalled again and again. */
    boolean toldWait;

    int waitGeneration;
    /** What it waits for while it parks. */
    volatile @Nullable Instance parking;
    /** What the thread did that unparked it since it parked last. */
    volatile @Nullable Message unparkedBy;
    /** What it waited for when it parked, by the classes of these waits; the latest first. */
    private final @Nullable Instance[] parkings = new Instance[PARKINGS];

    /** Whether it is a thread of a fork-join pool, and how many of its tasks it runs one inside the other. */
    final boolean forkJoin;

    int forkJoinDepth;
    /** Whether it completes futures whose time is over. */
    boolean expiring;

    /** What it took out of a queue last that can be run, and that queue. */
    @Nullable
    Object taken;

    @Nullable
    Instance takenFrom;

    /** What it took out of a queue and runs now. */
    @Nullable
    Object running;

    /** The code that it runs for an object with a queue, in what is no known pool. */
    @Nullable
    Object draining;

    /** What it runs for a pool, if that is code that may be handed over again. */
    @Nullable
    Instance again;

    /** Stands for what its pool does with it between one task and the next. */
    final Object afterwards = new Object();

    /** Whether it hands over once more what it runs. */
    boolean handsOn;

    /** How much it had taken and waited for when it had handed that over; negative when it has not. */
    long handedOnAt = -1;

    /** How often it waited for anything but a lock. */
    int awaited;

    /** The code that it gives a scope to run, until there is a task of it. */
    @Nullable
    Object forking;

    /** What publishes something through this thread right now. */
    @Nullable
    Instance publishing;

    /** Which conditions of monitors have let it through. */
    final Passed passed = new Passed();

    /** What it waited for last when it was interrupted, by its number, if that is a lock that the program builds; else 0. */
    long gaveUp;

    /** Which lock of the program's own it tries again and again to take; null for none. */
    volatile @Nullable Spinning spinning;

    /** What is done for good because a stage runs that comes after it. */
    final Stages stages = new Stages();

    /** For each section that code has begun and not ended, the innermost last: whether the fence was known. */
    private long sections;

    /**
     * Attempts to take a lock that last.
     *
     * @param in the class whose code makes them
     */
    record Spinning(Waiting what, String in) {}

    /** A wait that lasts. */
    public record Waiting(
            Message.Kind kind,
            @Nullable Instance subject,
            @Nullable LockClass subjectClass,
            @Nullable ThreadState child,
            int how) {}

    /** What initialisers used of classes that extend theirs; null until there is one. */
    private @Nullable EarlyUses earlyUses;

    private @Nullable Object lastCondition;
    private @Nullable Object lastGuard;
    private @Nullable Object lastComposite;
    private @Nullable Object lastSynchronizer;

    ThreadState(Thread thread, int hash, ReferenceQueue<Thread> queue) {
        super(thread, queue);
        this.hash = hash;
        this.name = thread.getName();
        this.forkJoin = thread instanceof ForkJoinWorkerThread;
        boolean carrier = forkJoin && thread.getClass().getName().equals("jdk.internal.misc.CarrierThread");
        this.busy = carrier || name.equals("Reference Handler") && isOfTheSystem(thread);
    }

    /** What it waits for when it parks at a place of this class. */
    Instance parksAs(LockClass place) {
        Instance latest = parkings[0];
        if (latest != null && latest.lockClass == place) {
            return latest;
        }
        int last = 1;
        Instance found = parkings[1];
        while (last < PARKINGS - 1 && found != null && found.lockClass != place) {
            last++;
            found = parkings[last];
        }
        if (found == null || found.lockClass != place) {
            found = new Instance(this, System.identityHashCode(this), place, null);
        }
        System.arraycopy(parkings, 0, parkings, 1, last);
        parkings[0] = found;
        return found;
    }

    /** Whether it is to be told that another thread unparks this one while it does not park: often at first, then seldom. */
    boolean isNewUnpark() {
        Instance latest = parkings[0];
        return everything || latest == null || latest.lockClass.sample();
    }

    /** Asked only where need be: a security manager may forbid the program, and so whoever it calls, to know its groups. */
    private static boolean isOfTheSystem(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getParent() == null;
    }

    /** Made when first asked for. */
    EarlyUses earlyUses() {
        EarlyUses known = earlyUses;
        if (known == null) {
            known = new EarlyUses();
            earlyUses = known;
        }
        return known;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    void ignore() {
        busy = true;
        forgetAll();
    }

    @Override
    long number() {
        return number;
    }

    @Override
    void tell(
            Message.Kind kind,
            @Nullable Instance subject,
            @Nullable LockClass subjectClass,
            @Nullable ThreadState child,
            @Nullable Trace trace,
            int generation,
            int how,
            int result) {
        if (silent) {
            return;
        }
        boolean before = busy;
        busy = true;
        try {
            Inbox.put(new Message(kind, this, subject, subjectClass, child, trace, generation, how, result));
        } finally {
            busy = before;
        }
    }

    @Override
    void tellNeed(Instance task, Instance lock, LockClass lockClass, int how) {
        Message message =
                new Message(Message.Kind.WORK_NEEDS_LOCK, this, lock, lockClass, null, new Trace(), 0, how, 0);
        message.on = task;
        leave(message);
    }

    /** Leaves what was so at some moment. */
    void leave(Message message) {
        if (!silent) {
            Inbox.put(message);
        }
    }

    /** What was told of waits and holds counts no more, in any thread. */
    public static void tellAgain() {
        waits++;
    }

    /** Tells that one fence is signalled only after another one. */
    void tellDependence(Instance fence, Instance on) {
        Message message =
                new Message(Message.Kind.FENCE_DEPEND, this, fence, fence.lockClass, null, new Trace(), 0, 0, 0);
        message.on = on;
        leave(message);
    }

    /** A section begins; of what, when that is known. */
    void sectionBegins(@Nullable Object fence, @Nullable LockClass fenceClass) {
        sections = sections << 1 | (fence == null || fenceClass == null ? 0 : 1);
        if (fence != null && fenceClass != null) {
            hold(fence, How.SECTION, fenceClass);
        }
    }

    /** The section that began last is over. */
    void sectionEnds() {
        boolean known = (sections & 1) != 0;
        sections >>>= 1;
        if (known) {
            endLast(How.SECTION);
        }
    }

    /** Whether it holds anything. */
    public boolean holdsSomething() {
        return !last().isRoot();
    }

    /** For whoever looks at it from another thread. */
    public ThreadView view() {
        return new ThreadView(this);
    }

    /** Something that can be taken was just made. */
    void makes(Instance made) {
        made.madeUnder = last().sequence;
        made.madeAfter = published;
        made.maker = number;
        madeUnder = made.madeUnder;
    }

    /** The same of something that is not known: for a queue anything is. */
    void publishes() {
        hasPublished();
        if (madeUnder == last().sequence) {
            published++;
        }
    }

    /**
     * Others can find this from now on, so its maker may have to wait for it; and for what is in it, which is not looked at:
     * all that was made by now under this hold counts as known to others.
     */
    void publishes(@Nullable Object value) {
        hasPublished();
        shows(value);
        if (value == null || madeUnder != last().sequence || last().isRoot()) {
            return;
        }
        busy = true;
        try {
            Class<?> type = value.getClass();
            Instance known = LockClasses.isNamed(type) ? Instances.known(value, key()) : null;
            if (known != null) {
                known.maker = 0;
            } else if (type.getClassLoader() != null) {
                published++;
            }
        } finally {
            busy = false;
        }
    }

    /** Whether it knows that this is done: to wait for it then waits for nothing. */
    boolean sawDone(Object once) {
        return seenDone.contains(once, sequence()) || stages.tell(once);
    }

    // ---- what is made of two objects

    /** A condition was made, of the lock whose holds are known by this. */
    void madeCondition(Object condition, Object synchronizer) {
        lastCondition = condition;
        lastGuard = synchronizer;
    }

    /** What the holds of the lock are known by of which this condition was just made; null when that is not known. */
    @Nullable
    Object guardOf(Object condition) {
        Object guard = lastCondition == condition ? lastGuard : null;
        lastCondition = null;
        lastGuard = null;
        return guard;
    }

    /** A lock was made whose holds are known by another object. */
    void made(Object composite, Object synchronizer) {
        lastComposite = composite;
        lastSynchronizer = synchronizer;
    }

    /** The object by which holds of this lock are known, for a lock that was just made; it may be asked for once more. */
    Object peekSynchronizerOf(Object made) {
        return lastComposite == made && lastSynchronizer != null ? lastSynchronizer : made;
    }

    /** The object by which holds of this lock are known, for a lock that was just made. */
    Object synchronizerOf(Object made) {
        Object result = peekSynchronizerOf(made);
        lastComposite = null;
        lastSynchronizer = null;
        return result;
    }
}
