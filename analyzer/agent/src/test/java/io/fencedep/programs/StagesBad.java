package io.fencedep.programs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stages of futures: one that takes the lock under which it is awaited, and tasks that await their like. */
public final class StagesBad {
    private static final Object lock = new Object();
    private static final CompletableFuture<Integer> failing = new CompletableFuture<>();
    private static int count;

    private static final class Reply extends CompletableFuture<Integer> {}

    private StagesBad() {}

    public static void main(String[] arguments) throws Exception {
        CompletableFuture<Integer> source = new CompletableFuture<>();
        CompletableFuture<Integer> stage = source.thenApply(each -> {
            synchronized (lock) {
                return count += each;
            }
        });
        Turns.take(() -> source.complete(1), () -> {
            synchronized (lock) {
                stage.join();
            }
        });
        Turns.take(
                () -> {
                    synchronized (lock) {
                        failing.completeExceptionally(new IllegalStateException());
                    }
                },
                () -> {
                    synchronized (lock) {
                        try {
                            failing.get();
                        } catch (ExecutionException e) {
                            count++;
                        }
                    }
                });
        subclass();
        far();
        ownPool();
        late();
    }

    /** Who was to complete it needs the lock under which it is awaited, and comes when the time is over. */
    private static void late() throws Exception {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        Thread completes;
        synchronized (lock) {
            completes = new Thread(() -> {
                synchronized (lock) {
                    count++;
                }
                future.complete(1);
            });
            completes.start();
            future.completeOnTimeout(0, 50, TimeUnit.MILLISECONDS).join();
        }
        completes.join();
    }

    private static void subclass() throws Exception {
        Reply reply = new Reply();
        Turns.take(
                () -> {
                    synchronized (lock) {
                        reply.complete(1);
                    }
                },
                () -> {
                    synchronized (lock) {
                        reply.get(1, TimeUnit.SECONDS);
                    }
                });
    }

    /** What is awaited is three stages away from what is completed. */
    private static void far() throws Exception {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> second = first.thenApply(each -> each + 1);
        CompletableFuture<Void> last =
                second.thenCompose(CompletableFuture::completedFuture).thenAccept(each -> {});
        Turns.take(
                () -> {
                    synchronized (lock) {
                        first.complete(1);
                    }
                },
                () -> {
                    synchronized (lock) {
                        last.join();
                    }
                });
    }

    private static void ownPool() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CompletableFuture.runAsync(
                        () -> {
                            CompletableFuture<Integer> inner = CompletableFuture.supplyAsync(() -> 1, pool);
                            try {
                                inner.get(1, TimeUnit.MILLISECONDS);
                            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                                count++;
                            }
                        },
                        pool)
                .join();
        pool.shutdown();
    }
}
