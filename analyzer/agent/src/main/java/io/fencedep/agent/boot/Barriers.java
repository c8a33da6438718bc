package io.fencedep.agent.boot;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Phaser;

/** What instrumented code calls where threads meet: barriers, phasers, exchangers. */
public final class Barriers {
    /** What is signalled by one of many, and completes nothing, is numbered from here on. */
    private static final int ONE_OF_MANY = 1 << 30;

    private Barriers() {}

    /**
     * Arrives, and waits for the others. The last one waits for nobody, and yet it may be the first one in another run. In a
     * place of a pool it is not told to wait: with the others it would seem to fill the pool.
     */
    public static void arrives(Object barrier, long nanos) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, barrier);
        // The last one may come right now, and open the barrier before this one is seen to wait.
        int generation = known == null ? 0 : known.generation;
        boolean missing = arrives(barrier);
        if (known != null && missing) {
            boolean exchanges = barrier instanceof Exchanger<?>;
            Fences.begin(thread, known, known.lockClass, 0, nanos, exchanges ? known.generation : generation);
        } else if (known != null && thread.holdsSomething() && !thread.hasPlace()) {
            Fences.begin(thread, known, known.lockClass, 0, nanos);
            Fences.end(thread, known, true);
        }
    }

    /** Arrives, and does not wait. */
    public static void arrivesOnly(Object barrier) {
        arrives(barrier);
    }

    /** Whether others are still missing. Those that wait are only free when the last one has arrived. */
    private static boolean arrives(Object barrier) {
        boolean missing = !isLast(barrier);
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, barrier);
        if (known != null && missing && !(barrier instanceof Exchanger<?>)) {
            Fences.signal(
                    thread,
                    known,
                    known.lockClass,
                    ONE_OF_MANY + known.asSignals().number());
        } else if (known != null) {
            Fences.signal(thread, known, known.lockClass);
        }
        return missing;
    }

    /** Whether everybody else is there, so that whoever arrives now waits for nobody. */
    private static boolean isLast(Object barrier) {
        ThreadState thread = Threads.current();
        boolean before = thread.busy;
        thread.busy = true;
        try {
            if (barrier instanceof CyclicBarrier cyclic) {
                Instance known = Instances.known(barrier, thread.key());
                return known != null && known.asSignals().arrives(cyclic.getParties(), cyclic.isBroken());
            }
            return barrier instanceof Phaser phaser && phaser.getUnarrivedParties() == 1;
        } catch (RuntimeException | Error e) {
            return false;
        } finally {
            thread.busy = before;
        }
    }
}
