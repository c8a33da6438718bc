package io.fencedep.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Takes locks of all kinds in orders made of a seed, again and again, in threads that run one after the other, so that
 * nothing blocks and two runs do the same.
 */
public final class RandomLocks {
    private static final int THREADS = 3;
    private static final int CHAINS = 8;
    private static final int ROUNDS = 400;
    private static final int KINDS = 9;

    private final Object monitorA = new Object();
    private final Object monitorB = new Object();
    private final Object monitorC = new Object();
    private final ReentrantLock lockA = new ReentrantLock();
    private final ReentrantLock lockB = new ReentrantLock();
    private final ReentrantReadWriteLock shared = new ReentrantReadWriteLock();
    private final Condition condition = lockA.newCondition();
    private final Cell cell = new Cell();
    private final Object[] monitors = {monitorA, monitorB, monitorC};
    private final ReentrantLock[] locks = {lockA, lockB};
    private int count;

    /** Has synchronized methods. */
    private static final class Cell {
        synchronized void with(Runnable code) {
            code.run();
        }

        static synchronized void withClass(Runnable code) {
            code.run();
        }
    }

    /** Something to take. */
    private record Step(int kind, int which) {}

    private RandomLocks() {}

    public static void main(String[] arguments) throws Exception {
        Random random = new Random(Long.parseLong(arguments[0]));
        RandomLocks locks = new RandomLocks();
        for (int i = 0; i < THREADS; i++) {
            List<List<Step>> chains = chains(random);
            Random order = new Random(random.nextLong());
            Thread thread = new Thread(() -> locks.work(chains, order), "worker " + i);
            thread.start();
            thread.join();
        }
        System.out.println(locks.count);
    }

    private static List<List<Step>> chains(Random random) {
        List<List<Step>> chains = new ArrayList<>();
        for (int i = 0; i < CHAINS; i++) {
            List<Step> chain = new ArrayList<>();
            int depth = 1 + random.nextInt(4);
            for (int j = 0; j < depth; j++) {
                chain.add(new Step(random.nextInt(KINDS), random.nextInt(6)));
            }
            chains.add(chain);
        }
        return chains;
    }

    private void work(List<List<Step>> chains, Random random) {
        for (int i = 0; i < ROUNDS; i++) {
            take(chains.get(random.nextInt(chains.size())), 0);
        }
    }

    private void take(List<Step> chain, int at) {
        if (at == chain.size()) {
            count++;
            return;
        }
        Step step = chain.get(at);
        Runnable rest = () -> take(chain, at + 1);
        ReentrantLock lock = locks[step.which % locks.length];
        switch (step.kind) {
            case 0, 1 -> {
                synchronized (monitors[step.which % monitors.length]) {
                    rest.run();
                }
            }
            case 2 -> cell.with(rest);
            case 3 -> new Cell().with(rest);
            case 4 -> Cell.withClass(rest);
            case 5 -> {
                lock.lock();
                try {
                    rest.run();
                } finally {
                    lock.unlock();
                }
            }
            case 6 -> {
                if (lock.tryLock()) {
                    try {
                        rest.run();
                    } finally {
                        lock.unlock();
                    }
                }
            }
            case 7 -> shared(step.which % 2 == 0, rest);
            default -> crossed(step.which % 2 == 0, rest);
        }
    }

    private void shared(boolean read, Runnable rest) {
        if (read || shared.getReadHoldCount() > 0) {
            shared.readLock().lock();
            rest.run();
            shared.readLock().unlock();
        } else {
            shared.writeLock().lock();
            rest.run();
            shared.writeLock().unlock();
        }
    }

    /** Two locks, of which the first one is given back first; or one that is given back for a moment. */
    private void crossed(boolean hand, Runnable rest) {
        lockA.lock();
        if (hand) {
            lockB.lock();
            lockA.unlock();
            rest.run();
            lockB.unlock();
            return;
        }
        try {
            condition.await(1, TimeUnit.NANOSECONDS);
            rest.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lockA.unlock();
        }
    }
}
