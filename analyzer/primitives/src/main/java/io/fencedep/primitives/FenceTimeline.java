package io.fencedep.primitives;

import java.util.concurrent.atomic.AtomicLong;

/** An order in which fences signal: by number. */
final class FenceTimeline {
    final String instance;
    private final AtomicLong last = new AtomicLong();

    FenceTimeline(String instance) {
        this.instance = instance;
    }

    long next() {
        return last.incrementAndGet();
    }
}
