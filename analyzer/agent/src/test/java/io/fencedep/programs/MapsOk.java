package io.fencedep.programs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

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
    private static final Map<String, ReentrantLock> keys = new ConcurrentHashMap<>();
    private static final Map<String, ReentrantLock> others = new ConcurrentHashMap<>();
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
        Turns.take(() -> withKeys(keys, "one", keys, "two"), () -> withKeys(keys, "one", keys, "two"));
        Turns.take(() -> withKeys(keys, "three", others, "four"), () -> withKeys(keys, "four", others, "three"));
        Turns.take(MapsOk::withAnother, MapsOk::withAnother);
    }

    /** Locks of keys, which nobody keeps when they are given back. */
    private static void withKeys(
            Map<String, ReentrantLock> outers, String first, Map<String, ReentrantLock> inners, String second) {
        ReentrantLock outer = outers.computeIfAbsent(first, key -> new ReentrantLock());
        outer.lock();
        ReentrantLock inner = inners.computeIfAbsent(second, key -> new ReentrantLock());
        inner.lock();
        inner.unlock();
        inners.remove(second);
        outer.unlock();
        outers.remove(first);
    }

    /** A lock of a key is held while another one is made for it. */
    private static void withAnother() {
        ReentrantLock before = keys.computeIfAbsent("five", key -> new ReentrantLock());
        before.lock();
        keys.remove("five");
        ReentrantLock after = keys.computeIfAbsent("five", key -> new ReentrantLock());
        after.lock();
        after.unlock();
        before.unlock();
    }
}
