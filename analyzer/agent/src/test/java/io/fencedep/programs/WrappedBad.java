package io.fencedep.programs;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pool of one thread that wraps what it is given, and tasks that await others of their own pool. */
public final class WrappedBad {
    private static int count;

    private WrappedBad() {}

    private static final class Decorating extends AbstractExecutorService {
        private final ExecutorService pool = Executors.newSingleThreadExecutor();

        @Override
        public void execute(Runnable given) {
            pool.execute(() -> {
                count++;
                given.run();
            });
        }

        @Override
        public void shutdown() {
            pool.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return pool.shutdownNow();
        }

        @Override
        public boolean isShutdown() {
            return pool.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return pool.isTerminated();
        }

        @Override
        public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
            return pool.awaitTermination(time, unit);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Decorating pool = new Decorating();
        pool.submit(() -> awaited(pool.submit(() -> 1))).get();
        pool.shutdown();
    }

    private static Object awaited(Future<?> inner) throws Exception {
        try {
            return inner.get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "";
        }
    }
}
