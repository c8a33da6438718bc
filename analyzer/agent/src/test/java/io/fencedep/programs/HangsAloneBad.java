package io.fencedep.programs;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Hangs: one thread asks to write what it reads. */
public final class HangsAloneBad {
    private static final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private HangsAloneBad() {}

    public static void main(String[] arguments) {
        lock.readLock().lock();
        lock.writeLock().lock();
    }
}
