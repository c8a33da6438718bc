package io.fencedep.libraries;

import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.config.internal.ConfigCache;
import org.jdbi.v3.core.config.internal.ConfigCaches;

/** Some entries of a cache need others of it, each of them in another bin of its map. */
public final class JdbiConfigs {
    private static final ConfigCache<String, String> cache = ConfigCaches.declare(JdbiConfigs::make);

    private JdbiConfigs() {}

    public static void main(String[] arguments) throws Exception {
        ConfigRegistry config = new ConfigRegistry();
        Turns.take(() -> make("a", 0, config), () -> make("b", 200, config));
    }

    private static void make(String letter, int first, ConfigRegistry config) {
        for (int i = first; i < first + 100; i++) {
            cache.get(letter + (1000 + i), config);
        }
    }

    private static String make(ConfigRegistry config, String key) {
        int number = Integer.parseInt(key.substring(1));
        String other = key.startsWith("a") ? "b" : "a";
        return number < 1000 ? key : key + cache.get(other + (number - 1000), config);
    }
}
