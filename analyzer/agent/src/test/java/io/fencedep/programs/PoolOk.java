package io.fencedep.programs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A task awaits one of another pool. */
public final class PoolOk {
    private static final ExecutorService pool = Executors.newSingleThreadExecutor();
    private static final ExecutorService other = Executors.newSingleThreadExecutor();

    private PoolOk() {}

    public static void main(String[] arguments) throws Exception {
        Future<?> outer = pool.submit(() -> other.submit(() -> "done").get());
        outer.get();
        pool.shutdown();
        other.shutdown();
    }
}
