package io.fencedep.programs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Concurrent maps that are changed in one order, also by who has their own monitors. */
public final class MapsOk {
    private static final class Own extends ConcurrentHashMap<String, Integer> {
        private static final long serialVersionUID = 1;

        synchronized void fill() {
            put("one", 1);
            put("two", 2);
        }
    }

    private static final Map<String, Integer> outer = new ConcurrentHashMap<>();
    private static final Map<String, Integer> inner = new ConcurrentHashMap<>();
    private static final Map<Integer, Integer> chain = new ConcurrentHashMap<>();
    private static final Map<String, Integer> whole = new ConcurrentHashMap<>();
    private static final Object registry = new Object();

    private MapsOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> outer.computeIfAbsent("one", key -> inner.put("two", 2)),
                () -> outer.compute("two", (key, value) -> inner.remove("two")));
        Turns.take(
                () -> chain.compute(3, (key, value) -> chain.put(2, 2)),
                () -> chain.compute(2, (key, value) -> chain.put(1, 1)));
        Turns.take(
                () -> {
                    synchronized (registry) {
                        inner.put("one", 1);
                        inner.get("two");
                    }
                },
                () -> inner.computeIfAbsent("three", String::length));
        Turns.take(
                () -> outer.compute("one", (key, value) -> {
                    synchronized (registry) {
                        return 1;
                    }
                }),
                () -> {
                    synchronized (registry) {
                        outer.get("one");
                        outer.containsKey("two");
                    }
                });
        Turns.take(
                () -> {
                    synchronized (whole) {
                        whole.put("one", 1);
                        whole.put("two", 2);
                    }
                },
                () -> whole.remove("one"));
        Own own = new Own();
        Turns.take(own::fill, own::fill);
    }
}
