package io.fencedep.libraries;

import org.elasticsearch.common.cache.Cache;
import org.elasticsearch.common.cache.CacheBuilder;

/** A full cache evicts an entry; another thread empties it. */
public final class ElasticCache {
    private ElasticCache() {}

    public static void main(String[] arguments) throws Exception {
        Cache<String, String> cache =
                CacheBuilder.<String, String>builder().setMaximumWeight(1).build();
        Turns.take(
                () -> {
                    cache.put("one", "1");
                    cache.put("two", "2");
                },
                cache::invalidateAll);
    }
}
