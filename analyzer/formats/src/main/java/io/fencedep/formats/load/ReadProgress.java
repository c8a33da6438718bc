package io.fencedep.formats.load;

import io.fencedep.core.model.EventSink;
import io.fencedep.formats.TraceSource;
import java.util.ArrayList;
import java.util.List;

/**
 * How far reading has come: filled by whoever reads, looked at from any thread. Thread-safe.
 */
public final class ReadProgress {
    /** How many events go by before others see them. */
    private static final int STRIDE = 1024;

    private final List<Input> open = new ArrayList<>();
    private long expected;
    private long bytesDone;
    private long eventsDone;

    /**
     * What is known at one moment.
     *
     * @param bytes how many were read, before decompression
     * @param expected how many there are in all, or -1 when nobody knows
     * @param events how many were read
     */
    public record State(long bytes, long expected, long events) {}

    /** An input that is being read. */
    public final class Input implements AutoCloseable {
        private final TraceSource source;
        private long counted;
        private volatile long events;

        private Input(TraceSource source) {
            this.source = source;
        }

        /** Counts the events on their way to this sink. */
        public EventSink counting(EventSink next) {
            return event -> {
                next.accept(event);
                count();
            };
        }

        /** All of it was read, or nobody reads on. */
        @Override
        public void close() {
            synchronized (ReadProgress.this) {
                open.remove(this);
                bytesDone += source.position();
                eventsDone += counted;
            }
        }

        private void count() {
            if ((++counted & STRIDE - 1) == 0) {
                events = counted;
            }
        }
    }

    /** Says how many bytes will be read in all; -1 when nobody knows. */
    public synchronized void expect(long bytes) {
        expected = bytes < 0 || expected < 0 ? -1 : expected + bytes;
    }

    /** Begins an input. */
    public synchronized Input begin(TraceSource source) {
        Input input = new Input(source);
        open.add(input);
        return input;
    }

    /** How far it is now. */
    public synchronized State now() {
        long bytes = bytesDone;
        long events = eventsDone;
        for (Input input : open) {
            bytes += input.source.position();
            events += input.events;
        }
        return new State(bytes, expected, events);
    }
}
