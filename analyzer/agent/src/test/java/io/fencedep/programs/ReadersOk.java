package io.fencedep.programs;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Read locks in both orders: readers let each other in. */
public final class ReadersOk {
    private static final ReentrantReadWriteLock one = new ReentrantReadWriteLock();

    private ReadersOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    one.readLock().lock();
                    one.readLock().lock();
                    one.readLock().unlock();
                    one.readLock().unlock();
                },
                () -> {
                    one.writeLock().lock();
                    one.readLock().lock();
                    one.writeLock().unlock();
                    one.readLock().unlock();
                });
    }
}
