package io.fencedep.formats;

import io.fencedep.core.model.EventSink;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;

/**
 * Writes the events of one recording in some format. {@link #accept} throws {@link java.io.UncheckedIOException} when
 * writing fails. Not thread-safe.
 */
public interface TraceWriter extends EventSink, Closeable {

    /**
     * What the format cannot say and the events did: how often, by what it was. Complete once the writer is closed; empty
     * for a format that loses nothing.
     */
    default SortedMap<String, Long> leftOut() {
        return Collections.emptySortedMap();
    }

    /** Writes what is left to write, and closes the stream below. */
    @Override
    void close() throws IOException;
}
