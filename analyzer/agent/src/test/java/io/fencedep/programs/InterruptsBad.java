package io.fencedep.programs;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Threads are joined under a lock that they ask for. Those that the holder interrupts stall no longer than until then; one
 * that nobody interrupts, or only somebody else, may stay for ever.
 */
public final class InterruptsBad {
    private static final ReentrantLock interruptedLock = new ReentrantLock();
    private static final StampedLock interruptedStamps = new StampedLock();
    private static final Semaphore interruptedPermit = new Semaphore(1);
    private static final ReentrantLock patientLock = new ReentrantLock();
    private static final ReentrantLock rescuedLock = new ReentrantLock();

    private InterruptsBad() {}

    public static void main(String[] arguments) throws Exception {
        interruptedLock.lock();
        joinInterrupted(interruptedLock::lockInterruptibly, "locks");
        interruptedLock.unlock();
        long stamp = interruptedStamps.writeLock();
        joinInterrupted(interruptedStamps::writeLockInterruptibly, "stamps");
        interruptedStamps.unlockWrite(stamp);
        interruptedPermit.acquire();
        joinInterrupted(interruptedPermit::acquire, "permits");
        interruptedPermit.release();
        joinPatient(patientLock);
        joinRescued();
    }

    private static void joinInterrupted(Turns.Part asks, String name) throws Exception {
        Thread asking = new Thread(
                () -> {
                    try {
                        asks.run();
                    } catch (Exception e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "interrupted-" + name);
        asking.start();
        while (asking.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        asking.interrupt();
        asking.join();
    }

    /** Somebody else ends the wait, before the thread is joined. */
    private static void joinRescued() throws Exception {
        rescuedLock.lock();
        Thread asking = new Thread(
                () -> {
                    try {
                        rescuedLock.lockInterruptibly();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "rescued");
        asking.start();
        while (asking.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        Turns.take(asking::interrupt);
        asking.join();
        rescuedLock.unlock();
    }

    private static void joinPatient(Lock lock) throws Exception {
        Thread asking = new Thread(
                () -> Turns.run(() -> {
                    lock.lockInterruptibly();
                    lock.unlock();
                }),
                "patient");
        asking.start();
        while (asking.isAlive()) {
            Thread.sleep(1);
        }
        lock.lock();
        asking.join();
        lock.unlock();
    }
}
