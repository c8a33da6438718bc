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

    /** Is taken by its own methods; may be found while it is made, and by another thread that it starts. */
    private static final class Item {
        private final Shelf shelf;
        private int uses;

        Item(Shelf shelf) {
            this.shelf = shelf;
            if (shelf.shows) {
                shelf.items.add(this);
            }
        }

        synchronized void use() {
            uses++;
        }

        synchronized void drop() {
            shelf.remove(this);
        }
    }

    private static class Shelf {
        final Queue<Item> items = new ConcurrentLinkedQueue<>();
        boolean shows = true;

        synchronized void add() {
            new Item(this).use();
        }

        synchronized void remove(Item item) {
            items.remove(item);
        }
    }

    /** Shows what it has made, and takes it then. */
    private static final class LateShelf extends Shelf {
        @Override
        synchronized void add() {
            shows = false;
            Item item = new Item(this);
            items.add(item);
            item.use();
        }
    }

    private static final class Node {
        final ReentrantLock lock = new ReentrantLock();
    }

    /** Takes its own lock in its constructor, when that has shown it to others. */
    private static class Announced {
        static volatile Announced last;
        private final Object session = new Object();
        private int uses;

        Announced() {
            announce();
            synchronized (session) {
                use();
            }
        }

        void announce() {
            last = this;
        }

        synchronized void use() {
            uses++;
        }

        synchronized void close() {
            synchronized (session) {
                uses = 0;
            }
        }
    }

    /** The same by a thread that knows it. */
    private static final class Started extends Announced {
        @Override
        void announce() {
            new Thread(this::use).start();
        }
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
        Announced[] made = new Announced[2];
        Turns.take(
                () -> {
                    synchronized (third) {
                        made[0] = new Announced();
                        made[1] = new Started();
                    }
                },
                () -> {
                    made[0].close();
                    made[1].close();
                });
        for (Shelf shelf : new Shelf[] {new Shelf(), new LateShelf()}) {
            Turns.take(shelf::add, () -> shelf.items.element().drop());
        }
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
