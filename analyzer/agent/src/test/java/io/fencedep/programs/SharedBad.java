package io.fencedep.programs;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/** Locks that are made under a lock, and taken by their maker when others can find them already. */
public final class SharedBad {
    private static final Object first = new Object();
    private static final Object second = new Object();
    private static final Object third = new Object();
    private static final AtomicReference<ReentrantLock> reference = new AtomicReference<>();
    private static final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private static volatile Entry latest = new Entry();

    private SharedBad() {}

    private static final class Entry {
        final Object guard = new Object();
        int uses;
    }

    private static final class Node {
        final ReentrantLock lock = new ReentrantLock();
    }

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (first) {
                        Node node = new Node();
                        if (reference.compareAndSet(null, node.lock)) {
                            node.lock.lock();
                            node.lock.unlock();
                        }
                    }
                },
                () -> {
                    ReentrantLock known = reference.get();
                    known.lock();
                    touch(first);
                    known.unlock();
                });
        Turns.take(
                () -> {
                    synchronized (second) {
                        latest = new Entry();
                        use(latest);
                    }
                },
                () -> useAnd(latest, second));
        Turns.take(
                () -> {
                    synchronized (third) {
                        Entry entry = new Entry();
                        queue.add(entry);
                        use(entry);
                    }
                },
                () -> useAnd(queue.element(), third));
    }

    private static void use(Entry entry) {
        synchronized (entry.guard) {
            entry.uses++;
        }
    }

    private static void useAnd(Entry entry, Object other) {
        synchronized (entry.guard) {
            touch(other);
            entry.uses++;
        }
    }

    private static void touch(Object lock) {
        synchronized (lock) {
            lock.hashCode();
        }
    }
}
