package io.fencedep.core.contract;

import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.LockKind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The sorts of classes that contracts speak of. */
public enum TargetKind {
    /** A fence of any class, several of which one is enough, and the kernel's annotation that stands for all of them. */
    FENCE("a fence, completion, future or latch; also several of which one is enough"),
    /** A lock of any kind. */
    LOCK("a lock of any kind"),
    /** A lock whose waiters sleep. */
    SLEEPING_LOCK("a mutex, rwsem, ww-mutex, monitor or semaphore"),
    /** A lock whose waiters spin. */
    SPINNING_LOCK("a raw-spin, spin or rw-spin lock"),
    /** A lock whose trace does not say what it is made of. */
    UNKNOWN_LOCK("a lock of which no trace says what it is made of"),
    /** Memory reclaim: what an allocation waits for that may enter the file system. */
    RECLAIM("memory reclaim: an allocation that may enter the file system"),
    /** A notifier callback; an allocation that may reclaim waits for the MMU notifiers. */
    NOTIFIER("a notifier callback; every allocation that may reclaim waits for MMU notifiers"),
    /** A work item, waited for by a flush. */
    WORK("a work item; flushing it is the wait"),
    /** A work queue, waited for by a flush. */
    QUEUE("a whole work queue; flushing it is the wait"),
    /** A place on a queue that runs a limited number of items at once. */
    PLACE("a place on a queue that runs a limited number of items at once"),
    /** References to pages, waited for by a migration. */
    PAGE("references to pages; migration is the wait"),
    /** A task, waited for by a join. */
    TASK("a task; joining it is the wait"),
    /** Recovery of a hung device. */
    RESET("recovery of a hung device"),
    /** Service of a device's recoverable page fault. */
    FAULT("service of a recoverable page fault of a device"),
    /** Whatever a waiter may sleep for: all but spinning locks, RCU, sequence counters and annotations. */
    BLOCKING("whatever one may sleep for: fence, sleeping-lock, unknown-lock, reclaim, notifier, work, queue, place,"
            + " page, task");

    private static final Set<LockKind> SLEEPING =
            EnumSet.of(LockKind.MUTEX, LockKind.RWSEM, LockKind.WW_MUTEX, LockKind.MONITOR, LockKind.SEMAPHORE);
    private static final Set<LockKind> SPINNING = EnumSet.of(LockKind.RAW_SPIN, LockKind.SPIN, LockKind.RW_SPIN);

    private final String meaning;

    TargetKind(String meaning) {
        this.meaning = meaning;
    }

    /** The name in contract files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it means, as a phrase. */
    public String meaning() {
        return meaning;
    }

    /** Whether a class is of this sort. */
    public boolean matches(ResourceClass resource) {
        LockKind lock = resource.lockKind();
        switch (this) {
            case FENCE:
                return isFence(resource);
            case LOCK:
                return isLock(resource);
            case SLEEPING_LOCK:
                return isLock(resource) && SLEEPING.contains(lock);
            case SPINNING_LOCK:
                return isLock(resource) && SPINNING.contains(lock);
            case UNKNOWN_LOCK:
                return isLock(resource) && lock == LockKind.UNKNOWN;
            case BLOCKING:
                return isBlocking(resource);
            default:
                return resource.kind().name().equals(name());
        }
    }

    private static boolean isFence(ResourceClass resource) {
        return resource.kind() == ResourceKind.FENCE
                || resource.kind() == ResourceKind.ANY
                || resource.name().equals(ClassNames.DMA_FENCE_MAP);
    }

    private static boolean isLock(ResourceClass resource) {
        return resource.kind() == ResourceKind.LOCK && !isFence(resource);
    }

    private static boolean isBlocking(ResourceClass resource) {
        if (isLock(resource)) {
            return SLEEPING.contains(resource.lockKind()) || resource.lockKind() == LockKind.UNKNOWN;
        }
        return resource.kind() != ResourceKind.RESET && resource.kind() != ResourceKind.FAULT;
    }
}
