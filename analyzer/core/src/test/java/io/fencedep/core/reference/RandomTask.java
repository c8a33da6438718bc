package io.fencedep.core.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A task of a random trace: knows what it has begun, and mostly ends it. */
final class RandomTask {
    private static final List<String> KINDS = List.of("mutex", "spin", "rwsem", "raw-spin", "monitor", "semaphore");

    private final String name;
    private final Random random;
    /** What is left to say, for each context, innermost last. */
    private final List<List<TraceEvent>> ends = new ArrayList<>();

    private static final List<String> CONTEXTS = List.of("task", "softirq", "hardirq", "nmi");
    private int context;

    RandomTask(String name, Random random) {
        this.name = name;
        this.random = random;
        CONTEXTS.forEach(any -> ends.add(new ArrayList<>()));
    }

    String name() {
        return name;
    }

    TraceEvent event(String event, Object... fields) {
        TraceEvent made = TraceEvent.of(event, name, fields);
        if (context > 0) {
            made = made.with("context", CONTEXTS.get(context));
            made = context > 1 && random.nextInt(3) > 0 ? made.with("irq_threaded", true) : made;
        }
        return random.nextInt(30) == 0 ? made.with("irqs", random.nextBoolean() ? "on" : "off") : made;
    }

    void later(TraceEvent event) {
        ends.get(context).add(event);
    }

    /** Begins something that has an end. */
    void begin(List<TraceEvent> trace, String what, Object... fields) {
        String first = what.equals("page") ? "page-get" : what.equals("pin") ? "page-pin" : what + "-begin";
        String last = what.equals("page") ? "page-put" : what.equals("pin") ? "page-unpin" : what + "-end";
        trace.add(event(first, fields));
        later(event(last, fields));
    }

    void beginUnit(List<TraceEvent> trace, TraceEvent begin) {
        trace.add(begin);
        later(begin.with("event", begin.text("event").replace("-begin", "-end")).without("capacity"));
    }

    void lock(List<TraceEvent> trace) {
        int number = random.nextInt(6);
        char letter = "abc".charAt(number / 2);
        String lock = letter + "#" + number % 2;
        TraceEvent acquire = event("acquire", "lock", lock, "class", letter + "_lock");
        String kind = KINDS.get((letter - 'a' + (number % 3 == 0 ? 0 : 1)) % KINDS.size());
        if (random.nextInt(8) > 0) {
            acquire = acquire.with("kind", kind);
        }
        acquire = dressed(acquire);
        trace.add(acquire);
        if (acquire.is("failed", true)) {
            for (int again = random.nextInt(4); again > 0; again--) {
                trace.add(acquire);
            }
            return;
        }
        if (acquire.number("timeout", 0) > 0 && random.nextBoolean()) {
            trace.add(event("acquired", "lock", lock, "result", "timeout"));
            return;
        }
        if (random.nextInt(10) == 0) {
            trace.add(event("acquired", "lock", lock));
        }
        if (random.nextInt(20) > 0) {
            later(event("release", "lock", lock));
        }
        if (random.nextInt(15) == 0) {
            trace.add(event("downgrade", "lock", lock));
        }
    }

    private TraceEvent dressed(TraceEvent acquire) {
        TraceEvent dressed = acquire;
        switch (random.nextInt(16)) {
            case 0, 1 -> dressed = dressed.with("try", true);
            case 2 -> dressed = dressed.with("try", true).with("failed", true);
            case 3 -> dressed = dressed.with("check", false);
            case 4 -> dressed = dressed.with("timeout", (long) random.nextInt(2) * 500);
            case 5 -> dressed = dressed.with("reentrant", true);
            case 6 -> dressed = dressed.with("subclass", 1L);
            case 7 -> dressed = dressed.with("nest", "abc".charAt(random.nextInt(3)) + "#0");
            case 8 -> dressed = dressed.with("capacity", 2L).with("kind", "semaphore");
            case 9 -> dressed = dressed.with("lock_type", "percpu");
            default -> {}
        }
        switch (random.nextInt(6)) {
            case 0 -> dressed = dressed.with("mode", "read");
            case 1 -> dressed = dressed.with("mode", "recursive-read");
            default -> {}
        }
        return dressed;
    }

    /** Ends something, mostly what was begun last. */
    boolean releaseOne(List<TraceEvent> trace) {
        List<TraceEvent> left = ends.get(context);
        if (left.isEmpty()) {
            if (context > 0) {
                context = 0;
                return true;
            }
            return false;
        }
        int which = random.nextInt(6) == 0 ? random.nextInt(left.size()) : left.size() - 1;
        TraceEvent end = left.remove(which);
        trace.add(end);
        return true;
    }

    /** Ends everything. */
    void letGo(List<TraceEvent> trace) {
        for (context = CONTEXTS.size() - 1; context >= 0; context--) {
            List<TraceEvent> left = ends.get(context);
            while (!left.isEmpty()) {
                trace.add(left.remove(left.size() - 1));
            }
        }
        context = 0;
    }

    /** Enters or leaves an interrupt, or switches them. */
    void interrupt(List<TraceEvent> trace) {
        switch (random.nextInt(5)) {
            case 0 -> trace.add(event("irqs-off"));
            case 1 -> trace.add(event("irqs-on"));
            case 2 -> trace.add(event(random.nextBoolean() ? "softirqs-off" : "softirqs-on"));
            case 3 -> {
                if (context < CONTEXTS.size() - 1) {
                    context += 1 + random.nextInt(CONTEXTS.size() - 1 - context);
                }
            }
            default -> lock(trace);
        }
    }
}
