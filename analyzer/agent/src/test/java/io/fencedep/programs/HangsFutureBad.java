package io.fencedep.programs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Hangs: what is awaited in the only thread of a pool is behind that in its queue, and never begins. */
public final class HangsFutureBad {
    private HangsFutureBad() {}

    public static void main(String[] arguments) {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CompletableFuture.supplyAsync(
                        () -> CompletableFuture.supplyAsync(() -> 1, pool).join(), pool)
                .join();
    }
}
