package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.Inbox;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.lowering.Watched;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From messages to a graph. Not thread-safe: the recorder's lock guards it. */
final class Session {
    final TestRecordings tests;
    private final Names names = new Names();
    private final Instances instances = Telling.table();
    private final Lowering lowering = new Lowering(names, instances, Reports.SOURCE).withoutInterrupts();
    private final Recording recording = Reports.recording();
    private final Narrator narrator;
    private final @Nullable TraceFile trace;

    Session(Outputs outputs, Consumer<String> say) {
        this.trace = openTrace(outputs.trace(), say);
        TraceFile file = trace;
        EventSink sink = file == null
                ? lowering
                : event -> {
                    file.accept(event);
                    lowering.accept(event);
                };
        this.narrator = new Narrator(names, instances, outputs.stackDepth(), sink);
        this.tests = new TestRecordings(names, recording, outputs.stackDepth());
    }

    private @Nullable TraceFile openTrace(@Nullable String file, Consumer<String> say) {
        if (file == null) {
            return null;
        }
        try {
            return TraceFile.open(file, names, instances, recording, say);
        } catch (NoSuchFileException e) {
            say.accept("no trace: cannot write " + file + ": there is no such folder");
            return null;
        } catch (AccessDeniedException e) {
            say.accept("no trace: cannot write " + file + ": permission denied");
            return null;
        } catch (IOException e) {
            say.accept("no trace: cannot write " + file + ": " + e.getMessage());
            return null;
        }
    }

    long events() {
        return narrator.events();
    }

    /** Takes what was told since the last call; how much it was is the answer. */
    int drain() {
        ArrayDeque<Message> messages = Inbox.take();
        int size = messages.size();
        for (Message each = messages.poll(); each != null; each = messages.poll()) {
            narrator.tell(each);
            tests.tell(each);
        }
        long dropped = Inbox.takeDropped();
        if (dropped > 0) {
            narrator.lost(dropped);
            tests.lost(dropped);
        }
        return size;
    }

    /** Looks for threads that have ended. */
    void sweep() {
        for (ThreadState each : narrator.threads()) {
            if (hasEnded(each)) {
                narrator.ended(each);
                tests.ended(each);
            }
        }
        narrator.sweep();
        if (trace != null) {
            trace.flush();
        }
    }

    private static boolean hasEnded(ThreadState thread) {
        Thread host = thread.get();
        return host == null || host.getState() == Thread.State.TERMINATED;
    }

    /** Tells of every thread what it holds now, and of those that hang what they wait for. */
    void synchronise(List<ThreadState> hanging, Watch watch) {
        narrator.settle(false);
        for (ThreadState each : narrator.threads()) {
            if (hasEnded(each)) {
                narrator.ended(each);
            } else if (!hanging.contains(each)) {
                narrator.tell(each.view().holdsNow());
            }
        }
        for (ThreadState each : hanging) {
            narrator.tell(watch.describe(each));
        }
    }

    /**
     * Says what is known beside what was told.
     *
     * @param nobodyElse whether nobody but those that hang is left who could still signal anything
     */
    void watched(boolean nobodyElse, List<ThreadState> hanging) {
        IntSet crowded = new IntOpenHashSet();
        IntSet awaited = new IntOpenHashSet();
        if (nobodyElse) {
            CrowdedPools.among(hanging).forEach(each -> crowded.add(names.intern(each.name())));
            hanging.stream().filter(Idleness::isMissed).forEach(each -> awaited.add(narrator.task(each)));
        }
        IntSet ended = new IntOpenHashSet();
        for (ThreadState each : Watch.endedWithLocksOf(hanging)) {
            narrator.endedHolding(each);
            ended.add(narrator.task(each));
        }
        lowering.watched(new Watched(nobodyElse, crowded, awaited, ended));
    }

    /** What is known while the program still runs. */
    DependencyGraph soFar() {
        return lowering.soFar(recording, List.of());
    }

    /** What is known at the end. */
    DependencyGraph finish() {
        narrator.settle(true);
        if (trace != null) {
            trace.close();
        }
        DependencyGraph process = lowering.finish(recording, 0, List.of());
        return WholeRun.of(process, tests.finish());
    }
}
