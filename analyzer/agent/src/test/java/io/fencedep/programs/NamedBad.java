package io.fencedep.programs;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Latches that no field names: kept in a map, an array, a record, and a type of their own; a map that a method answers. */
public final class NamedBad {
    private static final Object lock = new Object();
    private static final Map<String, CountDownLatch> byName = new HashMap<>();
    private static final CountDownLatch[] all = {new CountDownLatch(1)};

    private record Job(CountDownLatch done) {
        static Job make() {
            return new Job(new CountDownLatch(1));
        }
    }

    private static final class Own extends CountDownLatch {
        Own() {
            super(1);
        }
    }

    private static final class Registry {
        private final Map<String, String> entries = new HashMap<>();

        Map<String, String> entries() {
            return entries;
        }
    }

    private static final class Shelf extends ReentrantReadWriteLock {}

    private static final class Drawer extends ReentrantReadWriteLock {}

    private NamedBad() {}

    public static void main(String[] arguments) throws Exception {
        byName.put("one", new CountDownLatch(1));
        underLock(byName.get("one"));
        underLock(all[0]);
        underLock(Job.make().done());
        underLock(new Own());
        underEntries(new Registry());
        ownKinds(new Shelf(), new Drawer());
    }

    /** Locks of the program's own types, which no field names. */
    private static void ownKinds(ReentrantReadWriteLock shelf, ReentrantReadWriteLock drawer) throws Exception {
        Turns.take(() -> both(shelf, drawer), () -> both(drawer, shelf));
    }

    private static void both(ReentrantReadWriteLock outer, ReentrantReadWriteLock inner) {
        outer.writeLock().lock();
        inner.writeLock().lock();
        inner.writeLock().unlock();
        outer.writeLock().unlock();
    }

    /** Something of the JDK's own that is asked for. */
    private static void underEntries(Registry registry) throws Exception {
        Turns.take(
                () -> {
                    Map<String, String> entries = registry.entries();
                    synchronized (entries) {
                        synchronized (byName) {
                            byName.size();
                        }
                    }
                },
                () -> {
                    synchronized (byName) {
                        synchronized (registry.entries()) {
                            byName.size();
                        }
                    }
                });
    }

    private static void underLock(CountDownLatch latch) throws Exception {
        Turns.take(
                () -> {
                    synchronized (lock) {
                        latch.countDown();
                    }
                },
                () -> {
                    synchronized (lock) {
                        latch.await();
                    }
                });
    }
}
