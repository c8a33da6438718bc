package io.fencedep.programs;

import java.util.concurrent.locks.StampedLock;

/** Hangs: one thread asks to write what it is writing, which a stamped lock does not allow. */
public final class HangsStampedBad {
    private static final StampedLock lock = new StampedLock();

    private HangsStampedBad() {}

    public static void main(String[] arguments) {
        lock.writeLock();
        lock.writeLock();
    }
}
