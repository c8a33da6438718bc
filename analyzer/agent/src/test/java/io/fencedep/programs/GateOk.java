package io.fencedep.programs;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Both orders, but never without a third lock, which at least one of two writes. */
public final class GateOk {
    private static final Object a = new Object();
    private static final Object b = new Object();
    private static final Object gate = new Object();
    private static final Object c = new Object();
    private static final Object d = new Object();
    private static final ReentrantReadWriteLock state = new ReentrantReadWriteLock();
    private static int count;

    private GateOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (gate) {
                        both(a, b);
                    }
                },
                () -> {
                    synchronized (gate) {
                        both(b, a);
                    }
                });
        Turns.take(() -> under(state.writeLock(), c, d), () -> under(state.readLock(), d, c));
    }

    private static void under(Lock gate, Object first, Object second) {
        gate.lock();
        try {
            both(first, second);
        } finally {
            gate.unlock();
        }
    }

    static void both(Object first, Object second) {
        synchronized (first) {
            synchronized (second) {
                count++;
            }
        }
    }
}
