package io.fencedep.programs;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The same code runs in two pools, and each awaits what it asks of the other. */
public final class TwoPoolsBad {
    private TwoPoolsBad() {}

    public static void main(String[] arguments) throws Exception {
        askEachOther(1, TwoPoolsOk.Question::new);
        // Here it takes as many questions at once as there are threads.
        askEachOther(3, Doubt::new);
    }

    /** Code of another class. */
    private static final class Doubt implements Callable<Integer> {
        private final Callable<Integer> question;

        Doubt(ExecutorService other) {
            question =
                    () -> other == null ? 1 : 1 + other.submit(new Doubt(null)).get();
        }

        @Override
        public Integer call() throws Exception {
            return question.call();
        }
    }

    private static void askEachOther(int threads, Function<ExecutorService, Callable<Integer>> code) throws Exception {
        ExecutorService one = Executors.newFixedThreadPool(threads);
        ExecutorService other = Executors.newFixedThreadPool(threads);
        one.submit(code.apply(other)).get();
        other.submit(code.apply(one)).get();
        for (ExecutorService pool : new ExecutorService[] {one, other}) {
            pool.shutdown();
            pool.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
