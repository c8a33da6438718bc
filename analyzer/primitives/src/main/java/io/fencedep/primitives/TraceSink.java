package io.fencedep.primitives;

import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;

/** Makes what takes the events of a recorder, such as the writer of a trace format. */
@FunctionalInterface
public interface TraceSink {
    /**
     * Begins a trace. The sink is called under the recorder's lock, and closed with the recorder if it can be.
     *
     * @param names gives the names of the events
     * @param instances gives the instances of the events
     * @param recording for the header
     */
    EventSink open(Names names, Instances instances, Recording recording);
}
