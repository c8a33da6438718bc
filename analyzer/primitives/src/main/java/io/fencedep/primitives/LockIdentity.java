package io.fencedep.primitives;

import io.fencedep.core.model.LockKind;

/** What names one lock in the recording: its instance and its class. Knows neither the lock nor the recorder. */
final class LockIdentity {
    final String instance;
    final String className;
    final LockKind kind;
    /** How many may hold it at once. */
    final int capacity;

    final boolean reentrant;
    /** Tells it from every other lock of its recorder. */
    final long hash;
    /** The same for all locks of its class. */
    final long classHash;

    /**
     * @param number tells it from others; the same for those that it makes no difference to tell apart
     */
    LockIdentity(String instance, String className, LockKind kind, int capacity, boolean reentrant, long number) {
        this.instance = instance;
        this.className = className;
        this.kind = kind;
        this.capacity = capacity;
        this.reentrant = reentrant;
        this.hash = ChainMemo.mix(0x1F3D5B79L, number);
        this.classHash = ChainMemo.mix(0x2468ACE0L, className.hashCode() * 31L + kind.ordinal());
    }
}
