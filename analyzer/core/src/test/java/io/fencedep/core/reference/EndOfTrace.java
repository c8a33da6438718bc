package io.fencedep.core.reference;

import io.fencedep.core.model.InterruptContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who is stuck when the trace ends, and which holds the recorder only thought it saw. */
final class EndOfTrace {
    private final World world;
    /** The last line of each task that waits, not counting lines of interrupts above it. */
    private final Map<String, Integer> blocked = new TreeMap<>();

    EndOfTrace(World world) {
        this.world = world;
        for (int line = 0; line < world.trace.size(); line++) {
            TraceEvent event = world.trace.get(line);
            if (event.text("event").equals("lost")) {
                blocked.clear();
            } else if (waits(line, event) && isLast(line)) {
                blocked.put(event.task(), line);
            }
        }
    }

    /** Whether its task says nothing after it, but for interrupts above it. */
    private boolean isLast(int line) {
        TraceEvent wait = world.trace.get(line);
        return world.trace.stream()
                .skip(line + 1L)
                .noneMatch(event -> event.task().equals(wait.task())
                        && !event.text("event").equals("lost")
                        && contextOf(event).compareTo(contextOf(wait)) <= 0);
    }

    private boolean waits(int line, TraceEvent event) {
        return switch (event.kind()) {
            case ACQUIRE ->
                !event.is("try", true)
                        && event.number("timeout", -1) != 0
                        && (world.upgrades.contains(line)
                                || world.holds.stream()
                                        .anyMatch(hold -> hold.from == line
                                                && hold.isLock()
                                                && !hold.stuck
                                                && hold.blocksOthers()));
            case FENCE_WAIT -> event.number("timeout", -1) != 0 && !world.overBefore.contains(line);
            case WORK_FLUSH, TASK_JOIN -> event.number("timeout", -1) != 0;
            default -> false;
        };
    }

    /** Takes out the holds that cannot have been. */
    void dropStuckHolds() {
        for (Hold hold : world.holds) {
            if (hold.isLock() && hold.to == Hold.OPEN && (hold.retaken && !blockedOn(hold) || outlived(hold))) {
                hold.stuck = true;
                world.anomaly("stuck");
            }
        }
    }

    private boolean blockedOn(Hold hold) {
        TraceEvent last = blocked.containsKey(hold.task) ? world.trace.get(blocked.get(hold.task)) : null;
        return last != null
                && last.text("event").equals("acquire")
                && last.text("lock").equals(hold.instance);
    }

    /** Never released, while something around it was. */
    private boolean outlived(Hold hold) {
        return !blocked.containsKey(hold.task)
                && world.holds.stream()
                        .anyMatch(around -> around.frame == hold.frame
                                && around.sort != Hold.Sort.TASK
                                && !around.overdue(around.to)
                                && around.from < hold.from
                                && around.to > hold.from
                                && around.to != Hold.OPEN);
    }

    /** The tasks that can never go on: the greatest set in which nobody has a way out. */
    Set<String> stuck() {
        Set<String> stuck = new TreeSet<>(blocked.keySet());
        stuck.removeIf(task -> world.trace.get(blocked.get(task)).has("timeout"));
        boolean changed = true;
        while (changed) {
            Set<String> now = new HashSet<>(stuck);
            changed = stuck.removeIf(task -> !isStuck(task, now));
        }
        return stuck;
    }

    private boolean isStuck(String task, Set<String> stuck) {
        int line = blocked.get(task);
        TraceEvent event = world.trace.get(line);
        return switch (event.kind()) {
            case ACQUIRE -> byLock(line, event, stuck);
            case FENCE_WAIT ->
                event.has("fence")
                        ? byFence(event.text("fence"), stuck)
                        : event.list("any").stream().allMatch(fence -> byFence(fence, stuck));
            case WORK_FLUSH -> byWork(event, stuck);
            default -> stuck.contains(event.text("child"));
        };
    }

    private List<Hold> left(Hold.Sort... sorts) {
        return world.holds.stream()
                .filter(hold -> hold.to == Hold.OPEN && List.of(sorts).contains(hold.sort))
                .collect(Collectors.toList());
    }

    private boolean byLock(int line, TraceEvent event, Set<String> stuck) {
        List<Hold> holders = new ArrayList<>();
        boolean writerQueued = false;
        for (Hold hold : left(Hold.Sort.LOCK)) {
            boolean byInterruptAbove = hold.task.equals(event.task())
                    && contextOf(world.trace.get(hold.from)).compareTo(contextOf(event)) > 0;
            boolean other = !hold.instance.equals(event.text("lock")) || !hold.blocksOthers();
            if (other || hold.from == line || byInterruptAbove) {
                continue;
            }
            if (isPending(hold)) {
                writerQueued |= !hold.sharedAt(hold.from);
            } else {
                holders.add(hold);
            }
        }
        boolean writes = !event.has("mode") || event.text("mode").equals("write");
        boolean byReaders = writes || event.text("mode").equals("read") && writerQueued;
        if (!byReaders) {
            holders.removeIf(hold -> hold.sharedAt(world.trace.size()));
        }
        long capacity = event.number("capacity", 1);
        if (capacity > 1) {
            return holders.size() >= capacity && allOf(holders, stuck);
        }
        return holders.stream().anyMatch(hold -> stuck.contains(hold.task));
    }

    private static boolean allOf(List<Hold> holders, Set<String> stuck) {
        return !holders.isEmpty() && holders.stream().allMatch(hold -> stuck.contains(hold.task));
    }

    /** Whether its task has said nothing since it set out to take the lock. */
    private boolean isPending(Hold hold) {
        TraceEvent acquire = world.trace.get(hold.from);
        return !acquire.is("try", true) && acquire.number("timeout", -1) != 0 && isLast(hold.from);
    }

    private static InterruptContext contextOf(TraceEvent event) {
        String context = event.has("context") ? event.text("context") : "task";
        return InterruptContext.valueOf(context.toUpperCase(Locale.ROOT));
    }

    private boolean byFence(String fence, Set<String> stuck) {
        return allOf(
                left(Hold.Sort.SECTION, Hold.Sort.DUTY, Hold.Sort.RESET_FENCE).stream()
                        .filter(hold -> hold.instance.equals(fence))
                        .collect(Collectors.toList()),
                stuck);
    }

    private boolean byWork(TraceEvent event, Set<String> stuck) {
        List<Hold> runners = left(Hold.Sort.WORK, Hold.Sort.QUEUE).stream()
                .filter(hold -> event.has("work")
                        ? hold.sort == Hold.Sort.WORK && hold.instance.equals(event.text("work"))
                        : hold.className.equals("queue:" + event.text("queue")))
                .collect(Collectors.toList());
        if (runners.isEmpty() && event.has("work")) {
            return byPlace(event.text("work"), stuck);
        }
        return runners.stream().anyMatch(hold -> stuck.contains(hold.task));
    }

    /** An item that was queued and does not run waits for a place, if its queue has no more than so many. */
    private boolean byPlace(String work, Set<String> stuck) {
        String queue = world.queues.getOrDefault(work, "");
        if (!world.capacities.containsKey(queue) || !queued(work)) {
            return false;
        }
        List<Hold> holders = left(Hold.Sort.PLACE).stream()
                .filter(hold -> hold.className.equals("place:" + queue))
                .collect(Collectors.toList());
        return holders.size() >= world.capacities.get(queue) && allOf(holders, stuck);
    }

    private boolean queued(String work) {
        return world.trace.stream()
                .anyMatch(event -> event.text("event").equals("work-queue")
                        && event.text("work").equals(work));
    }
}
