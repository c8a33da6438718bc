package io.fencedep.programs;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Threads that run what they take out of queues of their own: one waits for itself, and two for each other. */
public final class LoopsBad {
    static final class Loop implements Runnable {
        private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

        static Loop started() {
            Loop loop = new Loop();
            Thread thread = new Thread(loop);
            thread.setDaemon(true);
            thread.start();
            return loop;
        }

        @Override
        public void run() {
            while (true) {
                Turns.run(() -> queue.take().run());
            }
        }

        void call(Runnable part) {
            CountDownLatch done = new CountDownLatch(1);
            queue.add(() -> {
                part.run();
                done.countDown();
            });
            Turns.run(() -> done.await(500, TimeUnit.MILLISECONDS));
        }
    }

    private LoopsBad() {}

    public static void main(String[] arguments) {
        Loop alone = Loop.started();
        alone.call(() -> alone.call(() -> {}));
        Loop one = Loop.started();
        Loop other = Loop.started();
        one.call(() -> other.call(() -> {}));
        other.call(() -> one.call(() -> {}));
    }
}
