package io.fencedep.core.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a trace smaller while something about it stays true. */
final class Shrinker {
    private Shrinker() {}

    static List<TraceEvent> shrink(List<TraceEvent> trace, Predicate<List<TraceEvent>> stays) {
        List<TraceEvent> smallest = new ArrayList<>(trace);
        int before;
        do {
            before = size(smallest);
            for (int chunk = Math.max(1, smallest.size() / 2); chunk >= 1; chunk /= 2) {
                removeEvents(smallest, chunk, stays);
            }
            removeFields(smallest, stays);
        } while (size(smallest) < before);
        return smallest;
    }

    private static int size(List<TraceEvent> trace) {
        return trace.stream().mapToInt(event -> event.fields().size()).sum();
    }

    private static void removeEvents(List<TraceEvent> trace, int chunk, Predicate<List<TraceEvent>> stays) {
        for (int at = 0; at + chunk <= trace.size(); ) {
            List<TraceEvent> less = new ArrayList<>(trace);
            less.subList(at, at + chunk).clear();
            if (stays.test(less)) {
                trace.clear();
                trace.addAll(less);
            } else {
                at++;
            }
        }
    }

    private static final List<String> NEEDED = List.of(
            "event",
            "task",
            "lock",
            "fence",
            "any",
            "on",
            "class",
            "work",
            "queue",
            "page",
            "notifier",
            "device",
            "child",
            "flags",
            "scope",
            "failed");

    private static void removeFields(List<TraceEvent> trace, Predicate<List<TraceEvent>> stays) {
        for (int at = 0; at < trace.size(); at++) {
            for (String key : List.copyOf(trace.get(at).fields().keySet())) {
                List<TraceEvent> less = new ArrayList<>(trace);
                less.set(at, trace.get(at).without(key));
                if (!NEEDED.contains(key) && stays.test(less)) {
                    trace.set(at, less.get(at));
                }
            }
        }
    }
}
