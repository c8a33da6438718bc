package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import org.jspecify.annotations.Nullable;

/** A lock that a thread holds; reused for the next one at the same depth. */
final class HeldLock {
    @Nullable
    LockIdentity lock;

    int manner;
    long timeout = Event.ABSENT;
    /** How often it is held: for write, and under that or alone for read. */
    int writes;

    int reads;
    /** How many of these the analysis knows of; 0 when it does not know of this hold. */
    int told;
    /** How many events the analysis had taken when the lock was got. */
    long position;

    int at;
    int stack;
    /** A hash of this hold and all below it, instances included. */
    long key;

    void clear() {
        lock = null;
        timeout = Event.ABSENT;
        told = 0;
    }

    int depth() {
        return writes + reads;
    }

    boolean isForWrite() {
        return (manner & Manner.READ) == 0;
    }
}
