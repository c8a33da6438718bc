package io.fencedep.programs;

import java.util.concurrent.locks.LockSupport;

/** Parks under the monitor in which another thread unparks it. */
public final class ParkBad {
    private static final Object lock = new Object();

    private ParkBad() {}

    public static void main(String[] arguments) throws Exception {
        Thread main = Thread.currentThread();
        Turns.take(() -> {
            synchronized (lock) {
                LockSupport.unpark(main);
            }
        });
        synchronized (lock) {
            LockSupport.park();
        }
    }
}
