package io.fencedep.core.reference;

import io.fencedep.core.model.LockKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A task of a random trace: knows what it has begun, and mostly ends it. */
final class RandomTask {
    private static final List<String> KINDS = Arrays.stream(LockKind.values())
            .filter(kind -> kind != LockKind.UNKNOWN)
            .map(LockKind::text)
            .collect(Collectors.toList());

    private final String name;
    private final Random random;
    /** The usual kind of the locks of each class. */
    private final List<String> kinds;

    /** Whether lines say where they are. */
    private final boolean placed;

    /** What is left to say, for each context, innermost last. */
    private final List<List<TraceEvent>> ends = new ArrayList<>();

    private static final List<String> DRIVERS = List.of("amdgpu", "i915", "user");
    /** Classes of locks by which the kernel says what it holds or waits for. */
    private static final List<String> ANNOTATIONS = List.of(
            "fs_reclaim",
            "mmu_notifier_invalidate_range_start",
            "dma_fence_map",
            "(work_completion)(work_b)",
            "(wq_completion)wq1");

    private static final List<String> CONTEXTS = List.of("task", "softirq", "hardirq", "nmi");
    private int context;

    RandomTask(String name, Random random, List<String> kinds, boolean placed) {
        this.name = name;
        this.random = random;
        this.kinds = kinds;
        this.placed = placed;
        CONTEXTS.forEach(any -> ends.add(new ArrayList<>()));
    }

    /** A kind for each class of locks. */
    static List<String> kinds(Random random) {
        return Stream.generate(() -> KINDS.get(random.nextInt(KINDS.size())))
                .limit(3)
                .collect(Collectors.toList());
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
        made = random.nextInt(30) == 0 ? made.with("irqs", random.nextBoolean() ? "on" : "off") : made;
        made = random.nextInt(40) == 0 ? made.with("softirqs", random.nextBoolean() ? "on" : "off") : made;
        made = random.nextInt(25) == 0 ? made.with("driver", DRIVERS.get(random.nextInt(DRIVERS.size()))) : made;
        return placed ? placed(made) : made;
    }

    private TraceEvent placed(TraceEvent event) {
        return switch (random.nextInt(5)) {
            case 0 -> event.with("at", "file.c:" + random.nextInt(4));
            case 1 -> event.with("stack", List.of("deep" + random.nextInt(3), "outer"));
            case 2 -> event.with("time", (long) random.nextInt(1000)).with("at", "file.c:9");
            default -> event;
        };
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
        TraceEvent end = begin.with("event", begin.text("event").replace("-begin", "-end"));
        later(begin.has("work") && random.nextInt(12) == 0 ? end.with("queue", "wq" + (1 + random.nextInt(2))) : end);
    }

    /** A lock that only stands for what the kernel waits for there. */
    private void annotation(List<TraceEvent> trace) {
        int number = random.nextInt(ANNOTATIONS.size());
        String lock = "map#" + number;
        TraceEvent acquire = event("acquire", "lock", lock, "class", ANNOTATIONS.get(number));
        boolean builtIn = number < 3;
        acquire = random.nextInt(5) > 0 || !builtIn ? acquire.with("kind", "map") : acquire;
        switch (random.nextInt(builtIn ? 5 : 20)) {
            case 0 -> acquire = acquire.with("mode", builtIn ? "read" : "write");
            case 1 -> acquire = acquire.with("mode", builtIn ? "recursive-read" : "write");
            case 2 -> acquire = acquire.with("mode", builtIn ? "read" : "write").with("try", true);
            default -> {}
        }
        trace.add(acquire);
        if (random.nextInt(3) > 0) {
            trace.add(event("release", "lock", lock));
        } else if (random.nextInt(20) > 0) {
            later(event("release", "lock", lock));
        }
    }

    void lock(List<TraceEvent> trace) {
        if (random.nextInt(8) == 0) {
            annotation(trace);
            return;
        }
        int number = random.nextInt(6);
        char letter = "abc".charAt(number / 2);
        String lock = letter + "#" + number % 2;
        TraceEvent acquire = event("acquire", "lock", lock, "class", letter + "_lock");
        if (random.nextInt(8) > 0) {
            boolean another = random.nextInt(20) == 0;
            acquire = acquire.with("kind", another ? KINDS.get(random.nextInt(KINDS.size())) : kinds.get(letter - 'a'));
        }
        acquire = dressed(random.nextInt(3) == 0 ? dressed(acquire) : acquire);
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
            TraceEvent acquired = event("acquired", "lock", lock);
            trace.add(random.nextBoolean() ? acquired.with("result", "ok") : acquired);
        }
        if (random.nextInt(20) > 0) {
            later(event("release", "lock", lock));
        }
        if (random.nextInt(15) == 0) {
            trace.add(event("downgrade", "lock", lock));
        }
    }

    /** The end of something that this task perhaps never began. */
    void stray(List<TraceEvent> trace) {
        String lock = "abc".charAt(random.nextInt(3)) + "#" + random.nextInt(2);
        String fence = "f" + random.nextInt(4);
        trace.add(
                switch (random.nextInt(12)) {
                    case 0 -> event("downgrade", "lock", lock);
                    case 1 -> event("acquired", "lock", lock);
                    case 2 -> event("signalling-end", "fence", fence);
                    case 3 -> event("work-end", "work", "w" + random.nextInt(3));
                    case 4 -> event("notifier-end", "notifier", "mn" + random.nextInt(2));
                    case 5 -> event("page-put", "page", "p" + random.nextInt(3));
                    case 6 -> event("page-unpin", "page", "p" + random.nextInt(3));
                    case 7 -> event("reclaim-end");
                    case 8 -> event("fault-end", "device", "gpu" + random.nextInt(2));
                    case 9 -> event("dma-end", "page", "p" + random.nextInt(3));
                    default -> event("release", "lock", lock);
                });
    }

    /** A line that means nothing, but that its task goes on. */
    void go(List<TraceEvent> trace) {
        trace.add(
                switch (random.nextInt(4)) {
                    case 0 -> event("read", "var", "v" + random.nextInt(2));
                    case 1 -> event("write", "var", "v" + random.nextInt(2));
                    case 2 ->
                        random.nextInt(4) == 0
                                ? event(
                                        "work-flushed",
                                        "work",
                                        "w" + random.nextInt(3),
                                        "queue",
                                        "wq" + (1 + random.nextInt(2)))
                                : event("work-flushed", "work", "w" + random.nextInt(3));
                    default -> event("mark", "text", "here");
                });
    }

    private TraceEvent dressed(TraceEvent acquire) {
        TraceEvent dressed = acquire;
        switch (random.nextInt(20)) {
            case 0, 1 -> dressed = dressed.with("try", true);
            case 2 -> dressed = dressed.with("try", true).with("failed", true);
            case 3 -> dressed = dressed.with("check", false);
            case 4 -> dressed = dressed.with("timeout", (long) random.nextInt(2) * 500);
            case 5 -> dressed = dressed.with("reentrant", true);
            case 6 -> dressed = dressed.with("subclass", 1L);
            case 7 -> dressed = dressed.with("nest", "abc".charAt(random.nextInt(3)) + "#0");
            case 8 ->
                dressed = dressed.with("capacity", random.nextInt(4) == 0 ? 1L : 2L)
                        .with("kind", "semaphore");
            case 9 -> dressed = dressed.with("lock_type", "percpu");
            case 10 -> dressed = dressed.with("wait_inner", 1L + random.nextInt(4));
            case 11 -> dressed = dressed.with("wait_outer", 1L + random.nextInt(4));
            case 12 -> dressed = dressed.with("nests", true);
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
