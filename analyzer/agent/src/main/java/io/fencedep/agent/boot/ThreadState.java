package io.fencedep.agent.boot;

import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountedCompleter;
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
    /** How many waits it is in that its fork-join pool makes up for. */
    int managed;
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

    /** What it runs for a pool, if that is code that may be handed over again. */
    @Nullable
    Instance again;

    /** Whether it hands over once more what it runs. */
    boolean handsOn;

    /** How much it had taken and waited for when it had handed that over; negative when it has not. */
    long handedOnAt = -1;

    /** How often it waited for anything but a lock. */
    int awaited;

    /** The code that it gives a scope to run, until there is a task of it. */
    @Nullable
    Object forking;

    /** What is done for good because a stage runs that comes after it. */
    final Stages stages = new Stages();

    /** For each section that code has begun and not ended, the innermost last: whether the fence was known. */
    private long sections;

    /** A wait that lasts. */
    public record Waiting(
            Message.Kind kind,
            @Nullable Instance subject,
            @Nullable LockClass subjectClass,
            @Nullable ThreadState child,
            int how) {}

    /** What initialisers used of classes that extend theirs; null until there is one. */
    private @Nullable EarlyUses earlyUses;

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

    /** What was told of waits and holds counts no more, in any thread. */
    public static void tellAgain() {
        waits++;
    }

    /** Tells that one fence is signalled only after another one. */
    void tellDependence(Instance fence, Instance on) {
        if (!silent) {
            Message message =
                    new Message(Message.Kind.FENCE_DEPEND, this, fence, fence.lockClass, null, new Trace(), 0, 0, 0);
            message.on = on;
            Inbox.put(message);
        }
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

    // ---- for whoever looks at it from another thread

    /** What it holds now. */
    public Message holdsNow() {
        return new Message(Message.Kind.HOLDS, this, null, null, null, null, 0, 0, 0);
    }

    /** What it holds, and what it has been waiting for. */
    public Message waitsNow(Waiting given, Trace trace) {
        Waiting wait = behind(given);
        Instance subject = wait.subject();
        int generation = subject == null ? 0 : subject.generation;
        return new Message(
                wait.kind(), this, subject, wait.subjectClass(), wait.child(), trace, generation, wait.how(), 0);
    }

    /**
     * What it holds, and the initialisation of a class that it waits for.
     *
     * @param begun what it has begun to initialise, for which that class has to come first; null when nothing is known
     */
    public Message waitsForClass(Instance needed, @Nullable Instance begun, Trace trace) {
        Message message =
                new Message(Message.Kind.BLOCKED, this, needed, needed.lockClass, null, trace, 0, How.CLASS_INIT, 0);
        message.on = begun;
        return message;
    }

    /** Whether it initialises a class. */
    public boolean initialises() {
        return latest(How.CLASS_INIT) != null;
    }

    /** The initialisation of the class with this name, which it holds; null when it does not. */
    public @Nullable Instance initialisationOf(String type) {
        Class<?> known = initialising(type);
        return known == null
                ? null
                : Instances.of(known, LockClasses.byName(ClassInits.lockName(type)), new Instance.Key());
    }

    /** The lock that it waits for and that an interrupt may end the wait for; null when there is none. */
    public @Nullable Waiting asking() {
        Object lock = asked();
        int how = askedHow();
        if (lock == null) {
            return null;
        }
        Instance.Key key = new Instance.Key();
        LockClass lockClass = LockClasses.of(lock, key);
        return new Waiting(Message.Kind.BLOCKED, Instances.of(lock, lockClass, key), lockClass, null, how);
    }

    /** What a wait is for in the end: a future of which the task was not begun comes when that gets its place in its pool. */
    private static Waiting behind(Waiting wait) {
        Instance subject = wait.subject();
        Instance task = subject == null ? null : subject.task;
        Pool pool = task == null ? null : task.pool;
        return task == null || pool == null || wait.kind() != Message.Kind.FENCE_WAIT
                ? wait
                : new Waiting(
                        Message.Kind.WORK_FLUSH, task, LockClasses.inPool(task.lockClass, pool), null, wait.how());
    }

    /** The stamped lock that it holds and asks for once more, or null. */
    public @Nullable Waiting askingAgain() {
        Path last = last();
        Object lock = last.object();
        LockClass lockClass = last.chain.lockClass;
        boolean again = last.count > 1 && (last.how & How.KIND) == How.STAMPED;
        return !again || lock == null || lockClass == null
                ? null
                : new Waiting(
                        Message.Kind.BLOCKED,
                        Instances.of(lock, lockClass, new Instance.Key()),
                        lockClass,
                        null,
                        last.how & How.IDENTITY);
    }

    /**
     * That it waits for a part of a map which another thread has, in whose function that is.
     *
     * @return null when that one is not known to compute a value
     */
    public @Nullable Message waitsForMap(ThreadState owner, Trace trace) {
        Path asked = (last().how & How.KIND) == How.MAP ? last() : null;
        Path found = owner.latest(How.MAP);
        for (Path each = owner.last(); asked != null && !each.isRoot(); each = each.up) {
            if ((each.how & How.KIND) == How.MAP && each.object() == asked.object()) {
                found = each;
            }
        }
        Object map = found == null ? null : found.object();
        LockClass mapClass = found == null ? null : found.chain.lockClass;
        if (map == null || mapClass == null) {
            return null;
        }
        Instance subject = Instances.of(map, mapClass, new Instance.Key());
        Message message = waitsNow(new Waiting(Message.Kind.BLOCKED, subject, mapClass, null, How.MAP), trace);
        return asked != null && asked.object() == map && asked.count == 1 ? message.withoutLatest() : message;
    }

    /** Changes whenever it takes something, gives something back, or begins or ends a wait. */
    public long signature() {
        Waiting wait = waiting;
        Object lock = asked();
        return sequence() * 1_000_003
                + last().index * 31L
                + (wait == null ? 0 : System.identityHashCode(wait))
                + (lock == null ? 0 : System.identityHashCode(lock) * 7L);
    }

    /** Whether it holds anything. */
    public boolean holdsSomething() {
        return !last().isRoot();
    }

    /** Whether it holds the monitor of this object. */
    public boolean ownsMonitor(@Nullable Object object) {
        for (Path each = last(); object != null && !each.isRoot(); each = each.up) {
            if (each.object() == object && (each.how & How.KIND) == How.MONITOR) {
                return true;
            }
        }
        return false;
    }

    /** The monitors that it holds and that a synchronized method of this class may want. */
    public List<Instance> monitorsOfMethodsIn(String type) {
        List<Instance> found = new ArrayList<>();
        for (Path each = last(); !each.isRoot(); each = each.up) {
            Object object = each.object();
            LockClass lockClass = each.chain.lockClass;
            if (object != null
                    && lockClass != null
                    && (each.how & How.KIND) == How.MONITOR
                    && hasMethodsOf(object, type)) {
                found.add(Instances.of(object, lockClass, new Instance.Key()));
            }
        }
        return found;
    }

    private static boolean hasMethodsOf(Object object, String type) {
        if (object instanceof Class<?> itself && itself.getName().equals(type)) {
            return true;
        }
        for (Class<?> each = object.getClass(); each != null; each = each.getSuperclass()) {
            if (each.getName().equals(type)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it holds this lock, which is of a kind that only its holder can give back. */
    public boolean ownsLock(@Nullable Object lock) {
        for (Path each = last(); lock != null && !each.isRoot(); each = each.up) {
            int kind = each.how & How.KIND;
            if (each.object() == lock && (kind == How.LOCK || kind == How.READ_WRITE)) {
                return true;
            }
        }
        return false;
    }

    /** The pool of which it has a place; null when it has none. */
    public @Nullable Pool pool() {
        Path work = latest(How.WORK);
        LockClass running = work == null ? null : work.chain.lockClass;
        return running == null ? null : running.pool;
    }

    /** Whether it waits for a while, again and again, and so without end. */
    public boolean waitsInRounds() {
        Waiting wait = waiting;
        Instance subject = wait == null ? null : wait.subject;
        return subject != null && Pipes.is(subject.get());
    }

    /** Whether it waits for one more signal of what was signalled before, and is no queue. */
    public boolean waitsForMore() {
        Waiting wait = waiting;
        Instance subject = wait == null || wait.kind != Message.Kind.FENCE_WAIT ? null : wait.subject;
        return subject != null && subject.wasSignalled() && !(subject.get() instanceof BlockingQueue<?>);
    }

    /** The wait for what this thread runs of a parallel computation that another one waits for; null when it runs none of it. */
    public @Nullable Waiting forPartOf(Waiting whole) {
        Instance subject = whole.kind == Message.Kind.WORK_FLUSH ? whole.subject : null;
        Object computation = subject == null ? null : subject.get();
        Path work = computation == null ? null : latest(How.WORK);
        if (work == null || work.chain.lockClass == null || !(work.object() instanceof CountedCompleter<?> part)) {
            return null;
        }
        LockClass lockClass = work.chain.lockClass;
        return part == computation || part.getRoot() != computation
                ? null
                : new Waiting(
                        whole.kind, Instances.of(part, lockClass, new Instance.Key()), lockClass, null, whole.how);
    }

    /** Whether it waits for the end of a thread. */
    public boolean joins() {
        Waiting wait = waiting;
        return wait != null && wait.kind == Message.Kind.TASK_JOIN;
    }

    /** The instance that it took, or began to take, last; null when it holds nothing. */
    public @Nullable Object latest() {
        return last().object();
    }

    /** The instance with this identity among what it holds; null when there is none. */
    public @Nullable Instance holdWith(int identity, String type) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            Object object = each.object();
            if (object != null
                    && each.chain.lockClass != null
                    && System.identityHashCode(object) == identity
                    && object.getClass().getName().equals(type)) {
                return Instances.of(object, each.chain.lockClass, new Instance.Key());
            }
        }
        return null;
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

    // ---- locks made of two objects

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
