package io.fencedep.libraries;

import net.sf.ehcache.Cache;
import net.sf.ehcache.CacheManager;
import net.sf.ehcache.Element;
import net.sf.ehcache.config.CacheConfiguration;
import net.sf.ehcache.config.Configuration;
import net.sf.ehcache.constructs.blocking.BlockingCache;

/** Whoever finds nothing for a key has its lock until it puts something there; two keys are asked for in both orders. */
public final class EhcacheBlocking {
    private EhcacheBlocking() {}

    public static void main(String[] arguments) throws Exception {
        CacheManager manager =
                new CacheManager(new Configuration().defaultCache(new CacheConfiguration("default", 10)));
        Cache cache = new Cache(new CacheConfiguration("values", 10));
        manager.addCache(cache);
        BlockingCache values = new BlockingCache(cache);
        Turns.take(() -> load(values, "one", "other"), values::removeAll, () -> load(values, "other", "one"));
        manager.shutdown();
    }

    private static void load(BlockingCache values, String first, String second) {
        values.get(first);
        values.get(second);
        values.put(new Element(second, 1));
        values.put(new Element(first, 1));
    }
}
