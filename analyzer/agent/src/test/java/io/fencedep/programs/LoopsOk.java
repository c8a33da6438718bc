package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Loops and pools that wait for others, always in the same direction, by way of one helper. */
public final class LoopsOk {
    private LoopsOk() {}

    public static void main(String[] arguments) {
        LoopsBad.Loop first = LoopsBad.Loop.started();
        LoopsBad.Loop second = LoopsBad.Loop.started();
        ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService other = Executors.newSingleThreadExecutor();
        for (int i = 0; i < 3; i++) {
            first.call(() -> second.call(() -> {}));
            runIn(one, () -> runIn(other, () -> {}));
        }
        one.shutdown();
        other.shutdown();
    }

    private static void runIn(Executor pool, Runnable part) {
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(() -> {
            part.run();
            done.countDown();
        });
        Turns.run(done::await);
    }
}
