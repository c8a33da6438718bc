package io.fencedep.programs;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A program's own kind of future: all who wait for one park in one method. */
final class ParkedReply {
    private volatile @Nullable Thread waiter;
    private volatile boolean done;

    void await() {
        waiter = Thread.currentThread();
        while (!done) {
            LockSupport.park();
        }
    }

    /** Once somebody sleeps. */
    void complete() throws InterruptedException {
        Thread sleeper = waiter;
        while (sleeper == null || sleeper.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
            sleeper = waiter;
        }
        done = true;
        LockSupport.unpark(sleeper);
    }
}
