package io.fencedep.libraries;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

/** The value of a key needs that of another one, and later the other way round. */
public final class CaffeineLoads {
    private static boolean turned;
    private static LoadingCache<String, String> cache;

    private CaffeineLoads() {}

    public static void main(String[] arguments) throws Exception {
        cache = Caffeine.newBuilder().build(CaffeineLoads::load);
        Turns.take(() -> cache.get("one"), () -> {
            cache.invalidateAll();
            turned = true;
            cache.get("two");
        });
    }

    private static String load(String key) {
        if (key.equals(turned ? "two" : "one")) {
            return cache.get(turned ? "one" : "two");
        }
        return key;
    }
}
