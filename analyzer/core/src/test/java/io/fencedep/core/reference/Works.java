package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.InterruptContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Work items, queues, and tasks that start and join tasks. */
final class Works {
    /** An item that runs or ran. */
    private record Run(int unit, int line, String work) {}

    private record Queued(String work, int line) {}

    private final World world;
    private final WaitContexts contexts;
    private final List<Run> runs = new ArrayList<>();
    private final List<Queued> queued = new ArrayList<>();
    private final Set<String> joined = new HashSet<>();
    /** Where tasks were started, last. */
    private final Map<String, String> started = new HashMap<>();
    /** Since when a name is that of its present task, where another one had it before. */
    private final Map<String, Integer> began = new HashMap<>();

    Works(World world, WaitContexts contexts) {
        this.world = world;
        this.contexts = contexts;
    }

    void accept(int line, TraceEvent event) {
        switch (event.kind()) {
            case WORK_QUEUE -> {
                queued.add(new Queued(event.text("work"), line));
                waitsOn(event);
            }
            case WORK_BEGIN -> begin(line, event);
            case WORK_END -> end(line, event);
            case WORK_FLUSH -> flush(line, event);
            case WORK_FLUSHED -> {
                if (event.has("work")) {
                    queueOf(event);
                }
            }
            case SYSCALL_BEGIN -> world.beginSyscall(event.task(), line);
            case SYSCALL_END -> world.endSyscall(event.task(), line);
            case TASK_JOIN -> join(line, event);
            case TASK_JOINED -> joined(event);
            case TASK_START -> {
                if (event.text("child").equals(event.task())) {
                    world.anomaly("self");
                } else {
                    start(line, event);
                }
            }
            default -> {}
        }
    }

    /** Notes what a line says of an item's queue. */
    private String queueOf(TraceEvent event) {
        String work = event.text("work");
        if (event.has("queue")) {
            world.queues.put(work, event.text("queue"));
        }
        String queue = world.queues.getOrDefault(work, "");
        if (event.has("capacity") && !queue.isEmpty()) {
            world.capacities.put(queue, event.number("capacity", 0));
            world.capacityOfClass.merge(ClassNames.queuePlace(queue), event.number("capacity", 0), Math::max);
        }
        return queue;
    }

    /** Notes what a line says of an item's queue; an item waits for a place on it. */
    private String waitsOn(TraceEvent event) {
        String work = event.text("work");
        String queue = queueOf(event);
        if (!queue.isEmpty()) {
            world.direct.add(new World.Direct(
                    World.plain(workClass(work)),
                    World.plain(ClassNames.queuePlace(queue)),
                    Basis.CAUSAL,
                    WaitKind.BLOCKING));
        }
        return queue;
    }

    private String workClass(String work) {
        return world.classOf("work", work, "work");
    }

    private void begin(int line, TraceEvent event) {
        String work = event.text("work");
        String queue = waitsOn(event);
        world.begin(event.task(), line, true, work);
        world.hold(Hold.Sort.WORK, event.task(), line, workClass(work), work);
        if (!queue.isEmpty()) {
            world.hold(Hold.Sort.QUEUE, event.task(), line, ClassNames.queue(queue), work);
            world.hold(Hold.Sort.PLACE, event.task(), line, ClassNames.queuePlace(queue), work);
            if (world.isProgram()) {
                World.Frame frame = world.frame(event.task());
                List<Node> place = List.of(World.plain(ClassNames.queuePlace(queue)));
                boolean base = frame.context == InterruptContext.TASK;
                world.waits.add(new Wait(
                        event.task(),
                        world.strand(event.task()),
                        frame.id,
                        base,
                        frame.unit.id(),
                        line,
                        place,
                        "",
                        WaitKind.BLOCKING,
                        List.of()));
            }
        }
        runs.add(new Run(world.frame(event.task()).unit.id(), line, work));
    }

    private void end(int line, TraceEvent event) {
        queueOf(event);
        Hold item = null;
        for (Hold hold : world.open(event.task())) {
            if (hold.sort == Hold.Sort.WORK && hold.instance.equals(event.text("work"))) {
                item = hold;
            }
        }
        if (item == null) {
            world.anomaly("work");
            return;
        }
        int since = item.from;
        String queue = ClassNames.queue(event.text("queue"));
        boolean began = world.open(event.task()).stream()
                .anyMatch(hold -> hold.sort == Hold.Sort.QUEUE && hold.from == since && hold.className.equals(queue));
        if (event.has("queue") && !began) {
            world.anomaly("queue");
        }
        boolean leaked = false;
        for (Hold hold : world.openHere(event.task())) {
            if (hold.from == item.from) {
                hold.to = line;
            }
            leaked |= hold.isLock() && hold.from > item.from;
        }
        if (leaked) {
            world.anomaly("item");
        }
        world.begin(event.task(), line, false, "");
    }

    private void flush(int line, TraceEvent event) {
        boolean item = event.has("work");
        if (item) {
            waitsOn(event);
        }
        if (event.number("timeout", -1) == 0) {
            return;
        }
        String name = item ? workClass(event.text("work")) : ClassNames.queue(event.text("queue"));
        contexts.sleep(line, event, name);
        for (Hold hold : world.openHere(event.task())) {
            boolean same = item ? hold.instance.equals(event.text("work")) : hold.sort == Hold.Sort.QUEUE;
            if (hold.className.equals(name) && (same || !world.isProgram())) {
                world.recursions.add(new World.Recursion(hold, line, name, false));
            }
        }
        world.await(event.task(), line, List.of(World.plain(name)), event.text("work"), World.kind(event));
    }

    private void join(int line, TraceEvent event) {
        if (event.number("timeout", -1) == 0) {
            return;
        }
        String name = taskClass(event.text("child"));
        joined.add(event.text("child"));
        contexts.sleep(line, event, name);
        world.await(event.task(), line, List.of(World.plain(name)), event.text("child"), World.kind(event));
    }

    private void joined(TraceEvent event) {
        if (event.text("result").equals("timeout")) {
            return;
        }
        joined.add(event.text("child"));
        boolean holds = world.open(event.text("child")).stream()
                .anyMatch(hold -> hold.isLock() && hold.frame == world.bottom(event.text("child")));
        if (holds) {
            world.anomaly("child");
        }
    }

    private String taskClass(String child) {
        String site = started.getOrDefault(child, "");
        return !site.isEmpty() ? "task@" + site : "task:" + child.replaceAll("[0-9]+", "");
    }

    /** A section or signal of this fence comes from this task: did it have to wait for a place of its queue? */
    void place(String task, Fences.Fence fence) {
        Run run = running(task);
        String queue = run == null ? "" : world.queues.getOrDefault(run.work(), "");
        if (run != null && !queue.isEmpty() && fence.since() >= 0 && run.line() > fence.since()) {
            world.direct.add(new World.Direct(
                    World.plain(world.fenceClass(fence.name)),
                    World.plain(ClassNames.queuePlace(queue)),
                    Basis.CAUSAL,
                    WaitKind.BLOCKING));
        }
    }

    /** Whether the trace shows how this fence's signal was handed to the item that the task runs. */
    boolean handedOver(String task, Fences.Fence fence) {
        Run run = running(task);
        return run != null
                && fence.since() >= 0
                && queued.stream()
                        .anyMatch(handed -> handed.work().equals(run.work())
                                && handed.line() > fence.since()
                                && handed.line() < run.line());
    }

    private Run running(String task) {
        int unit = world.frame(task).unit.id();
        return runs.stream().filter(run -> run.unit() == unit).findFirst().orElse(null);
    }

    private void start(int line, TraceEvent event) {
        String child = event.text("child");
        if (started.containsKey(child) || joined.contains(child)) {
            ends(child, line);
            began.put(child, line);
        }
        started.put(child, event.text("at"));
    }

    /** A task that somebody joins holds itself, from start to end. */
    private void ends(String child, int line) {
        if (joined.remove(child) && world.baseFrame(child) != null && !world.source.equals("ftrace")) {
            int from = began.getOrDefault(child, -1);
            Hold self = new Hold(Hold.Sort.TASK, child, world.baseFrame(child), from, taskClass(child), child);
            self.to = line;
            world.holds.add(self);
        }
    }

    /** Whoever was joined and is started no more. */
    void finish() {
        List.copyOf(joined).forEach(child -> ends(child, Hold.OPEN));
    }
}
