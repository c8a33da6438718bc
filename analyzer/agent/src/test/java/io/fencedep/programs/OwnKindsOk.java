package io.fencedep.programs;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One kind of future, made by a factory for two purposes: what is awaited under the lock is not what needs the lock. */
public final class OwnKindsOk {
    private static final Object lock = new Object();

    private static class Reply extends CompletableFuture<Integer> {
        static Reply open() {
            return new Later();
        }
    }

    private static final class Later extends Reply {}

    /** Kinds that are not to be asked what they are, least of all while they are made. */
    private static final class Pool extends ThreadPoolExecutor {
        Pool() {
            super(1, 1, 1, TimeUnit.SECONDS, new Queue());
        }

        @Override
        public BlockingQueue<Runnable> getQueue() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getCorePoolSize() {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Queue extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1;
        private final int[] room = {1};

        @Override
        public int remainingCapacity() {
            return room[0];
        }
    }

    private static final class Latch extends CountDownLatch {
        private final int[] asked = new int[1];

        Latch() {
            super(1);
        }

        @Override
        public long getCount() {
            asked[0]++;
            return super.getCount();
        }
    }

    private static final class Permits extends Semaphore {
        private static final long serialVersionUID = 1;
        private final int[] asked = new int[1];

        Permits() {
            super(1);
        }

        @Override
        public int availablePermits() {
            asked[0]++;
            return super.availablePermits();
        }
    }

    /** What one thread takes when it is free, and another one makes free. */
    private static final class Flag {
        private final AtomicBoolean taken = new AtomicBoolean();

        void take() {
            while (!taken.compareAndSet(false, true)) {
                Thread.yield();
            }
        }

        boolean tryToTake() {
            return taken.compareAndSet(false, true);
        }

        void free() {
            taken.set(false);
        }
    }

    private static final Flag left = new Flag();
    private static final Flag right = new Flag();
    private static final Flag tried = new Flag();
    private static final Flag too = new Flag();

    private OwnKindsOk() {}

    public static void main(String[] arguments) throws Exception {
        Reply asked = ask();
        Turns.take(() -> asked.complete(1), () -> {
            synchronized (lock) {
                asked.join();
            }
        });
        Reply told = tell();
        Turns.take(
                () -> {
                    synchronized (lock) {
                        told.complete(1);
                    }
                },
                told::join);
        Latch latch = new Latch();
        Permits permits = new Permits();
        permits.acquire();
        Pool pool = new Pool();
        pool.execute(() -> {
            permits.release();
            latch.countDown();
        });
        latch.await();
        pool.setCorePoolSize(1);
        pool.shutdown();
        Turns.take(() -> both(left, right), left::free, right::free, () -> both(right, left));
        Turns.take(() -> attempt(tried, too), () -> attempt(too, tried));
    }

    private static void both(Flag first, Flag second) {
        first.take();
        second.take();
    }

    private static void attempt(Flag first, Flag second) {
        if (first.tryToTake()) {
            if (second.tryToTake()) {
                second.free();
            }
            first.free();
        }
    }

    private static Reply ask() {
        return Reply.open();
    }

    private static Reply tell() {
        return Reply.open();
    }
}
