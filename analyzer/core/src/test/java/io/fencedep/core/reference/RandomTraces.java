package io.fencedep.core.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Small random traces in which interesting things happen: few tasks, few resources, mostly well-formed. */
public final class RandomTraces {
    private static final List<String> SOURCES = List.of("", "", "jvm", "ftrace");
    private static final List<String> INSTANCES = List.of("lock", "fence", "work");
    private static final List<String> ENDS = List.of("-end");
    private static final List<String> FENCES = List.of("dma_fence:x", "fence:y", "fence:z", "dma_fence_map");
    private static final List<String> FLAGS = List.of(
            "GFP_KERNEL",
            "GFP_KERNEL|__GFP_NOWARN",
            "GFP_NOFS",
            "GFP_NOIO",
            "GFP_NOWAIT",
            "GFP_ATOMIC",
            "blocking",
            "nonblocking",
            "GFP_KERNEL|__GFP_NOLOCKDEP",
            "GFP_KERNEL&~__GFP_FS",
            "GFP_NOWAIT|__GFP_DIRECT_RECLAIM",
            "GFP_USER & ~__GFP_DIRECT_RECLAIM",
            "whatever");

    private final Random random;
    private final List<TraceEvent> trace = new ArrayList<>();
    private final List<RandomTask> tasks = new ArrayList<>();
    private final Set<String> known = new TreeSet<>();
    private int fences;
    /** Whether nearly every line of an item says how many may run at once, or few do. */
    private final boolean capacitiesKnown;

    /** Whether it is a recording of a live system, where names of instances are used again. */
    private final boolean live;

    private RandomTraces(long seed, boolean live) {
        random = randomly(seed);
        capacitiesKnown = random.nextInt(3) > 0;
        this.live = live;
    }

    /** The source of the trace with this seed. */
    public static String source(long seed) {
        return SOURCES.get(randomly(seed + 0x5DEECE66DL).nextInt(SOURCES.size()));
    }

    /** The first numbers of neighbouring seeds are alike unless these are spread. */
    static Random randomly(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    private static boolean isLive(long seed) {
        return source(seed).equals("ftrace");
    }

    /** The trace with this seed. */
    public static List<TraceEvent> trace(long seed) {
        return new RandomTraces(seed, isLive(seed)).make(10, 50);
    }

    /** A longer trace with this seed, in which more comes together. */
    static List<TraceEvent> large(long seed) {
        return new RandomTraces(~seed, isLive(seed)).make(100, 200);
    }

    /** The trace with this seed, in which the classes of some instances are given late, or never. */
    public static List<TraceEvent> late(long seed) {
        Random random = randomly(seed * 31 + 7);
        List<TraceEvent> late = new ArrayList<>();
        for (TraceEvent event : trace(seed)) {
            boolean names = INSTANCES.stream().anyMatch(event::has)
                    && !event.text("lock").startsWith("map");
            boolean ends = ENDS.stream().anyMatch(end -> event.text("event").endsWith(end));
            late.add(names && (ends || random.nextInt(2) == 0) ? event.without("class") : event);
        }
        return List.copyOf(late);
    }

    private List<TraceEvent> make(int shortest, int more) {
        int count = 2 + random.nextInt(4);
        List<String> kinds = RandomTask.kinds(random);
        boolean placed = random.nextInt(4) == 0;
        for (int i = 0; i < count; i++) {
            tasks.add(new RandomTask("t" + "abcdef".charAt(i), random, kinds, placed));
        }
        int theme = random.nextInt(8);
        int length = shortest + random.nextInt(more);
        while (trace.size() < length) {
            RandomTask task = tasks.get(random.nextInt(tasks.size()));
            for (int burst = 1 + random.nextInt(4); burst > 0; burst--) {
                step(task, theme);
            }
        }
        if (random.nextInt(4) > 0) {
            tasks.forEach(task -> task.letGo(trace));
        }
        trace.replaceAll(new Spelled(random)::of);
        trace.replaceAll(new Named(trace, live, random)::of);
        trace.replaceAll(new Subclassed(live, random)::of);
        return List.copyOf(trace);
    }

    private void step(RandomTask task, int theme) {
        boolean back = random.nextInt(100) < 35 && task.releaseOne(trace);
        if (back) {
            return;
        }
        if (random.nextInt(40) == 0) {
            task.stray(trace);
            return;
        }
        if (random.nextInt(40) == 0) {
            task.go(trace);
            return;
        }
        int choice = random.nextInt(100);
        boolean onTheme = random.nextInt(100) < 55;
        int topic = onTheme ? theme : choice % 8;
        switch (topic) {
            case 0, 1 -> task.lock(trace);
            case 2 -> fence(task);
            case 3 -> memory(task);
            case 4 -> work(task);
            case 5 -> page(task);
            case 6 -> task.interrupt(trace);
            default -> device(task);
        }
    }

    private String fence() {
        return "f" + random.nextInt(Math.max(1, Math.min(fences + 1, 4)));
    }

    private String anyKnown() {
        List<String> any = new ArrayList<>(known);
        return any.get(random.nextInt(any.size()));
    }

    private static String className(String fence) {
        return FENCES.get(fence.charAt(1) % 3);
    }

    /** Every line of a fence names its class. */
    private TraceEvent fenceEvent(RandomTask task, String event, String fence) {
        known.add(fence);
        return task.event(event, "fence", fence, "class", className(fence));
    }

    private void fence(RandomTask task) {
        String fence = fence();
        switch (random.nextInt(15)) {
            case 0, 1 -> create(task, fence);
            case 11 -> trace.add(task.event("fence-destroy", "fence", fence));
            case 2, 3 -> trace.add(fenceEvent(task, "fence-publish", fence));
            case 4 -> trace.add(fenceEvent(task, "fence-submit", fence));
            case 5 -> trace.add(fenceEvent(task, "fence-depend", fence).with("on", anyKnown()));
            case 6, 7 -> task.begin(trace, "signalling", "fence", fence, "class", className(fence));
            case 8, 9 -> {
                TraceEvent signal = fenceEvent(task, "fence-signal", fence);
                trace.add(random.nextInt(4) == 0 ? signal.with("status", "error") : signal);
                if (random.nextInt(8) == 0) {
                    trace.set(trace.size() - 1, signal.with("count", 1));
                }
            }
            case 10 -> task.begin(trace, "signalling", "class", FENCES.get(random.nextInt(FENCES.size())));
            default -> await(task, fence);
        }
    }

    private void create(RandomTask task, String fence) {
        fences++;
        TraceEvent event = fenceEvent(task, "fence-create", fence);
        if (random.nextInt(3) == 0) {
            event = event.with("timeline", "line" + random.nextInt(8) / 7);
            event = random.nextInt(8) > 0 ? event.with("seqno", 1L + random.nextInt(3)) : event;
        }
        if (random.nextInt(4) == 0) {
            event = event.with("device", "gpu" + random.nextInt(2));
        }
        if (random.nextInt(6) == 0) {
            event = event.with("userspace", true);
        }
        trace.add(event);
    }

    private void await(RandomTask task, String fence) {
        List<String> any = new ArrayList<>(known);
        TraceEvent wait = fenceEvent(task, "fence-wait", fence);
        TraceEvent waited = task.event("fence-waited", "fence", fence);
        if (random.nextInt(6) == 0 && !any.isEmpty()) {
            known.retainAll(any);
            Collections.shuffle(any, random);
            any = any.subList(0, 1 + random.nextInt(any.size()));
            wait = wait.without("fence").without("class").with("any", any);
            waited = waited.without("fence").with("any", any);
        }
        if (random.nextInt(5) == 0) {
            wait = wait.with("timeout", (long) random.nextInt(2) * 1000);
        }
        wait = random.nextInt(8) == 0 ? wait.with("interruptible", random.nextBoolean()) : wait;
        trace.add(wait);
        if (random.nextInt(3) > 0) {
            waited = random.nextInt(4) == 0
                    ? waited.with(
                            "result",
                            List.of("signaled", "timeout", "interrupted").get(random.nextInt(3)))
                    : waited;
            waited = random.nextInt(3) == 0 ? waited.with("slept", random.nextBoolean()) : waited;
            task.later(waited);
        }
    }

    private void memory(RandomTask task) {
        switch (random.nextInt(8)) {
            case 0 -> {
                String[] named = random.nextInt(4) == 0 ? new String[] {"class", "reclaim:cma"} : new String[0];
                task.begin(trace, "reclaim", (Object[]) named);
            }
            case 1, 2 -> notifier(task);
            case 3 ->
                task.begin(
                        trace,
                        "scope",
                        "scope",
                        List.of("nofs", "noio", "noreclaim").get(random.nextInt(3)));
            default -> trace.add(task.event("alloc", "flags", FLAGS.get(random.nextInt(FLAGS.size()))));
        }
    }

    private void notifier(RandomTask task) {
        int number = random.nextInt(3);
        TraceEvent begin = task.event("notifier-begin", "notifier", "mn" + number);
        TraceEvent end = task.event("notifier-end", "notifier", "mn" + number);
        if (number > 0 || random.nextInt(4) == 0) {
            begin = begin.with(
                    "class",
                    List.of("mmu_notifier", "move_notify", "mmu_notifier:gpu").get(number));
        }
        switch (random.nextInt(8)) {
            case 0, 1 -> begin = begin.with("model", "shadow-page-table");
            case 2 -> begin = begin.with("model", "registration-cache");
            case 3 -> begin = begin.with("pages", List.of("p0", "p2"));
            case 4 -> begin = begin.with("blocking", random.nextBoolean());
            default -> {}
        }
        trace.add(begin);
        task.later(random.nextInt(4) == 0 ? end.with("result", "again") : end);
    }

    private TraceEvent item(RandomTask task, String event) {
        int number = random.nextInt(3);
        TraceEvent item = task.event(event, "work", "w" + number, "class", "work_" + "abc".charAt(number));
        if (number > 0) {
            item = item.with("queue", "wq" + number);
        }
        if (random.nextInt(10) == 0) {
            item = item.with("queue", "wq" + (1 + random.nextInt(2)));
        }
        long usual = number == 1 ? 1 : 2;
        int said = random.nextInt(12);
        if (said == 0) {
            item = item.with("capacity", 1L + random.nextInt(3));
        } else if (said < (capacitiesKnown ? 11 : 4) - 5 * (number / 2)) {
            item = item.with("capacity", usual);
        }
        return item;
    }

    private TraceEvent flush(RandomTask task) {
        TraceEvent flush = item(task, "work-flush");
        return random.nextInt(5) > 0 ? flush.without("queue").without("capacity") : flush;
    }

    private void work(RandomTask task) {
        switch (random.nextInt(8)) {
            case 0, 1 -> trace.add(item(task, "work-queue"));
            case 2, 3 -> task.beginUnit(trace, item(task, "work-begin"));
            case 4 -> trace.add(bounded(flush(task)));
            case 5 -> trace.add(bounded(task.event("work-flush", "queue", "wq" + (1 + random.nextInt(2)))));
            case 6 -> task.beginUnit(trace, task.event("syscall-begin", "name", "ioctl"));
            default -> {
                String child = tasks.get(random.nextInt(tasks.size())).name();
                switch (random.nextInt(3)) {
                    case 0 -> {
                        trace.add(task.event("task-start", "child", child));
                        if (random.nextBoolean()) {
                            task.later(task.event("task-joined", "child", child));
                        }
                    }
                    case 1 -> trace.add(bounded(task.event("task-join", "child", child)));
                    default -> {
                        TraceEvent joined = task.event("task-joined", "child", child);
                        trace.add(random.nextInt(8) == 0 ? joined.with("result", "timeout") : joined);
                    }
                }
            }
        }
    }

    /** A wait that sometimes gives up, at once or later. */
    private TraceEvent bounded(TraceEvent wait) {
        return random.nextInt(6) == 0 ? wait.with("timeout", random.nextInt(2) * 1000L) : wait;
    }

    private void page(RandomTask task) {
        String page = "p" + random.nextInt(3);
        String name = page.equals("p2") ? "page_b" : "page_a";
        switch (random.nextInt(8)) {
            case 0, 1 -> task.begin(trace, "page", "page", page, "class", name);
            case 2 -> {
                Object[] named = {"page", page, "class", "pin_" + name};
                task.begin(trace, "pin", random.nextInt(4) == 0 ? new Object[] {"page", page} : named);
            }
            case 5, 6 -> {
                trace.add(task.event("dma-begin", "page", page, "device", "gpu0"));
                task.later(task.event("dma-end", "page", page));
            }
            case 3, 4 -> {
                TraceEvent migrate = task.event("page-migrate", "page", page, "class", name);
                trace.add(random.nextBoolean() ? migrate.with("zone", zone()) : migrate);
                if (random.nextBoolean()) {
                    TraceEvent migrated = task.event("page-migrated", "page", page);
                    int result = random.nextInt(5);
                    trace.add(
                            result < 4
                                    ? migrated.with(
                                            "result", List.of("ok", "failed").get(result / 2))
                                    : migrated);
                }
            }
            default -> {
                TraceEvent exclusive = task.event("page-exclusive", "page", page);
                int callback = random.nextInt(3);
                trace.add(callback < 2 ? exclusive.with("callback", callback == 0) : exclusive);
            }
        }
    }

    private String zone() {
        return List.of("movable", "cma", "normal").get(random.nextInt(3));
    }

    private void device(RandomTask task) {
        String kind = random.nextBoolean() ? "reset" : "fault";
        if (random.nextInt(12) == 0) {
            trace.add(random.nextBoolean() ? task.event("lost") : task.event("lost", "count", 7L));
        } else if (random.nextInt(3) > 0) {
            fence(task);
        } else {
            String device = "gpu" + random.nextInt(2);
            Object[] plain = {"device", device};
            Object[] named = {"device", device, "class", kind + ":" + device};
            task.begin(trace, kind, random.nextInt(3) == 0 ? named : plain);
        }
    }
}
