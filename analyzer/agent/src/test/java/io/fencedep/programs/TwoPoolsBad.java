package io.fencedep.programs;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The same code runs in two pools, and each awaits what it asks of the other. */
public final class TwoPoolsBad {
    private TwoPoolsBad() {}

    public static void main(String[] arguments) throws Exception {
        askEachOther(1, TwoPoolsOk.Question::new);
        // Here it takes as many questions at once as there are threads.
        askEachOther(3, Doubt::new);
        Loop one = new Loop();
        Loop other = new Loop();
        one.ask(other);
        other.ask(one);
    }

    /** A thread of the program's own runs one task after the other. */
    private static final class Loop {
        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private final Thread thread = new Thread(() -> Turns.run(this::runAll));

        Loop() {
            thread.setDaemon(true);
            thread.start();
        }

        private void runAll() throws InterruptedException {
            while (true) {
                tasks.take().run();
            }
        }

        void ask(Loop another) throws InterruptedException {
            CountDownLatch answered = new CountDownLatch(1);
            tasks.add(() -> {
                Promise promise = new Promise(thread);
                another.tasks.add(promise);
                Turns.run(promise::get);
                answered.countDown();
            });
            answered.await();
        }
    }

    /** A task, and what waits for its end. */
    private static final class Promise implements RunnableFuture<Integer> {
        private final Thread asks;
        private boolean done;

        Promise(Thread asks) {
            this.asks = asks;
        }

        @Override
        public void run() {
            while (asks.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            synchronized (this) {
                done = true;
                notifyAll();
            }
        }

        @Override
        public synchronized Integer get() throws InterruptedException {
            while (!done) {
                wait();
            }
            return 1;
        }

        @Override
        public Integer get(long time, TimeUnit unit) throws InterruptedException {
            return get();
        }

        @Override
        public synchronized boolean isDone() {
            return done;
        }

        @Override
        public boolean cancel(boolean interrupts) {
            return false;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
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
