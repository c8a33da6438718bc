package io.fencedep.programs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** Locks and gates that a program builds itself, and a map that computes a value under them. */
public final class OwnBad {
    private static final Object lock = new Object();
    private static final Mutex mutex = new Mutex();
    private static final Gate gate = new Gate();
    private static final Map<String, Integer> cache = new ConcurrentHashMap<>();

    private static final class Mutex extends AbstractQueuedSynchronizer {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean tryAcquire(int ignored) {
            return compareAndSetState(0, 1);
        }

        @Override
        protected boolean tryRelease(int ignored) {
            setState(0);
            return true;
        }
    }

    private static final class Gate extends AbstractQueuedSynchronizer {
        private static final long serialVersionUID = 1;

        @Override
        protected int tryAcquireShared(int ignored) {
            return getState() == 1 ? 1 : -1;
        }

        @Override
        protected boolean tryReleaseShared(int ignored) {
            setState(1);
            return true;
        }
    }

    private interface Own {
        void lock();

        void unlock();
    }

    /** Whoever does not get it tries again. */
    private static final class Spin implements Own {
        private final AtomicBoolean taken = new AtomicBoolean();

        @Override
        public void lock() {
            while (!taken.compareAndSet(false, true)) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void unlock() {
            taken.set(false);
        }
    }

    /** The same, by looking at what was replaced. */
    private static final class Swap implements Own {
        private final AtomicBoolean taken = new AtomicBoolean();

        @Override
        @SuppressWarnings("EmptyBlock")
        public void lock() {
            while (taken.getAndSet(true)) {}
        }

        @Override
        public void unlock() {
            taken.set(false);
        }
    }

    /** The same, in a field without an object of its own. */
    private static final class Bare implements Own {
        private static final AtomicIntegerFieldUpdater<Bare> STATE =
                AtomicIntegerFieldUpdater.newUpdater(Bare.class, "state");

        private volatile int state;

        @Override
        public void lock() {
            while (!STATE.compareAndSet(this, 0, 1)) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void unlock() {
            state = 0;
        }
    }

    private static final AtomicBoolean given = new AtomicBoolean();
    private static final AtomicBoolean taken = new AtomicBoolean();

    private static void lock(AtomicBoolean value) {
        while (!value.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
    }

    private static void both(AtomicBoolean first, AtomicBoolean second) {
        lock(first);
        lock(second);
        unlock(second);
        unlock(first);
    }

    private static void unlock(AtomicBoolean value) {
        value.set(false);
    }

    private static final class Owned {
        private final AtomicReference<Thread> owner = new AtomicReference<>();

        boolean tryLock() {
            return owner.compareAndSet(null, Thread.currentThread());
        }

        void lock() {
            while (!tryLock()) {
                Thread.yield();
            }
        }

        void unlock() {
            owner.compareAndSet(Thread.currentThread(), null);
        }
    }

    private static final Spin one = new Spin();
    private static final Spin other = new Spin();
    private static final Owned owned = new Owned();
    private static final Object table = new Object();

    private OwnBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    mutex.acquire(1);
                    synchronized (lock) {
                        gate.releaseShared(1);
                    }
                    mutex.release(1);
                },
                () -> {
                    synchronized (lock) {
                        gate.acquireShared(1);
                        mutex.acquire(1);
                        mutex.release(1);
                    }
                });
        Turns.take(() -> cache.computeIfAbsent("one", OwnBad::compute), () -> {
            synchronized (lock) {
                cache.computeIfAbsent("two", String::length);
            }
        });
        local();
        Turns.take(() -> both(one, other), () -> both(other, one));
        inBothOrders(new Swap(), new Swap());
        inBothOrders(new Bare(), new Bare());
        Turns.take(() -> both(given, taken), () -> both(taken, given));
        Turns.take(
                () -> {
                    owned.lock();
                    synchronized (table) {
                        owned.unlock();
                    }
                },
                () -> {
                    synchronized (table) {
                        owned.lock();
                        owned.unlock();
                    }
                });
    }

    private static void inBothOrders(Own one, Own other) throws Exception {
        Turns.take(() -> both(one, other), () -> both(other, one));
    }

    private static void both(Own first, Own second) {
        first.lock();
        second.lock();
        second.unlock();
        first.unlock();
    }

    /** Maps that are in no field. */
    private static void local() throws Exception {
        Map<String, Integer> one = new ConcurrentHashMap<>();
        Map<String, Integer> other = new ConcurrentHashMap<>();
        Turns.take(
                () -> one.computeIfAbsent("a", key -> other.computeIfAbsent(key, String::length)),
                () -> other.computeIfAbsent("b", key -> one.computeIfAbsent(key, String::length)));
    }

    private static int compute(String key) {
        synchronized (lock) {
            return key.length();
        }
    }
}
