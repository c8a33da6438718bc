package io.fencedep.programs;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Latches that no field names: kept in a map, an array, a record, and a type of their own. */
public final class NamedBad {
    private static final Object lock = new Object();
    private static final Map<String, CountDownLatch> byName = new HashMap<>();
    private static final CountDownLatch[] all = {new CountDownLatch(1)};

    private record Job(CountDownLatch done) {
        static Job make() {
            return new Job(new CountDownLatch(1));
        }
    }

    private static final class Own extends CountDownLatch {
        Own() {
            super(1);
        }
    }

    private NamedBad() {}

    public static void main(String[] arguments) throws Exception {
        byName.put("one", new CountDownLatch(1));
        underLock(byName.get("one"));
        underLock(all[0]);
        underLock(Job.make().done());
        underLock(new Own());
    }

    private static void underLock(CountDownLatch latch) throws Exception {
        Turns.take(
                () -> {
                    synchronized (lock) {
                        latch.countDown();
                    }
                },
                () -> {
                    synchronized (lock) {
                        latch.await();
                    }
                });
    }
}
