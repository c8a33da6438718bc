package io.fencedep.programs;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The same code runs in two pools: what one pool awaits in the other needs no place of its own. */
public final class TwoPoolsOk {
    private TwoPoolsOk() {}

    /** Asks the other pool, if there is one. */
    static final class Question implements Callable<Integer> {
        private final ExecutorService other;

        Question(ExecutorService other) {
            this.other = other;
        }

        @Override
        public Integer call() throws Exception {
            return other == null ? 1 : 1 + other.submit(new Question(null)).get();
        }
    }

    public static void main(String[] arguments) throws Exception {
        ExecutorService asks = Executors.newFixedThreadPool(1);
        ExecutorService answers = Executors.newFixedThreadPool(1);
        ExecutorService anyNumber = Executors.newCachedThreadPool();
        for (int i = 0; i < 3; i++) {
            asks.submit(new Question(answers)).get();
            answers.submit(new Question(anyNumber)).get();
        }
        for (ExecutorService pool : new ExecutorService[] {asks, answers, anyNumber}) {
            pool.shutdown();
            pool.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
