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
        Item[] items = new Item[1];
        Turns.take(() -> items[0] = shelf.add(), () -> items[0].drop());
    }
}
