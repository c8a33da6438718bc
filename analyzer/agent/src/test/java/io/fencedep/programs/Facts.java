package io.fencedep.programs;

import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Prints how locks and fences behave, as a program can tell; the agent must not change a line of it. */
public final class Facts {
    private static final ReentrantLock fair = new ReentrantLock(true);
    private static final Object monitor = new Object();

    private static final class Kept implements Serializable {
        private static Object first = new Object();
        private final Object second = new Object();

        synchronized Object both() {
            synchronized (first) {
                return second;
            }
        }

        static synchronized void stat() {
            first = new Object();
        }
    }

    private Facts() {}

    public static void main(String[] arguments) throws Exception {
        shape();
        owners();
        exceptions();
        interrupts();
        answers();
    }

    private static void shape() {
        System.out.println(ObjectStreamClass.lookup(Kept.class).getSerialVersionUID());
        List<String> methods = new ArrayList<>();
        for (Method each : Kept.class.getDeclaredMethods()) {
            methods.add(Modifier.toString(each.getModifiers()) + " " + each.getName());
        }
        methods.sort(null);
        System.out.println(methods + " " + Kept.class.getDeclaredFields().length);
        Kept.stat();
        System.out.println(new Kept().both() != null);
    }

    private static void owners() throws Exception {
        synchronized (monitor) {
            System.out.println(Thread.holdsLock(monitor));
            synchronized (monitor) {
                monitor.wait(1);
                System.out.println(Thread.holdsLock(monitor));
            }
        }
        System.out.println(Thread.holdsLock(monitor));
        fair.lock();
        fair.lock();
        System.out.println(fair.isFair() + " " + fair.getHoldCount() + " " + fair.isHeldByCurrentThread());
        Condition condition = fair.newCondition();
        condition.awaitNanos(1);
        System.out.println(fair.getHoldCount() + " " + fair.hasWaiters(condition));
        fair.unlock();
        fair.unlock();
        System.out.println(fair.isLocked());
        ReentrantReadWriteLock both = new ReentrantReadWriteLock(true);
        both.writeLock().lock();
        both.readLock().lock();
        both.writeLock().unlock();
        System.out.println(both.getReadHoldCount() + " " + both.isWriteLocked());
        StampedLock stamped = new StampedLock();
        long stamp = stamped.tryConvertToWriteLock(stamped.readLock());
        System.out.println(stamped.isWriteLocked() + " " + stamped.validate(stamp));
        stamped.unlock(stamp);
        System.out.println(stamped.isWriteLocked());
    }

    private static void exceptions() {
        told(() -> monitor.wait());
        told(() -> monitor.notifyAll());
        told(() -> fair.unlock());
        told(() -> {
            synchronized (monitor) {
                throw new IllegalStateException("inside");
            }
        });
        System.out.println(Thread.holdsLock(monitor));
        told(() -> new CountDownLatch(-1));
        told(() -> new Semaphore(1).acquire(-1));
        told(() -> new LinkedBlockingQueue<>().put(null));
        told(() -> new CompletableFuture<>().get(1, TimeUnit.MILLISECONDS));
        told(() -> new CyclicBarrier(2).await(1, TimeUnit.MILLISECONDS));
        told(() -> {
            synchronized (nothing()) {
                System.out.println("never");
            }
        });
        told(() -> nothing().wait());
        FutureTask<Integer> failing = new FutureTask<>(() -> {
            throw new IllegalStateException("task");
        });
        failing.run();
        told(failing::get);
    }

    private static Object nothing() {
        return null;
    }

    private static void told(Turns.Part part) {
        try {
            part.run();
            System.out.println("fine");
        } catch (Exception e) {
            StackTraceElement[] own = Arrays.stream(e.getStackTrace())
                    .filter(each -> each.getClassName().startsWith("io.fencedep.programs."))
                    .toArray(StackTraceElement[]::new);
            String message = e.getMessage();
            boolean isOwn = message == null || !message.contains("\"");
            System.out.println(e.getClass() + " " + (isOwn ? message : "") + " " + Arrays.toString(own));
        }
    }

    private static void interrupts() {
        List<Turns.Part> parts = List.of(
                () -> {
                    synchronized (monitor) {
                        monitor.wait();
                    }
                },
                () -> fair.lockInterruptibly(),
                () -> new CountDownLatch(1).await(),
                () -> new Semaphore(0).acquire(),
                () -> new LinkedBlockingQueue<>().take(),
                () -> new CompletableFuture<>().get(),
                () -> new CyclicBarrier(2).await(),
                () -> LockSupport.park());
        for (Turns.Part each : parts) {
            Thread.currentThread().interrupt();
            told(each);
            System.out.println(Thread.interrupted());
        }
    }

    private static void answers() throws Exception {
        System.out.println(fair.tryLock() + " " + fair.tryLock(0, TimeUnit.SECONDS));
        System.out.println(new Semaphore(1).tryAcquire(2, 1, TimeUnit.MILLISECONDS));
        System.out.println(new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS));
        System.out.println(new LinkedBlockingQueue<>(1).poll(1, TimeUnit.MILLISECONDS));
        CompletableFuture<Integer> future =
                CompletableFuture.supplyAsync(() -> 1).thenApply(each -> each + 1);
        System.out.println(future.get() + " " + future.isDone());
        CyclicBarrier barrier = new CyclicBarrier(1, () -> System.out.println("opens"));
        try {
            System.out.println(barrier.await() + " " + barrier.getNumberWaiting());
        } catch (BrokenBarrierException e) {
            throw new TimeoutException();
        }
    }
}
