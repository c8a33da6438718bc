package io.fencedep.programs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A task awaits another one of its own pool, which has one thread. */
public final class PoolBad {
    private static final ExecutorService pool = Executors.newSingleThreadExecutor();

    private PoolBad() {}

    public static void main(String[] arguments) throws Exception {
        Future<?> outer = pool.submit(() -> {
            Future<?> inner = pool.submit(() -> "done");
            try {
                return inner.get(10, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return "not done";
            }
        });
        outer.get();
        pool.shutdown();
    }
}
