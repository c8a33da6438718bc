package io.fencedep.programs;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Objects that each thread makes for itself, in both orders; readers of two locks in both orders. */
public final class ConfinedOk {
    private static final ReentrantReadWriteLock one = new ReentrantReadWriteLock();
    private static final ReentrantReadWriteLock other = new ReentrantReadWriteLock();

    private ConfinedOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(ConfinedOk::own, ConfinedOk::own);
        Turns.take(() -> read(one, other), () -> read(other, one));
    }

    private static void own() {
        StringBuilder first = new StringBuilder();
        Object second = new Object();
        synchronized (first) {
            synchronized (second) {
                first.append(second);
            }
        }
        synchronized (second) {
            synchronized (first) {
                first.append(second);
            }
        }
    }

    private static void read(ReentrantReadWriteLock first, ReentrantReadWriteLock second) {
        first.readLock().lock();
        second.readLock().lock();
        second.readLock().unlock();
        first.readLock().unlock();
    }
}
