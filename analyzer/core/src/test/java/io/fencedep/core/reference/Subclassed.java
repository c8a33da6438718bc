package io.fencedep.core.reference;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Gives subclasses to what is no lock, and says them of locks where nobody needs them. */
final class Subclassed {
    private static final List<String> NONE = List.of("task-", "syscall-", "irqs-", "softirqs-", "scope-");
    private static final List<String> PLAIN = List.of("acquire", "alloc", "read", "write", "lost", "mark");

    private final Random random;
    private final boolean at;
    private final Map<String, Long> usual = new TreeMap<>();

    /** In a live recording, where an idle name gets its new class, only locks are given a second one. */
    private final boolean live;

    Subclassed(boolean live, Random random) {
        this.live = live;
        this.random = random;
        this.at = random.nextInt(4) == 0;
    }

    TraceEvent of(TraceEvent event) {
        String name = event.text("event");
        if (!at || PLAIN.contains(name) || NONE.stream().anyMatch(name::startsWith)) {
            return event;
        }
        if (live && event.has("notifier")) {
            return event; // One that begins without a class has one already.
        }
        if (event.has("lock")) {
            return random.nextInt(10) == 0 ? event.with("subclass", 1L) : event;
        }
        String about = event.text("fence") + event.text("work") + event.text("page") + event.text("notifier");
        long subclass = usual.computeIfAbsent(about, any -> (long) random.nextInt(3) / 2);
        if (!live && random.nextInt(20) == 0) {
            return event.with("subclass", (long) random.nextInt(2));
        }
        return event.has("class") && subclass > 0 ? event.with("subclass", subclass) : event;
    }
}
