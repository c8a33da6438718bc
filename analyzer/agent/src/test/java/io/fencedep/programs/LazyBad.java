package io.fencedep.programs;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Locks that are made when they are wanted first, under another one of them: in another run another thread makes them. */
public final class LazyBad {
    private static final Map<String, Lock> computed = new ConcurrentHashMap<>();
    private static final Map<String, Object> guarded = new HashMap<>();

    private LazyBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> both("first", "second"), () -> both("second", "first"));
        Turns.take(() -> nested("first", "second"), () -> nested("second", "first"));
    }

    private static void both(String outer, String inner) {
        Lock first = lock(outer);
        first.lock();
        try {
            Lock second = lock(inner);
            second.lock();
            second.unlock();
        } finally {
            first.unlock();
        }
    }

    private static void nested(String outer, String inner) {
        synchronized (monitor(outer)) {
            synchronized (monitor(inner)) {
                guarded.size();
            }
        }
    }

    private static Lock lock(String name) {
        return computed.computeIfAbsent(name, ignored -> new ReentrantLock());
    }

    private static Object monitor(String name) {
        synchronized (guarded) {
            return guarded.computeIfAbsent(name, ignored -> new Named());
        }
    }

    private static final class Named {}
}
