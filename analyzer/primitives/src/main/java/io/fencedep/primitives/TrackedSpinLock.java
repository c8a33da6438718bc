package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock whose waiters spin: it cannot be interrupted, is not reentrant, and nothing that sleeps may be waited for while it
 * is held. Whoever takes it twice spins for ever, and is reported.
 *
 * <p>Goes to whoever comes first when it is free. After some turns a waiter sleeps between its looks, for at most a
 * millisecond, so that a program that hangs leaves the processor to others. An uncontended lock that this thread has taken
 * before, under the same holds, is not told to anybody; whoever must spin is told before. Thread-safe.
 */
public final class TrackedSpinLock {
    private static final int TURNS = 200;
    private static final long SHORTEST_NANOS = 10_000;
    private static final long LONGEST_NANOS = 1_000_000;

    private final Tape tape;
    private final LockIdentity identity;
    private final AtomicReference<Thread> owner = new AtomicReference<>();

    TrackedSpinLock(Recorder recorder, LockIdentity identity) {
        this.tape = recorder.tape;
        this.identity = identity;
    }

    /** Takes it, and spins for it if need be. */
    public void lock() {
        ThreadLog log = tape.log();
        standStill(log);
        long key = log.key(identity, Manner.WRITE);
        if (take()) {
            tape.got(log, identity, Manner.WRITE, Event.ABSENT, key);
            return;
        }
        tape.tellAcquire(log, identity, Manner.WRITE, null, Event.ABSENT, key);
        spin();
        tape.tellAcquired(log, identity, false);
    }

    /** Takes it if it is free. */
    public boolean tryLock() {
        ThreadLog log = tape.log();
        standStill(log);
        boolean taken = take();
        if (taken) {
            tape.got(log, identity, Manner.TRIED, Event.ABSENT, log.key(identity, Manner.TRIED));
        } else {
            tape.failedTry(log, identity, Manner.WRITE);
        }
        return taken;
    }

    /**
     * Gives it back.
     *
     * @throws IllegalMonitorStateException if this thread does not have it
     */
    public void unlock() {
        if (!isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException("not held: " + identity.instance);
        }
        ThreadLog log = tape.log();
        standStill(log);
        HeldLock slot = log.find(identity);
        if (slot != null) {
            slot.writes = 0;
            tape.giveBack(log, slot, identity);
            log.remove(slot);
        }
        owner.set(null);
    }

    /** Whether this thread has it. */
    public boolean isHeldByCurrentThread() {
        return owner.get() == Thread.currentThread();
    }

    @Override
    public String toString() {
        return identity.instance;
    }

    private static void standStill(ThreadLog log) {
        if (log.cpu != null) {
            log.cpu.standStill();
        }
    }

    private boolean take() {
        return owner.compareAndSet(null, Thread.currentThread());
    }

    private void spin() {
        long pause = SHORTEST_NANOS;
        for (int turn = 0; owner.get() != null || !take(); turn++) {
            if (turn < TURNS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, pause);
                pause = Math.min(LONGEST_NANOS, pause * 2);
            }
        }
    }
}
