package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.Pool;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.agent.boot.Threads;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pools in which tasks wait for a place. They are asked in a thread of its own: the lock of a queue may be what hangs, and a
 * comparison may be the program's.
 */
final class CrowdedPools {
    private static final long LIMIT_MILLIS = 200;

    private CrowdedPools() {}

    /** Those of which one of these threads has a place. */
    static Set<Pool> among(List<ThreadState> hanging) {
        Set<Pool> found = ConcurrentHashMap.newKeySet();
        List<Pool> pools = hanging.stream()
                .map(each -> each.view().pool())
                .filter(Objects::nonNull)
                .filter(each -> each.capacity() > 0)
                .distinct()
                .toList();
        if (pools.isEmpty()) {
            return found;
        }
        Thread asks = new Thread(null, () -> ask(pools, found), "fencedep-pools", 0, false);
        asks.setDaemon(true);
        Threads.ignore(asks);
        asks.start();
        try {
            asks.join(LIMIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Set.copyOf(found);
    }

    private static void ask(List<Pool> pools, Set<Pool> found) {
        for (Pool each : pools) {
            try {
                if (each.isCrowded()) {
                    found.add(each);
                }
            } catch (RuntimeException | StackOverflowError e) {
                // What a program's own tasks say when they are compared is its own affair.
            }
        }
    }
}
