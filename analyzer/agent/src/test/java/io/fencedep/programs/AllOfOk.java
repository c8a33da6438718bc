package io.fencedep.programs;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/** Code that asks futures for what they came to, and runs only once they are done. */
public final class AllOfOk {
    private static final int ROUNDS = 40;

    private AllOfOk() {}

    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        for (int round = 0; round < ROUNDS; round++) {
            List<CompletableFuture<Integer>> parts = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> i, pool))
                    .toList();
            CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
                    .thenApply(all ->
                            parts.stream().mapToInt(CompletableFuture::join).sum())
                    .get();
            CompletableFuture<Integer> first = parts.get(0);
            CompletableFuture<Integer> second = parts.get(1);
            first.thenCombine(second, (one, other) -> first.join() + second.join())
                    .get();
            first.whenComplete((value, failure) -> first.join()).get();
            first.thenApplyAsync(value -> value + 1, pool)
                    .thenApply(value -> first.join())
                    .get();
        }
        FutureTask<Integer> asksItself = new FutureTask<>(() -> 1) {
            @Override
            protected void done() {
                Turns.run(this::get);
            }
        };
        pool.submit(asksItself).get();
        pool.shutdown();
    }
}
