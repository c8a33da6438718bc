package io.fencedep.core.lowering;

import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.model.LockMode;
import it.unimi.dsi.fastutil.ints.IntArraySet;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a task holds. Used again after its release. */
final class Hold {
    /** No hold at all. */
    static final Hold NOBODY = new Hold();

    @Nullable
    Frame frame;
    /** The instance, when it has a name. */
    @Nullable
    Resource resource;

    int classId;
    ResourceKind kind = ResourceKind.LOCK;
    LockMode mode = LockMode.WRITE;
    boolean excludes;
    /** Whether it is a reader's, in a program, and keeps writers out. */
    boolean excludesWriters;

    boolean unchecked;
    boolean reentrant;
    boolean percpu;
    /** Whether another task may release it. */
    boolean transferable;
    /** Whether nobody is kept from the lock: its acquire said that it is an annotation. */
    boolean annotation;
    /** Whether no line said what kind of lock it is. */
    boolean ofUnknownKind;

    int depth;
    /** Of a lock: the subclass that its acquire told. */
    int subclass;

    int waitInner;
    long capacity;
    /** Of a lock that has room for several: whether this hold takes all of it. */
    boolean takesAll;

    int model;
    boolean nonBlocking;
    /** The range of a notifier; null for everything. */
    int @Nullable [] pages;

    /** The position at which it began, and where. */
    long since;

    long line;
    int at;
    int stack;
    int driver;

    /** How witnesses show it; null before the first one, and of another hold after that one's release. */
    @Nullable
    Held shown;

    /** Got by a try, without a wait. */
    boolean tried;
    /** Its acquire was a try, or is not checked: lockdep looks for what is held beyond it. */
    boolean passedOver;
    /** How many events its task had when it began. */
    long taskLines;

    /** Whether it began with an acquire: only such a hold may lack its end. */
    boolean lockLike;

    /** An acquire whose task has not moved on yet: it may still be waiting. */
    boolean pending;
    /** Set when something that was taken before it was released while it lasted: perhaps the recorder missed its end. */
    boolean outlived;
    /** Set when its task took the same instance again. */
    boolean retaken;

    /** In what ways its task asked for it again: twice the target, and one more when it was ready to give up. */
    final IntArraySet attempts = new IntArraySet(0);

    /** Published and never submitted, and the publisher's unit of work is over: counts only if it is submitted later. */
    boolean late;
    /** Interrupts that it was already found enabled for, as bits. */
    int enabledMarks;
    /** For fences that a reset or fault owes: how many are left. */
    int owed;

    @Nullable
    Hold nextOfResource;

    @Nullable
    Hold previousOfResource;

    /** What only stands once this hold has properly ended. */
    final List<Confirmable> unconfirmed = new ArrayList<>();
    /** What hangs on whether this hold is one, for the gates of dependencies. */
    @Nullable
    GateDoubts doubts;

    /** For limited resources: what was waited for during this hold. */
    @Nullable
    IntOpenHashSet waitedFor;
    /** For a duty that outlasted its unit of work: facts that stand only when its fence is submitted. */
    final List<Observations.Draft> onceSubmitted = new ArrayList<>(0);
    /** A recursion that stands only when both holds are released. */
    @Nullable
    Runnable whenBalanced;

    /** What hangs on this hold; made when the first thing does. */
    GateDoubts doubts() {
        GateDoubts known = doubts;
        if (known == null) {
            known = new GateDoubts();
            doubts = known;
        }
        return known;
    }

    boolean shared() {
        return mode != LockMode.WRITE;
    }

    int node() {
        return classId * 2 + (shared() ? 1 : 0);
    }

    /** What it is, without what hangs on its end. */
    Hold copy() {
        Hold copy = new Hold();
        copy.reset();
        copy.resource = resource;
        copy.classId = classId;
        copy.kind = kind;
        copy.mode = mode;
        copy.unchecked = unchecked;
        copy.since = since;
        copy.line = line;
        copy.at = at;
        copy.stack = stack;
        copy.driver = driver;
        copy.tried = tried;
        copy.lockLike = lockLike;
        copy.late = late;
        return copy;
    }

    /** What of this hold matters for the dependencies that follow from it. */
    long signature() {
        long flags = (unchecked ? 1 : 0)
                | (excludes ? 2 : 0)
                | (nonBlocking ? 4 : 0)
                | (percpu ? 8 : 0)
                | (passedOver ? 16 : 0);
        return ((long) node() << 16) ^ (flags << 48) ^ ((long) waitInner << 56) ^ ((long) model << 60);
    }

    void reset() {
        frame = null;
        resource = null;
        classId = 0;
        kind = ResourceKind.LOCK;
        mode = LockMode.WRITE;
        excludes = false;
        excludesWriters = false;
        unchecked = false;
        reentrant = false;
        percpu = false;
        transferable = false;
        annotation = false;
        ofUnknownKind = false;
        depth = 1;
        subclass = 0;
        waitInner = 0;
        capacity = 0;
        takesAll = false;
        model = 0;
        nonBlocking = false;
        pages = null;
        lockLike = false;
        tried = false;
        passedOver = false;
        taskLines = 0;
        pending = false;
        outlived = false;
        retaken = false;
        attempts.clear();
        late = false;
        enabledMarks = 0;
        owed = 0;
        nextOfResource = null;
        previousOfResource = null;
        unconfirmed.clear();
        waitedFor = null;
        onceSubmitted.clear();
        whenBalanced = null;
    }
}
