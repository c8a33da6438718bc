package io.fencedep.programs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Locks and latches that are made by a reference to their constructor: each is known by where that is. */
public final class ReferencesBad {
    private static final Object lock = new Object();
    private static final ThreadLocal<ReentrantLock> own = ThreadLocal.withInitial(ReentrantLock::new);
    private static final Map<String, ReentrantLock> byName = new ConcurrentHashMap<>();

    private ReferencesBad() {}

    public static void main(String[] arguments) throws Exception {
        locks();
        latch(CountDownLatch::new);
        Supplier<Object> twice = Object::new;
        own.get().lock();
        own.get().unlock();
        if (twice.get() == twice.get()) {
            throw new IllegalStateException();
        }
    }

    private static void locks() throws Exception {
        ReentrantLock one = byName.computeIfAbsent("one", name -> new ReentrantLock());
        Supplier<ReentrantLock> makes = ReentrantLock::new;
        ReentrantLock other = makes.get();
        Turns.take(
                () -> {
                    one.lock();
                    other.lock();
                    other.unlock();
                    one.unlock();
                },
                () -> {
                    other.lock();
                    one.lock();
                    one.unlock();
                    other.unlock();
                });
    }

    private static void latch(IntFunction<CountDownLatch> makes) throws Exception {
        CountDownLatch done = makes.apply(1);
        Turns.take(() -> {
            synchronized (lock) {
                Thread.sleep(1);
            }
            done.countDown();
        });
        synchronized (lock) {
            done.await();
        }
    }
}
