package io.fencedep.programs;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Waits for a condition under a second lock, which whoever signals takes first. */
public final class ConditionBad {
    private static final ReentrantLock outer = new ReentrantLock();
    private static final ReentrantLock inner = new ReentrantLock();
    private static final Condition ready = inner.newCondition();

    private ConditionBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> both(() -> ready.signalAll()), () -> both(() -> ready.await(1, TimeUnit.MILLISECONDS)));
    }

    private static void both(Turns.Part part) {
        outer.lock();
        inner.lock();
        Turns.run(part);
        inner.unlock();
        outer.unlock();
    }
}
