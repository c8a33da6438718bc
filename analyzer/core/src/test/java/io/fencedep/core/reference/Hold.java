package io.fencedep.core.reference;

import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.model.LockKind;
import java.util.List;

/** A stretch of a trace in which a task holds something: after line {@link #from}, before line {@link #to}. */
final class Hold {
    /** What sort of thing is held. */
    enum Sort {
        LOCK,
        SECTION,
        DUTY,
        CLASS_SECTION,
        RESET_FENCE,
        RECLAIM,
        NOTIFIER,
        WORK,
        QUEUE,
        PLACE,
        TASK,
        PAGE,
        DEVICE
    }

    static final int OPEN = Integer.MAX_VALUE;

    final Sort sort;
    final String task;
    final int frame;
    final int from;
    final String className;
    final String instance;
    int to = OPEN;

    /** From which line on it is a reader's; {@link #OPEN} when never. */
    int sharedFrom = OPEN;

    /** Of a lock: whether its class is one of locks, not one that an annotation of the kernel only stands for. */
    boolean ofLocks = true;

    boolean recursiveRead;
    boolean reentrant;
    /** Whether nothing was waited for; by a try for sure. */
    boolean tried;

    boolean gotByTry;
    boolean unchecked;
    /** By a try that was one, or unchecked. */
    boolean passedOver;

    boolean percpu;
    boolean semaphore;
    /** Of a notifier: the pages that it is for; null for all. */
    List<String> pages;

    /** Whether it is a notifier of the memory management. */
    boolean mmu;

    LockKind lockKind = LockKind.UNKNOWN;
    /** Of what kind its own line says it is; as the others of its class when it says nothing. */
    LockKind saidKind = LockKind.UNKNOWN;

    int waitInner;
    long capacity = 1;
    int depth = 1;
    long subclass;
    /** The reset or fault that a fence is held for. */
    String owner = "";
    /** Of a duty: when its publisher's unit of work was over. */
    int overdueFrom = OPEN;

    /** Of a duty: the unit of work in which its fence was published. */
    World.Unit unit;
    /** Of a duty: whether no line ever submits its fence. */
    boolean endsWithUnit;
    /** Its task took the same lock again. */
    boolean retaken;
    /** The interrupt in which it began is over. */
    boolean interruptOver;
    /** It ended because the recorder dropped something. */
    boolean lost;
    /** The recorder began in its middle, or lost its end: it counts for nothing. */
    boolean stuck;

    Hold(Sort sort, String task, int frame, int from, String className, String instance) {
        this.sort = sort;
        this.task = task;
        this.frame = frame;
        this.from = from;
        this.className = className;
        this.instance = instance;
    }

    boolean covers(int line) {
        return from < line && line < to;
    }

    /** Whether it keeps everybody else out when it is held for write. */
    boolean excludes() {
        return capacity == 1 && ofLocks && !isAnnotation(lockKind);
    }

    /** Whether others can be stuck because of it: it is no annotation. */
    boolean blocksOthers() {
        return ofLocks && !isAnnotation(saidKind);
    }

    static boolean isAnnotation(LockKind kind) {
        return List.of(LockKind.MAP, LockKind.RCU, LockKind.SEQ).contains(kind);
    }

    boolean isLock() {
        return sort == Sort.LOCK;
    }

    boolean sharedAt(int line) {
        return sharedFrom <= line;
    }

    boolean isFence() {
        return sort == Sort.SECTION || sort == Sort.DUTY || sort == Sort.RESET_FENCE;
    }

    /** Whether it is a duty that is still there though its publisher's unit of work is over. */
    boolean overdue(int line) {
        return overdueFrom <= line;
    }

    boolean isOfFences() {
        return isFence() || sort == Sort.CLASS_SECTION;
    }

    /** Whether somebody in the kernel waits for its end. */
    boolean owes() {
        return isLock()
                || isOfFences()
                || List.of(Sort.RECLAIM, Sort.NOTIFIER, Sort.WORK).contains(sort);
    }

    /** What it is in the graph, at that line. */
    Node node(int line) {
        if (!isLock() || !ofLocks) {
            return new Node(className, NodeState.NONE);
        }
        return new Node(className, sharedAt(line) ? NodeState.SHARED : NodeState.WRITE);
    }
}
