package io.fencedep.formats;

import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import java.util.function.Consumer;

/**
 * What a reader works with.
 *
 * @param names gives names their ids
 * @param instances gives instances their ids
 * @param begin told of the recording once, before the first event; its id is empty when only the content identifies it,
 *     and then the final one is in the {@link ReadReport}
 * @param sink takes the events
 * @param options how to read
 */
public record TraceContext(
        Names names, Instances instances, Consumer<Recording> begin, EventSink sink, ReadOptions options) {}
