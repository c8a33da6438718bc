package io.fencedep.libraries;

import EDU.oswego.cs.dl.util.concurrent.Mutex;
import EDU.oswego.cs.dl.util.concurrent.ReentrantLock;
import EDU.oswego.cs.dl.util.concurrent.Sync;

/** Locks from before the JDK had some, which wait for a notification, are taken in both orders. */
public final class OswegoLocks {
    private OswegoLocks() {}

    public static void main(String[] arguments) throws Exception {
        inBothOrders(new Mutex(), new Mutex());
        inBothOrders(new ReentrantLock(), new ReentrantLock());
    }

    private static void inBothOrders(Sync one, Sync other) throws Exception {
        Turns.take(() -> take(one, other), () -> take(other, one));
    }

    private static void take(Sync first, Sync second) throws InterruptedException {
        first.acquire();
        second.acquire();
        second.release();
        first.release();
    }
}
