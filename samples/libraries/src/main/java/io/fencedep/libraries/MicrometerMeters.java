package io.fencedep.libraries;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Who hears of a new meter needs a lock, under which another one is asked for. */
public final class MicrometerMeters {
    private static final Object lock = new Object();

    private MicrometerMeters() {}

    public static void main(String[] arguments) throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        registry.config().onMeterAdded(meter -> {
            synchronized (lock) {
                meter.getId();
            }
        });
        Turns.take(() -> registry.counter("one"), () -> {
            synchronized (lock) {
                registry.counter("other");
            }
        });
    }
}
