package io.fencedep.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Ways to change a trace that must not change what is found in it. */
final class Mutants {
    private static final List<String> INSTANCES =
            List.of("lock", "fence", "on", "any", "notifier", "work", "page", "pages", "device", "nest", "timeline");
    private static final List<String> TASKS = List.of("task", "child");
    /** From here on, or until here, counts what others do. */
    private static final Set<String> MILESTONES = Set.of(
            "fence-create",
            "fence-publish",
            "fence-wait",
            "fence-waited",
            "fence-signal",
            "work-queue",
            "task-start",
            "task-joined",
            "reset-begin",
            "reset-end",
            "fault-begin",
            "fault-end",
            "lost");

    private static final Pattern LINE = Pattern.compile(":\\d+");

    private Mutants() {}

    /** Other names for all instances, the same in all traces; an address is what a kernel would print. */
    static UnaryOperator<Trace> renamedInstances(Random random, boolean addresses) {
        Map<String, String> names = new HashMap<>();
        return trace -> trace.each(event -> {
            for (String field : INSTANCES) {
                rename(
                        event,
                        field,
                        names,
                        () -> addresses
                                ? "0xffff" + Long.toHexString(random.nextLong() >>> 16 | 1L << 44)
                                : "x" + names.size());
            }
            return event;
        });
    }

    /** Other names for all tasks. */
    static UnaryOperator<Trace> renamedTasks() {
        Map<String, String> names = new HashMap<>();
        return trace -> trace.each(event -> {
            for (String field : TASKS) {
                rename(event, field, names, () -> "somebody-" + (char) ('a' + names.size()));
            }
            return event;
        });
    }

    private static void rename(
            ObjectNode event, String field, Map<String, String> names, java.util.function.Supplier<String> fresh) {
        JsonNode value = event.get(field);
        if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, list.textNode(name(names, list.get(i).asText(), fresh)));
            }
        } else if (value != null) {
            event.put(field, name(names, value.asText(), fresh));
        }
    }

    private static String name(Map<String, String> names, String old, java.util.function.Supplier<String> fresh) {
        String known = names.get(old);
        if (known == null) {
            known = fresh.get();
            names.put(old, known);
        }
        return known;
    }

    /** Other line numbers in the sources, and notes in between that move all lines of the trace. */
    static Trace moved(Trace trace, Random random) {
        List<ObjectNode> events = new ArrayList<>();
        for (ObjectNode event : trace.events()) {
            if (random.nextBoolean()) {
                events.add(Trace.event("{\"event\":\"mark\",\"task\":\"narrator\",\"text\":\"meanwhile\"}"));
            }
            ObjectNode copy = event.deepCopy();
            if (copy.has("at")) {
                copy.put("at", LINE.matcher(copy.get("at").asText()).replaceAll(":" + (1 + random.nextInt(9_000))));
            }
            events.add(copy);
        }
        return trace.with(events);
    }

    /** Some neighbours that have nothing to do with each other change places, many times. */
    static Trace reordered(Trace trace, Random random) {
        List<ObjectNode> events = new ArrayList<>(trace.events());
        for (int i = 0; i < events.size() * 20 && events.size() > 1; i++) {
            int at = random.nextInt(events.size() - 1);
            ObjectNode first = events.get(at);
            ObjectNode second = events.get(at + 1);
            if (independent(first, second)) {
                events.set(at, second);
                events.set(at + 1, first);
            }
        }
        return trace.with(events);
    }

    private static boolean independent(ObjectNode first, ObjectNode second) {
        if (MILESTONES.contains(Trace.text(first, "event")) || MILESTONES.contains(Trace.text(second, "event"))) {
            return false;
        }
        Set<String> shared = names(first);
        shared.retainAll(names(second));
        return shared.isEmpty();
    }

    private static Set<String> names(ObjectNode event) {
        Set<String> names = new HashSet<>();
        for (String field : INSTANCES) {
            JsonNode value = event.path(field);
            if (value.isArray()) {
                value.forEach(each -> names.add("instance " + each.asText()));
            } else if (!value.isMissingNode()) {
                names.add("instance " + value.asText());
            }
        }
        TASKS.forEach(field -> names.add("task " + Trace.text(event, field)));
        names.add("queue " + Trace.text(event, "queue"));
        names.remove("task ");
        names.remove("queue ");
        if (Trace.text(event, "event").startsWith("notifier-")
                || Trace.text(event, "event").startsWith("dma-")) {
            names.add("all pages");
        }
        return names;
    }

    /** Another task goes about its own business in between. */
    static Trace visited(Trace trace, Random random) {
        List<ObjectNode> visitor = new ArrayList<>();
        for (int round = 0; round < 1 + random.nextInt(4); round++) {
            visitor.addAll(visit(random.nextInt(3), round));
        }
        List<ObjectNode> events = new ArrayList<>();
        List<ObjectNode> left = new ArrayList<>(trace.events());
        while (!left.isEmpty() || !visitor.isEmpty()) {
            boolean theirs = left.isEmpty() || !visitor.isEmpty() && random.nextInt(3) == 0;
            events.add(theirs ? visitor.remove(0) : left.remove(0));
        }
        return trace.with(events);
    }

    private static List<ObjectNode> visit(int what, int round) {
        String lines = switch (what) {
            case 0 -> """
                        {"event":"acquire","task":"visitor","lock":"visit#1","class":"&visit->first","kind":"mutex"}
                        {"event":"acquire","task":"visitor","lock":"visit#2","class":"&visit->second","kind":"mutex"}
                        {"event":"release","task":"visitor","lock":"visit#2"}
                        {"event":"release","task":"visitor","lock":"visit#1"}
                        """;
            case 1 -> """
                        {"event":"fence-create","task":"visitor","fence":"visit-f%d","class":"dma_fence:visit"}
                        {"event":"fence-publish","task":"visitor","fence":"visit-f%d"}
                        {"event":"fence-submit","task":"visitor","fence":"visit-f%d"}
                        {"event":"signalling-begin","task":"guest","fence":"visit-f%d"}
                        {"event":"acquire","task":"guest","lock":"visit#3","class":"&visit->third","kind":"spin"}
                        {"event":"release","task":"guest","lock":"visit#3"}
                        {"event":"fence-signal","task":"guest","fence":"visit-f%d"}
                        {"event":"signalling-end","task":"guest","fence":"visit-f%d"}
                        """;
            default -> """
                        {"event":"acquire","task":"visitor","lock":"visit#4","class":"&visit->sem","kind":"rwsem","mode":"read"}
                        {"event":"alloc","task":"visitor","flags":"GFP_KERNEL"}
                        {"event":"release","task":"visitor","lock":"visit#4"}
                        """;
        };
        return lines.replace("%d", Integer.toString(round))
                .lines()
                .map(Trace::event)
                .toList();
    }
}
