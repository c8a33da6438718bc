package io.fencedep.core.lowering;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import java.util.List;
import java.util.TreeMap;

/** Turns the events of one recording into its dependency graph. */
public final class Lowering implements EventSink {
    private long events;

    /**
     * A lowering for one recording, whose reader interns into these tables.
     *
     * @param names the recording's names
     * @param instances the recording's instances
     * @param program whether tasks are threads of one program (a JVM, an STD trace) rather than a kernel's
     */
    public Lowering(Names names, Instances instances, boolean program) {}

    @Override
    public void accept(Event event) {
        events++;
    }

    /**
     * Ends the recording and gives its graph. To be called once.
     *
     * @param recording what identifies it
     * @param skipped how many lines its reader passed over
     * @param warnings what its reader wants people to know
     */
    public DependencyGraph finish(Recording recording, long skipped, List<String> warnings) {
        DependencyGraph graph = new DependencyGraph();
        graph.addRecording(new RecordingSummary(recording, events, skipped, 0, new TreeMap<>(), warnings));
        return graph;
    }
}
