package io.fencedep.libraries;

import org.jdbi.v3.core.cache.JdbiCache;
import org.jdbi.v3.core.cache.internal.DefaultJdbiCacheBuilder;

/** A cache of one statement: each thread adds one, the second drops the first. */
public final class JdbiCaches {
    private JdbiCaches() {}

    public static void main(String[] arguments) throws Exception {
        JdbiCache<String, String> cache =
                DefaultJdbiCacheBuilder.builder().maxSize(1).buildWithLoader(key -> key);
        Turns.take(() -> cache.get("select 1"), () -> cache.get("select 2"));
    }
}
