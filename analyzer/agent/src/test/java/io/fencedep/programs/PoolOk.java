package io.fencedep.programs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A task awaits one of another pool; the tasks of one thread take two locks in either order. */
public final class PoolOk {
    private static final ExecutorService pool = Executors.newSingleThreadExecutor();
    private static final ExecutorService other = Executors.newSingleThreadExecutor();

    private static int locks;

    private PoolOk() {}

    public static void main(String[] arguments) throws Exception {
        Future<?> outer = pool.submit(() -> other.submit(() -> "done").get());
        outer.get();
        pool.submit(() -> both(pool, other)).get();
        pool.submit(() -> both(other, pool)).get();
        pool.shutdown();
        other.shutdown();
    }

    private static void both(Object outer, Object inner) {
        synchronized (outer) {
            synchronized (inner) {
                locks++;
            }
        }
    }
}
