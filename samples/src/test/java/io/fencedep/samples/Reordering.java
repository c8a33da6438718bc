package io.fencedep.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Other orders in which the same could have happened, as far as the meaning of a trace hangs on order. Kept are the order
 * of each task, of all that concerns one instance, queue or device, and of what cross-release compares across tasks: the
 * life of a fence with what its signallers do, and the holders of a limited resource with each other. All else is free.
 */
final class Reordering {
    private static final List<String> INSTANCES =
            List.of("lock", "fence", "on", "any", "notifier", "work", "page", "pages", "device", "nest");
    /** Events that say since when, and until when, somebody waits for a fence or owes it. */
    private static final Set<String> LIFE = Set.of(
            "fence-create",
            "fence-publish",
            "fence-submit",
            "fence-wait",
            "fence-waited",
            "fence-signal",
            "fence-destroy");

    /** Events that wait for something, or say to what other waits belong. */
    private static final Set<String> WAITS = Set.of(
            "acquire",
            "fence-wait",
            "alloc",
            "reclaim-begin",
            "notifier-begin",
            "work-queue",
            "work-begin",
            "work-flush",
            "task-join",
            "page-migrate");

    private final List<ObjectNode> events;
    private final List<Set<String>> concerns = new ArrayList<>();
    /** For each event, the tasks on whose waits it bears. */
    private final List<Set<String>> bearsOn = new ArrayList<>();

    private final Map<String, String> queues = new HashMap<>();
    private final Map<String, String> devices = new HashMap<>();
    /** For each fence, who is ever on the way to its signal. */
    private final Map<String, Set<String>> signallers = new HashMap<>();
    /** For each limited resource, who ever holds it. */
    private final Map<String, Set<String>> holders = new HashMap<>();

    private Reordering(List<ObjectNode> events) {
        this.events = events;
        events.forEach(this::learn);
        events.forEach(event -> concerns.add(concerns(event)));
        events.forEach(event -> bearsOn.add(bearsOn(event)));
    }

    /** The events in an order that means the same; how far tasks run on by themselves is up to chance as well. */
    static List<ObjectNode> of(List<ObjectNode> events, Random random) {
        return new Reordering(events).shuffled(random);
    }

    private void learn(ObjectNode event) {
        String fence = Trace.text(event, "fence");
        if (event.has("queue") && event.has("work")) {
            queues.putIfAbsent(Trace.text(event, "work"), Trace.text(event, "queue"));
        }
        if (event.has("device") && !fence.isEmpty()) {
            devices.putIfAbsent(fence, Trace.text(event, "device"));
        }
        if (Set.of("fence-signal", "fence-submit", "signalling-begin").contains(Trace.text(event, "event"))) {
            String name = fence.isEmpty() ? "class " + Trace.text(event, "class") : fence;
            signallers.computeIfAbsent(name, ignored -> new HashSet<>()).add(Trace.text(event, "task"));
        }
        for (String field : List.of("lock", "work")) {
            if (event.has(field)) {
                holders.computeIfAbsent(limited(event, field), ignored -> new HashSet<>())
                        .add(Trace.text(event, "task"));
            }
        }
    }

    private String limited(ObjectNode event, String field) {
        String name = Trace.text(event, field);
        return field.equals("work") && queues.containsKey(name) ? "queue " + queues.get(name) : field + " " + name;
    }

    private Set<String> concerns(ObjectNode event) {
        Set<String> names = new HashSet<>();
        for (String field : INSTANCES) {
            JsonNode value = event.path(field);
            value.forEach(each -> names.add("instance " + each.asText()));
            if (value.isTextual()) {
                names.add("instance " + value.asText());
            }
        }
        names.add("task " + Trace.text(event, "task"));
        for (String field : List.of("child", "queue")) {
            if (event.has(field)) {
                names.add((field.equals("child") ? "task " : "queue ") + Trace.text(event, field));
            }
        }
        if (queues.containsKey(Trace.text(event, "work"))) {
            names.add("queue " + queues.get(Trace.text(event, "work")));
        }
        if (devices.containsKey(Trace.text(event, "fence"))) {
            names.add("instance " + devices.get(Trace.text(event, "fence")));
        }
        String what = Trace.text(event, "event");
        if (what.equals("fence-create") || what.equals("fence-publish")) {
            names.add("age of fences");
        }
        if (what.startsWith("notifier-") || what.startsWith("dma-") || what.endsWith("pin")) {
            names.add("all pages");
        }
        return names;
    }

    /** The life of a fence bears on its signallers, and holds of a limited resource on all who ever have it. */
    private Set<String> bearsOn(ObjectNode event) {
        Set<String> tasks = new HashSet<>();
        if (LIFE.contains(Trace.text(event, "event"))) {
            List<String> fences = new ArrayList<>(List.of(Trace.text(event, "fence")));
            event.path("any").forEach(each -> fences.add(each.asText()));
            fences.forEach(fence -> tasks.addAll(signallers.getOrDefault(fence, Set.of())));
        }
        for (String field : List.of("lock", "work")) {
            if (event.has(field) && isLimited(event, field)) {
                tasks.addAll(holders.get(limited(event, field)));
            }
        }
        return tasks;
    }

    private boolean isLimited(ObjectNode event, String field) {
        String resource = limited(event, field);
        return events.stream()
                .anyMatch(each -> each.has(field)
                        && limited(each, field).equals(resource)
                        && each.path("capacity").asLong(1) > 1);
    }

    private boolean depend(int first, int second) {
        boolean lost = Trace.text(events.get(first), "event").equals("lost")
                || Trace.text(events.get(second), "event").equals("lost");
        return lost
                || concerns.get(first).stream().anyMatch(concerns.get(second)::contains)
                || bears(first, second)
                || bears(second, first);
    }

    private boolean bears(int first, int second) {
        ObjectNode event = events.get(second);
        return WAITS.contains(Trace.text(event, "event"))
                && bearsOn.get(first).stream()
                        .anyMatch(task -> task.equals(Trace.text(event, "task")) || isQueuedFor(event, task));
    }

    /** Whether somebody queues what this task runs: that may be how a signal was handed over. */
    private boolean isQueuedFor(ObjectNode event, String task) {
        return Trace.text(event, "event").equals("work-queue")
                && events.stream()
                        .anyMatch(each -> Trace.text(each, "event").equals("work-begin")
                                && Trace.text(each, "task").equals(task)
                                && Trace.text(each, "work").equals(Trace.text(event, "work")));
    }

    private List<ObjectNode> shuffled(Random random) {
        int size = events.size();
        int[] before = new int[size];
        for (int second = 0; second < size; second++) {
            for (int first = 0; first < second; first++) {
                before[second] += depend(first, second) ? 1 : 0;
            }
        }
        boolean[] done = new boolean[size];
        int stay = random.nextInt(4);
        List<ObjectNode> order = new ArrayList<>();
        String last = "";
        while (order.size() < size) {
            List<Integer> ready = new ArrayList<>();
            List<Integer> sameTask = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                if (!done[i] && before[i] == 0) {
                    ready.add(i);
                    if (Trace.text(events.get(i), "task").equals(last)) {
                        sameTask.add(i);
                    }
                }
            }
            boolean goOn = !sameTask.isEmpty() && random.nextInt(4) < stay;
            List<Integer> choice = goOn ? sameTask : ready;
            int next = choice.get(random.nextInt(choice.size()));
            done[next] = true;
            last = Trace.text(events.get(next), "task");
            order.add(events.get(next));
            for (int later = next + 1; later < size; later++) {
                before[later] -= depend(next, later) ? 1 : 0;
            }
        }
        return order;
    }
}
