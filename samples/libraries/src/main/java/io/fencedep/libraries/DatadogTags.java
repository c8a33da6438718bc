package io.fencedep.libraries;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.statsd.internal.DatadogStatsdLineBuilder;

/** A meter makes up the names of its tags; another thread changes how names are made. */
public final class DatadogTags {
    private DatadogTags() {}

    public static void main(String[] arguments) throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Counter counter = registry.counter("requests", "path", "root");
        DatadogStatsdLineBuilder lines = new DatadogStatsdLineBuilder(counter.getId(), registry.config());
        Turns.take(() -> lines.count(1, Statistic.COUNT), () -> {
            registry.config().namingConvention(NamingConvention.snakeCase);
            lines.count(2, Statistic.TOTAL);
        });
    }
}
