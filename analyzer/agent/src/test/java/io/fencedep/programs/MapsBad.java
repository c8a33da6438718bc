package io.fencedep.programs;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Concurrent maps that are changed while they or others compute a value, and locks that are kept in one. */
public final class MapsBad {
    private static final Map<String, Integer> users = new ConcurrentHashMap<>();
    private static final Map<String, Integer> groups = new ConcurrentHashMap<>();
    private static final Map<String, Integer> alone = new ConcurrentHashMap<>();
    private static final Map<String, Integer> meters = new ConcurrentHashMap<>();
    private static final Map<String, Object> locks = new ConcurrentHashMap<>();
    private static final Map<String, ReentrantLock> keys = new ConcurrentHashMap<>();
    private static final Map<String, ReentrantLock> ownKeys = new Locks();
    private static final Map<String, Future<Integer>> values = new ConcurrentHashMap<>();
    private static final Map<String, FutureTask<Integer>> others = new ConcurrentHashMap<>();
    private static final Object registry = new Object();
    private static final Object gate = new Object();
    private static final Object left = new Object();
    private static final Object right = new Object();

    private MapsBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> users.computeIfAbsent("one", key -> groups.put("two", 2)),
                () -> groups.compute("two", (key, value) -> users.remove("one")));
        Turns.take(
                () -> alone.compute("one", (key, value) -> alone.put("two", 2)),
                () -> alone.compute("two", (key, value) -> alone.put("one", 1)));
        Turns.take(
                () -> {
                    synchronized (registry) {
                        meters.put("one", 1);
                    }
                },
                () -> meters.merge("one", 1, MapsBad::sum));
        Turns.take(
                () -> {
                    synchronized (gate) {
                        synchronized (lock("one")) {
                            groups.size();
                        }
                    }
                },
                () -> {
                    synchronized (lock("one")) {
                        synchronized (gate) {
                            groups.size();
                        }
                    }
                });
        bothWays();
        valuesOfKeys();
        Turns.take(
                () -> withKeys(keys, "one", "two", MapsBad::lockOfKey),
                () -> withKeys(keys, "two", "one", MapsBad::lockOfKey));
        Turns.take(
                () -> withKeys(ownKeys, "one", "two", MapsBad::lockOfOwnKey),
                () -> withKeys(ownKeys, "two", "one", MapsBad::lockOfOwnKey));
    }

    /** The value of a key needs that of another one, and the other way round once all are forgotten. */
    private static void valuesOfKeys() throws Exception {
        Turns.take(() -> value("one", () -> value("two", () -> 2)), values::clear, () -> {
            value("two", () -> value("one", () -> 1));
        });
        Turns.take(() -> other("one", () -> other("two", () -> 2)), others::clear, () -> {
            other("two", () -> other("one", () -> 1));
        });
    }

    /** What the first one who asks for it computes, and others wait for. */
    private static Integer value(String key, Callable<Integer> code) throws Exception {
        Future<Integer> known = values.get(key);
        if (known == null) {
            FutureTask<Integer> task = new FutureTask<>(code);
            known = values.putIfAbsent(key, task);
            if (known == null) {
                known = task;
                task.run();
            }
        }
        return known.get();
    }

    private static Integer other(String key, Callable<Integer> code) throws Exception {
        FutureTask<Integer> task = others.computeIfAbsent(key, ignored -> new FutureTask<>(code));
        task.run();
        return task.get();
    }

    /** Locks of keys, which nobody keeps when they are given back. */
    private static void withKeys(
            Map<String, ReentrantLock> keys, String first, String second, Function<String, ReentrantLock> maker) {
        ReentrantLock outer = keys.computeIfAbsent(first, maker);
        outer.lock();
        ReentrantLock inner = keys.computeIfAbsent(second, maker);
        inner.lock();
        inner.unlock();
        keys.remove(second);
        outer.unlock();
        keys.remove(first);
    }

    private static ReentrantLock lockOfKey(String key) {
        return new ReentrantLock();
    }

    private static ReentrantLock lockOfOwnKey(String key) {
        return new ReentrantLock();
    }

    /** A map of the program's own kind. */
    private static final class Locks extends ConcurrentHashMap<String, ReentrantLock> {
        private static final long serialVersionUID = 1;
    }

    /** Two keys are computed at once: that both are of one map keeps nobody out. */
    private static void bothWays() throws Exception {
        Map<String, Integer> map = new ConcurrentHashMap<>();
        Turns.take(
                () -> map.computeIfAbsent("one", key -> {
                    synchronized (left) {
                        synchronized (right) {
                            return 1;
                        }
                    }
                }),
                () -> map.computeIfAbsent("two", key -> {
                    synchronized (right) {
                        synchronized (left) {
                            return 2;
                        }
                    }
                }));
    }

    private static Integer sum(Integer one, Integer other) {
        synchronized (registry) {
            return one + other;
        }
    }

    private static Object lock(String name) {
        Object made = new Object();
        Object known = locks.putIfAbsent(name, made);
        return known == null ? made : known;
    }
}
