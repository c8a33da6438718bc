package io.fencedep.libraries;

import org.apache.ibatis.cache.decorators.BlockingCache;
import org.apache.ibatis.cache.impl.PerpetualCache;

/** Whoever finds nothing for a key has its lock until it puts something there; two keys are asked for in both orders. */
public final class MybatisBlocking {
    private MybatisBlocking() {}

    public static void main(String[] arguments) throws Exception {
        BlockingCache values = new BlockingCache(new PerpetualCache("values"));
        Turns.take(() -> load(values, "one", "other"), values::clear, () -> load(values, "other", "one"));
    }

    private static void load(BlockingCache values, String first, String second) {
        values.getObject(first);
        values.getObject(second);
        values.putObject(second, 1);
        values.putObject(first, 1);
    }
}
