package io.fencedep.programs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Two monitors in both orders, by a class whose loader knows the JDK and itself only. */
public final class BundlesBad {
    private static final class Bundle extends ClassLoader {
        private static final String PACKAGE = "io.fencedep.programs.";

        Bundle() {
            super(null);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("java.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null || !name.startsWith(PACKAGE)) {
                return known == null ? super.loadClass("java." + name, resolve) : known;
            }
            try (InputStream in = BundlesBad.class.getResourceAsStream(name.substring(PACKAGE.length()) + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** What is in the bundle. */
    public static final class Inside {
        private static final Object one = new Object();
        private static final Object other = new Object();

        private Inside() {}

        /** Whatever else the agent looks at in code of a program. */
        private static final class Other implements AutoCloseable {
            private static final Object first = new Object();
            private final ExecutorService pool = Executors.newFixedThreadPool(1);
            private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(1);
            private final Supplier<Semaphore> permits = () -> new Semaphore(1);
            private final Map<Object, Object> map = Collections.synchronizedMap(new HashMap<>());
            private volatile IntFunction<CountDownLatch> latches;

            void use() throws Exception {
                latches = CountDownLatch::new;
                CountDownLatch latch = latches.apply(1);
                queue.put(latch::countDown);
                pool.submit(() -> {
                            queue.take().run();
                            latch.await();
                            return CompletableFuture.supplyAsync(() -> map.put(first, first), pool);
                        })
                        .get();
                permits.get().acquire();
                LockSupport.parkNanos(1);
                LockSupport.unpark(Thread.currentThread());
                IntStream.range(0, 2).parallel().forEach(i -> map.put(i, i));
            }

            @Override
            public void close() {
                pool.shutdown();
            }
        }

        public static void run() throws Exception {
            try (Other other = new Other()) {
                other.use();
            }
            Turns.take(
                    () -> {
                        synchronized (one) {
                            synchronized (other) {
                                other.notifyAll();
                            }
                        }
                    },
                    () -> {
                        synchronized (other) {
                            synchronized (one) {
                                one.wait(1);
                            }
                        }
                    });
        }
    }

    private BundlesBad() {}

    public static void main(String[] arguments) throws Exception {
        new Bundle().loadClass(Inside.class.getName()).getMethod("run").invoke(null);
    }
}
