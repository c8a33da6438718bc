package io.fencedep.programs;

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
    }
}
