package io.fencedep.libraries;

import io.druid.granularity.AllGranularity;
import io.druid.granularity.QueryGranularity;

/** One thread asks for a granularity, another one makes one. */
public final class DruidGranularity {
    private DruidGranularity() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> QueryGranularity.fromString("DAY"), AllGranularity::new);
    }
}
