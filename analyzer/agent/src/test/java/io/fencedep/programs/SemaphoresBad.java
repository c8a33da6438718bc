package io.fencedep.programs;

import java.util.concurrent.Semaphore;

/** Two semaphores of one permit in both orders; two permits of one semaphore, one by one. */
public final class SemaphoresBad {
    private static final Semaphore one = new Semaphore(1);
    private static final Semaphore other = new Semaphore(1);
    private static final Semaphore two = new Semaphore(2);

    private SemaphoresBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> both(one, other), () -> both(other, one));
        Turns.take(() -> both(two, two), () -> both(two, two));
    }

    private static void both(Semaphore first, Semaphore second) throws InterruptedException {
        first.acquire();
        second.acquire();
        second.release();
        first.release();
    }
}
