package io.fencedep.libraries;

import org.apache.flink.configuration.Configuration;

/** Two configurations are added to each other. */
public final class FlinkSettings {
    private FlinkSettings() {}

    public static void main(String[] arguments) throws Exception {
        Configuration one = new Configuration();
        Configuration two = new Configuration();
        Turns.take(() -> one.addAll(two), () -> two.addAll(one));
    }
}
