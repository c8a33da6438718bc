package io.fencedep.programs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Methods that wait until a condition holds, and what is taken by them in one order, or under one lock. */
public final class GuardsOk {
    /** A lock that its owner may take again. */
    private static final class Lock {
        private Thread owner;
        private int holds;

        synchronized void lock() throws InterruptedException {
            if (owner == Thread.currentThread()) {
                holds++;
                return;
            }
            while (owner != null) {
                wait();
            }
            owner = Thread.currentThread();
            holds = 1;
        }

        synchronized void unlock() {
            if (--holds == 0) {
                owner = null;
                notifyAll();
            }
        }
    }

    /** A queue with a bound. */
    private static final class Buffer {
        private final Deque<Integer> items = new ArrayDeque<>();

        synchronized void put(int item) throws InterruptedException {
            while (items.size() == 2) {
                wait();
            }
            items.add(item);
            notifyAll();
        }

        synchronized int take() throws InterruptedException {
            while (items.isEmpty()) {
                wait();
            }
            notifyAll();
            return items.remove();
        }
    }

    /** Things that are borrowed and given back, under a lock and a condition. */
    private static final class Stock {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition free = lock.newCondition();
        private int left = 1;

        void borrow() {
            lock.lock();
            try {
                while (left == 0) {
                    free.awaitUninterruptibly();
                }
                left--;
            } finally {
                lock.unlock();
            }
        }

        void giveBack() {
            lock.lock();
            try {
                left++;
                free.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** A queue with a bound, under a lock and two conditions. */
    private static final class Bounded {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition some = lock.newCondition();
        private final Condition room = lock.newCondition();
        private int items;

        void put() {
            lock.lock();
            try {
                while (items == 2) {
                    room.awaitUninterruptibly();
                }
                items++;
                some.signal();
            } finally {
                lock.unlock();
            }
        }

        void take() {
            lock.lock();
            try {
                while (items == 0) {
                    some.awaitUninterruptibly();
                }
                items--;
                room.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** An event that one thread announces and another one takes; it is there in the beginning. */
    private static final class Event {
        private boolean missing;

        synchronized void take() throws InterruptedException {
            while (missing) {
                wait();
            }
            missing = true;
        }

        synchronized void announce() {
            missing = false;
            notify();
        }
    }

    /** A lock with readers. */
    private static final class Readers {
        private Thread writer;
        private int readers;

        synchronized void read() throws InterruptedException {
            while (writer != null) {
                wait();
            }
            readers++;
        }

        synchronized void done() {
            if (--readers == 0) {
                notifyAll();
            }
        }
    }

    private static final Event early = new Event();
    private static final Event late = new Event();
    private static final Readers these = new Readers();
    private static final Readers those = new Readers();
    private static final Bounded bounded = new Bounded();
    private static final Stock stock = new Stock();
    private static final Object table = new Object();
    private static final Lock outer = new Lock();
    private static final Lock inner = new Lock();
    private static final Lock under = new Lock();
    private static final Object one = new Object();
    private static final Object other = new Object();
    private static final Buffer buffer = new Buffer();

    private GuardsOk() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < 3; i++) {
            Turns.take(GuardsOk::inOrder, GuardsOk::inOrder, GuardsOk::again);
            Turns.take(GuardsOk::underLock, GuardsOk::underLock, () -> alone(under));
            Turns.take(GuardsOk::borrow, GuardsOk::borrow, GuardsOk::borrowAlone);
            Turns.take(GuardsOk::put, GuardsOk::take);
            Turns.take(() -> take(early, late), early::announce, late::announce);
            Turns.take(() -> take(late, early), early::announce, late::announce);
            Turns.take(() -> read(these, those), () -> read(those, these));
        }
    }

    private static void take(Event first, Event second) throws InterruptedException {
        first.take();
        second.take();
    }

    private static void read(Readers first, Readers second) throws InterruptedException {
        first.read();
        second.read();
        second.done();
        first.done();
    }

    private static void inOrder() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            outer.lock();
            inner.lock();
            inner.unlock();
            outer.unlock();
        }
    }

    private static void again() throws InterruptedException {
        outer.lock();
        synchronized (table) {
            outer.lock();
            outer.unlock();
        }
        outer.unlock();
    }

    private static void underLock() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            synchronized (one) {
                under.lock();
                under.unlock();
            }
        }
    }

    private static void alone(Lock lock) throws InterruptedException {
        lock.lock();
        lock.unlock();
    }

    private static void borrow() {
        synchronized (one) {
            borrowAlone();
        }
    }

    private static void borrowAlone() {
        stock.borrow();
        stock.giveBack();
    }

    private static void put() throws InterruptedException {
        synchronized (one) {
            buffer.put(1);
            bounded.put();
        }
        synchronized (one) {
            buffer.put(2);
        }
    }

    private static void take() throws InterruptedException {
        synchronized (other) {
            buffer.take();
            bounded.take();
        }
        synchronized (other) {
            buffer.take();
        }
    }
}
