package io.fencedep.programs;

import java.util.concurrent.CompletableFuture;

/** A future is joined under a lock that whoever completes it takes. */
public final class FutureBad {
    private static final Object lock = new Object();
    private static int count;

    private FutureBad() {}

    public static void main(String[] arguments) throws Exception {
        CompletableFuture<Integer> future = CompletableFuture.supplyAsync(() -> {
            synchronized (lock) {
                return ++count;
            }
        });
        while (!future.isDone()) {
            Thread.sleep(1);
        }
        synchronized (lock) {
            future.join();
        }
    }
}
