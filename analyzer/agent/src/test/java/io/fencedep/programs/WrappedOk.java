package io.fencedep.programs;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tasks that one helper wraps alike, whatever they do and wherever they go. */
public final class WrappedOk {
    private static final Object lock = new Object();
    private static final Object other = new Object();
    private static int count;

    private WrappedOk() {}

    interface Code {
        void run() throws Exception;
    }

    private static Runnable traced(Runnable given) {
        return () -> {
            count++;
            given.run();
        };
    }

    private static Runnable safe(Code code) {
        return () -> {
            try {
                code.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static final class Decorated implements Callable<Object> {
        private final Callable<Object> given;

        Decorated(Callable<Object> given) {
            this.given = given;
        }

        @Override
        public Object call() throws Exception {
            return given.call();
        }
    }

    private static void locked(Object given) {
        synchronized (given) {
            count++;
        }
    }

    public static void main(String[] arguments) throws Exception {
        twoPools();
        ExecutorService many = Executors.newCachedThreadPool();
        many.submit(traced(() -> locked(lock))).get();
        Future<?> without = many.submit(traced(() -> count++));
        synchronized (lock) {
            without.get();
        }
        many.submit(new Decorated(() -> {
                    locked(other);
                    return "";
                }))
                .get();
        Future<?> free = many.submit(new Decorated(() -> ""));
        synchronized (other) {
            free.get();
        }
        many.shutdown();
    }

    /** A task awaits one of another pool. */
    private static void twoPools() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        ExecutorService next = Executors.newSingleThreadExecutor();
        pool.submit(safe(() -> next.submit(safe(() -> count++)).get())).get();
        pool.shutdown();
        next.shutdown();
    }
}
