package io.fencedep.libraries;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Who is told of what a cache drops needs a lock; another thread fills the cache under it. */
public final class CaffeineEviction {
    private static final Object lock = new Object();

    private CaffeineEviction() {}

    public static void main(String[] arguments) throws Exception {
        Cache<Integer, Integer> cache = Caffeine.newBuilder()
                .maximumSize(1)
                .executor(Runnable::run)
                .evictionListener((key, value, cause) -> {
                    synchronized (lock) {
                        cause.wasEvicted();
                    }
                })
                .build();
        Turns.take(() -> fill(cache), () -> {
            synchronized (lock) {
                fill(cache);
            }
        });
    }

    private static void fill(Cache<Integer, Integer> cache) {
        for (int i = 0; i < 50; i++) {
            cache.put(i, i);
        }
        cache.cleanUp();
    }
}
