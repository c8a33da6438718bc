package io.fencedep.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Objects that are shown to others only after their maker has taken their locks. */
public final class UnsharedOk {
    private static final Object outer = new Object();
    private static final AtomicReference<String> name = new AtomicReference<>();
    private static volatile Entry latest = new Entry();

    private UnsharedOk() {}

    private static final class Entry {
        final Object guard = new Object();
        int uses;
    }

    /** Is taken by its own methods. */
    private static final class Item {
        private final Shelf shelf;
        private int uses;

        Item(Shelf shelf) {
            this.shelf = shelf;
        }

        synchronized void use() {
            uses++;
        }

        synchronized void drop() {
            shelf.remove(this);
        }
    }

    private static final class Shelf {
        private final List<Item> items = new ArrayList<>();

        synchronized Item add() {
            Item item = new Item(this);
            items.add(item);
            item.use();
            return item;
        }

        synchronized void remove(Item item) {
            items.remove(item);
        }
    }

    /** Its constructor takes its own lock under another one, when nobody else can know either. */
    private static final class Store {
        private final Object session = new Object();
        private int uses;

        Store() {
            synchronized (session) {
                use();
            }
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

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (outer) {
                        Entry entry = new Entry();
                        name.set("entry");
                        synchronized (entry.guard) {
                            entry.uses++;
                        }
                        latest = entry;
                    }
                },
                () -> {
                    synchronized (latest.guard) {
                        synchronized (outer) {
                            latest.uses++;
                        }
                    }
                });
        Shelf shelf = new Shelf();
        Store[] stores = new Store[1];
        Turns.take(
                () -> {
                    synchronized (outer) {
                        stores[0] = new Store();
                    }
                },
                () -> stores[0].close());
        Item[] items = new Item[1];
        Turns.take(() -> items[0] = shelf.add(), () -> items[0].drop());
    }
}
