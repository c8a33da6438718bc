package io.fencedep.programs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Stages that take a lock, none of which is awaited under it; futures that complete by themselves. */
public final class StagesOk {
    private static final Object lock = new Object();
    private static int count;

    private StagesOk() {}

    public static void main(String[] arguments) throws Exception {
        CompletableFuture<Integer> source = new CompletableFuture<>();
        CompletableFuture<Integer> stage = source.thenApply(each -> each + 1);
        CompletableFuture<Void> later = stage.thenAccept(each -> {
            synchronized (lock) {
                count += each;
            }
        });
        Turns.take(() -> source.complete(1), () -> {
            synchronized (lock) {
                stage.join();
            }
        });
        later.join();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        CompletableFuture<Integer> sum = CompletableFuture.completedFuture(0);
        for (int i = 0; i < 10; i++) {
            sum = sum.thenApplyAsync(each -> each + 1, pool)
                    .thenCombine(CompletableFuture.supplyAsync(() -> 1, pool), Integer::sum);
        }
        CompletableFuture.allOf(sum, later).get();
        pool.shutdown();
        Turns.take(StagesOk::compute, () -> {
            synchronized (lock) {
                compute();
            }
        });
        new CompletableFuture<Integer>()
                .completeOnTimeout(1, 1, TimeUnit.MILLISECONDS)
                .join();
    }

    /** Whoever runs a task does not wait for it. */
    private static void compute() throws Exception {
        FutureTask<Integer> task = new FutureTask<>(StagesOk::increment);
        task.run();
        task.get();
    }

    private static int increment() {
        synchronized (lock) {
            return count++;
        }
    }
}
