package io.fencedep.programs;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/** The monitor of something that is a lock in another way too is another lock. */
public final class MapMonitorsOk {
    private static final Object outer = new Object();
    private static final ConcurrentHashMap<String, String> map = new ConcurrentHashMap<>();
    private static final Semaphore permits = new Semaphore(1);
    private static final ReentrantLock lock = new ReentrantLock();
    private static int count;

    private MapMonitorsOk() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < 3; i++) {
            Turns.take(MapMonitorsOk::changes, MapMonitorsOk::takes);
        }
    }

    private static void changes() {
        synchronized (outer) {
            map.put("a", "b");
            synchronized (map) {
                map.put("a", "c");
                map.computeIfAbsent("d", key -> key);
                map.clear();
                map.notifyAll();
            }
        }
    }

    private static void takes() throws InterruptedException {
        synchronized (permits) {
            permits.acquire();
            count++;
            permits.release();
        }
        synchronized (lock) {
            lock.lock();
            count++;
            lock.unlock();
        }
    }
}
