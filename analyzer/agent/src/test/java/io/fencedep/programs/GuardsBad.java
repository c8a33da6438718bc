package io.fencedep.programs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Methods that wait until a condition holds, which it always does here, under locks that are needed to make it hold. */
public final class GuardsBad {
    /** A queue without bound that knows how many wait. */
    private static final class Channel {
        private final Deque<String> items = new ArrayDeque<>();
        private int waiting;

        synchronized void put(String item) {
            items.add(item);
            if (waiting > 0) {
                notifyAll();
            }
        }

        synchronized String take() throws InterruptedException {
            while (items.isEmpty()) {
                waiting++;
                wait();
                waiting--;
            }
            return items.remove();
        }
    }

    /** Things that are borrowed and given back. */
    private static final class Stock {
        private final Object monitor = new Object();
        private final Deque<Object> idle = new ArrayDeque<>(List.of(new Object()));

        Object borrow() throws InterruptedException {
            synchronized (monitor) {
                for (; ; ) {
                    if (!idle.isEmpty()) {
                        return idle.pop();
                    }
                    monitor.wait();
                }
            }
        }

        void giveBack(Object thing) {
            synchronized (monitor) {
                idle.push(thing);
                monitor.notify();
            }
        }
    }

    /** A lock that keeps its own monitor while it waits for another one. */
    private static final class Locked {
        private final Object released = new Object();
        private boolean taken;

        synchronized void lock() throws InterruptedException {
            while (taken) {
                synchronized (released) {
                    released.wait();
                }
            }
            taken = true;
        }

        synchronized void unlock() {
            taken = false;
            synchronized (released) {
                released.notifyAll();
            }
        }
    }

    /** A queue whose monitor is a lock with readers. */
    private static final class Mailbox {
        private final Lock lock = new ReentrantReadWriteLock().writeLock();
        private final Condition arrived = lock.newCondition();
        private int mails;

        void deliver() {
            lock.lock();
            try {
                mails++;
                arrived.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void read() throws InterruptedException {
            lock.lock();
            try {
                while (mails == 0) {
                    arrived.await();
                }
                mails--;
            } finally {
                lock.unlock();
            }
        }
    }

    /** A queue with a bound. */
    private static final class Buffer {
        private final Deque<String> items = new ArrayDeque<>();

        synchronized void put(String item) throws InterruptedException {
            while (items.size() == 4) {
                wait();
            }
            items.add(item);
            notifyAll();
        }

        synchronized String take() throws InterruptedException {
            while (items.isEmpty()) {
                wait();
            }
            notifyAll();
            return items.remove();
        }
    }

    /** A queue with a bound, under a lock and two conditions. */
    private static final class Bounded {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition some = lock.newCondition();
        private final Condition room = lock.newCondition();
        private int items;

        void put() throws InterruptedException {
            lock.lock();
            try {
                while (items == 4) {
                    room.await();
                }
                items++;
                some.signal();
            } finally {
                lock.unlock();
            }
        }

        void take() throws InterruptedException {
            lock.lock();
            try {
                while (items == 0) {
                    some.await();
                }
                items--;
                room.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** A lock of which an object has one, as have others. */
    private static final class Flag {
        private boolean set;

        boolean isSet() {
            return set;
        }

        void set(boolean value) {
            set = value;
        }

        void lock() throws InterruptedException {
            synchronized (this) {
                try {
                    while (isSet()) {
                        wait();
                    }
                    set(true);
                } catch (InterruptedException e) {
                    notify();
                    throw e;
                }
            }
        }

        synchronized void unlock() {
            set(false);
            notify();
        }
    }

    private static final Flag left = new Flag();
    private static final Flag right = new Flag();
    private static final Object monitorOfItems = new Object();
    private static final Deque<String> items = new ArrayDeque<>();
    private static final Locked locked = new Locked();
    private static final Buffer buffer = new Buffer();
    private static final Object both = new Object();
    private static final Bounded bounded = new Bounded();
    private static final Object taken = new Object();
    private static final Object session = new Object();
    private static final Mailbox mailbox = new Mailbox();
    private static final Object state = new Object();
    private static final Channel channel = new Channel();
    private static final Object table = new Object();
    private static final Stock stock = new Stock();

    private GuardsBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (state) {
                        channel.put("item");
                    }
                },
                () -> {
                    synchronized (state) {
                        channel.take();
                    }
                });
        Turns.take(
                () -> {
                    Object thing = stock.borrow();
                    synchronized (table) {
                        table.notifyAll();
                    }
                    stock.giveBack(thing);
                },
                () -> {
                    synchronized (table) {
                        stock.giveBack(stock.borrow());
                    }
                });
        Turns.take(
                () -> {
                    synchronized (session) {
                        mailbox.deliver();
                    }
                },
                () -> {
                    synchronized (session) {
                        mailbox.read();
                    }
                });
        Turns.take(GuardsBad::lock, GuardsBad::lock);
        Turns.take(() -> lock(left, right), () -> lock(right, left));
        Turns.take(
                () -> {
                    synchronized (monitorOfItems) {
                        put(items);
                    }
                },
                () -> {
                    synchronized (monitorOfItems) {
                        take(items);
                    }
                });
        bothSides();
    }

    private static void lock(Flag first, Flag second) throws InterruptedException {
        first.lock();
        second.lock();
        second.unlock();
        first.unlock();
    }

    private static void put(Deque<String> queue) {
        synchronized (queue) {
            queue.add("item");
            queue.notifyAll();
        }
    }

    private static void take(Deque<String> queue) throws InterruptedException {
        synchronized (queue) {
            while (queue.isEmpty()) {
                queue.wait();
            }
            queue.remove();
        }
    }

    private static void lock() throws InterruptedException {
        locked.lock();
        locked.unlock();
    }

    /** Of a queue that has room: whoever finds it empty waits for who needs the same lock. */
    private static void bothSides() throws Exception {
        Turns.take(
                () -> {
                    synchronized (both) {
                        buffer.put("item");
                    }
                },
                () -> {
                    synchronized (both) {
                        buffer.take();
                    }
                });
        Turns.take(
                () -> {
                    synchronized (taken) {
                        taken.notifyAll();
                    }
                    bounded.put();
                },
                () -> {
                    synchronized (taken) {
                        bounded.take();
                    }
                });
    }
}
