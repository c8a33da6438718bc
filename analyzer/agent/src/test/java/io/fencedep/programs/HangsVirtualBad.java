package io.fencedep.programs;

import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** Hangs: two virtual threads, one of them at a synchronized method. */
public final class HangsVirtualBad {
    private static final ReentrantLock lock = new ReentrantLock();
    private static final CountDownLatch both = new CountDownLatch(2);

    private static final class Stock {
        private int count;

        synchronized void take() {
            count++;
        }

        synchronized void audit() {
            meet();
            lock.lock();
            count--;
            lock.unlock();
        }
    }

    private HangsVirtualBad() {}

    public static void main(String[] arguments) throws Exception {
        Stock stock = new Stock();
        Thread one = start(() -> {
            lock.lock();
            meet();
            stock.take();
            lock.unlock();
        });
        start(stock::audit);
        one.join();
    }

    private static void meet() {
        both.countDown();
        Turns.run(both::await);
    }

    /** By reflection, as there are no virtual threads in the Java that this is compiled for. */
    private static Thread start(Runnable code) throws ReflectiveOperationException {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return (Thread) start.invoke(null, code);
    }
}
