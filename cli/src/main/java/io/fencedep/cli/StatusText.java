package io.fencedep.cli;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The status of a trace that is followed: events, how many came each second since the last time, and figures. */
final class StatusText implements Supplier<String> {
    private final LongSupplier events;
    private final Supplier<String> figures;
    private long last;
    private long lastTime = System.nanoTime();

    StatusText(LongSupplier events, Supplier<String> figures) {
        this.events = events;
        this.figures = figures;
    }

    @Override
    public String get() {
        long now = System.nanoTime();
        long count = events.getAsLong();
        double seconds = Math.max(1, now - lastTime) / 1e9;
        long rate = Math.round((count - last) / seconds);
        last = count;
        lastTime = now;
        return ProgressLine.count(count) + " events, " + ProgressLine.count(rate) + " a second, " + figures.get();
    }
}
