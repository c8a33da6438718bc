package io.fencedep.libraries;

import java.util.concurrent.locks.StampedLock;

/** A stamped lock is no reentrant one: who reads twice may meet a writer in between. */
public final class JdkStamps {
    private static final StampedLock lock = new StampedLock();

    private JdkStamps() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(JdkStamps::sum, () -> lock.unlockWrite(lock.writeLock()));
    }

    private static void sum() {
        long stamp = lock.readLock();
        lock.unlockRead(lock.readLock());
        lock.unlockRead(stamp);
    }
}
