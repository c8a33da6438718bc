package io.fencedep.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Ways to change a trace that must not change what is found in it. */
final class Mutants {
    private static final List<String> INSTANCES =
            List.of("lock", "fence", "on", "any", "notifier", "work", "page", "pages", "device", "nest", "timeline");
    private static final List<String> TASKS = List.of("task", "child");
    private static final Map<String, Set<String>> CLASSED = Map.of(
            "lock", Set.of("acquire"),
            "fence",
                    Set.of(
                            "fence-create",
                            "fence-publish",
                            "fence-submit",
                            "fence-signal",
                            "fence-wait",
                            "fence-waited",
                            "signalling-begin"),
            "work", Set.of("work-queue", "work-begin", "work-flush"),
            "page", Set.of("page-get", "page-migrate"));

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

    /** The same in another order that means the same. */
    static Trace reordered(Trace trace, Random random) {
        return trace.with(Reordering.of(trace.events(), random));
    }

    /** Only one line gives each instance its class, any of those about it. */
    static Trace classesSaidOnce(Trace trace, Random random) {
        return classesSaid(trace, random::nextInt);
    }

    /** Every line about an instance gives its class. */
    static Trace classesSaidEverywhere(Trace trace) {
        return classesSaid(trace, lines -> -1);
    }

    /** @param which of so many lines about an instance gives its class, -1 for all */
    private static Trace classesSaid(Trace trace, IntUnaryOperator which) {
        Map<String, String> classes = new HashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        for (ObjectNode event : trace.events()) {
            String instance = named(event);
            lines.merge(instance, 1, Integer::sum);
            if (event.has("class")) {
                classes.putIfAbsent(instance, Trace.text(event, "class"));
            }
        }
        Map<String, Integer> chosen = new HashMap<>();
        lines.forEach((instance, count) -> chosen.put(instance, which.applyAsInt(count)));
        return trace.each(event -> {
            String instance = named(event);
            if (!instance.isEmpty() && classes.containsKey(instance)) {
                int left = lines.merge(instance, -1, Integer::sum);
                if (chosen.get(instance) < 0 || left == chosen.get(instance)) {
                    event.put("class", classes.get(instance));
                } else {
                    event.remove("class");
                }
            }
            return event;
        });
    }

    /** What a line is about, if its class may be said on any line about it. */
    private static String named(ObjectNode event) {
        for (var field : CLASSED.entrySet()) {
            if (field.getValue().contains(Trace.text(event, "event"))) {
                return event.has(field.getKey()) ? field.getKey() + Trace.text(event, field.getKey()) : "";
            }
        }
        return "";
    }

    /** Another task goes about its own business in between. */
    static Trace visited(Trace trace, Random random) {
        return visited(trace, random, 3);
    }

    /** The same, without memory of its own: what waits for memory is new where nobody else has waited for any. */
    static Trace visitedBriefly(Trace trace, Random random) {
        return visited(trace, random, 2);
    }

    private static Trace visited(Trace trace, Random random, int kinds) {
        List<ObjectNode> visitor = new ArrayList<>();
        for (int round = 0; round < 1 + random.nextInt(4); round++) {
            visitor.addAll(visit(random.nextInt(kinds), round));
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
