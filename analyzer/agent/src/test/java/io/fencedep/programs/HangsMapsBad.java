package io.fencedep.programs;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Hangs: two maps, each of which asks the other one for a value while it computes its own. */
public final class HangsMapsBad {
    private static final ConcurrentHashMap<Integer, Integer> prices = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<Integer, Integer> sums = new ConcurrentHashMap<>();
    private static final CountDownLatch both = new CountDownLatch(2);

    private HangsMapsBad() {}

    public static void main(String[] arguments) throws Exception {
        new Thread(() -> compute(prices, sums)).start();
        compute(sums, prices);
    }

    private static void compute(ConcurrentHashMap<Integer, Integer> map, ConcurrentHashMap<Integer, Integer> other) {
        map.computeIfAbsent(1, key -> {
            both.countDown();
            Turns.run(both::await);
            return other.computeIfAbsent(key, same -> same);
        });
    }
}
