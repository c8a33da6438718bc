package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import java.util.List;

/**
 * What one test does, as a recording of its own: tests run in any order, so that one came before another says nothing, and
 * that one thread ran both does not either. Every message brings all that its thread holds, so it may begin at any time.
 */
final class TestWindow {
    private final Recording recording;
    private final Lowering lowering;
    private final Narrator narrator;

    TestWindow(Recording recording, Names names, int stackDepth) {
        this.recording = recording;
        Instances instances = Telling.table();
        this.lowering = new Lowering(names, instances, recording.source()).withoutInterrupts();
        this.narrator = new Narrator(names, instances, stackDepth, lowering);
    }

    void tell(Message message) {
        narrator.tell(message);
    }

    void lost(long count) {
        narrator.lost(count);
    }

    /** Threads that ended hold nothing. */
    void ended(ThreadState thread) {
        narrator.ended(thread);
    }

    boolean isEmpty() {
        return narrator.events() == 0;
    }

    /** What it showed; to be called once. */
    DependencyGraph finish() {
        narrator.observe();
        return lowering.finish(recording, 0, List.of());
    }
}
