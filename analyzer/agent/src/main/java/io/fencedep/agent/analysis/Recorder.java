package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.Inbox;
import io.fencedep.agent.boot.Instances;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.TestRun;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.agent.boot.Threads;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes messages in a thread of its own and ends with the reports. */
public final class Recorder implements TestRun.Tests {
    private static final long PAUSE_MILLIS = 20;
    private static final long MOMENT_MILLIS = 40;
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_INTERVAL = 300 * SECOND;

    private final Outputs outputs;
    private final Consumer<String> say;
    private final Names names = new Names();
    private final io.fencedep.core.model.Instances instances = new io.fencedep.core.model.Instances();
    private final Lowering lowering = new Lowering(names, instances, Reports.SOURCE);
    private final Recording recording = Reports.recording();
    private final Narrator narrator;
    private final TestRecordings tests;
    private final @Nullable TraceFile trace;
    private final Thread thread;
    private final Watch watch = new Watch();
    private final long hang;
    private final Set<String> announced = new HashSet<>();
    private long interval = 10 * SECOND;
    private long written = System.nanoTime();
    private long looked = System.nanoTime();
    private long eventsWritten;
    private boolean ended;

    private Recorder(Outputs outputs, int hangSeconds, Consumer<String> say) {
        this.outputs = outputs;
        this.hang = hangSeconds * SECOND;
        this.say = say;
        this.trace = openTrace();
        TraceFile file = trace;
        EventSink sink = file == null
                ? lowering
                : event -> {
                    file.accept(event);
                    lowering.accept(event);
                };
        this.narrator = new Narrator(names, instances, outputs.stackDepth(), sink);
        this.tests = new TestRecordings(names, recording, outputs.stackDepth());
        this.thread = new Thread(null, this::run, "fencedep", 0, false);
        thread.setDaemon(true);
        Threads.ignore(thread);
    }

    /**
     * Starts the thread that analyses.
     *
     * @param hangSeconds after how long a thread that waits is said to hang
     * @param say takes lines for people
     */
    public static Recorder start(Outputs outputs, int hangSeconds, Consumer<String> say) {
        Recorder recorder = new Recorder(outputs, hangSeconds, say);
        recorder.thread.start();
        TestRun.answeredBy(recorder);
        return recorder;
    }

    private @Nullable TraceFile openTrace() {
        String file = outputs.trace();
        if (file == null) {
            return null;
        }
        try {
            return TraceFile.open(file, names, instances, recording, say);
        } catch (IOException e) {
            say.accept("no trace: " + file + ": " + e.getMessage());
            return null;
        }
    }

    private void run() {
        long rounds = 0;
        while (!Thread.currentThread().isInterrupted()) {
            boolean idle;
            synchronized (this) {
                if (ended) {
                    return;
                }
                idle = drain() == 0;
                if (++rounds % 50 == 0) {
                    sweep();
                }
                look();
            }
            try {
                Thread.sleep(idle ? PAUSE_MILLIS * 2 : PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private int drain() {
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

    private void sweep() {
        Instances.sweep();
        Threads.sweep();
        for (ThreadState each : narrator.threads()) {
            Thread host = each.get();
            if (host == null || host.getState() == Thread.State.TERMINATED) {
                narrator.ended(each);
                tests.ended(each);
            }
        }
        if (trace != null) {
            trace.flush();
        }
    }

    /** Looks for threads that hang, and from time to time writes what is known so far. */
    private void look() {
        long now = System.nanoTime();
        if (now - looked >= Math.min(hang / 4, SECOND)) {
            looked = now;
            List<ThreadState> hanging = watch.hanging(hang);
            if (!hanging.isEmpty() && told.addAll(hanging)) {
                announce(hanging);
            }
            told.retainAll(hanging);
        }
        boolean wanted = !outputs.reports().isEmpty() || outputs.graph() != null;
        if (wanted && now - written >= interval && narrator.events() > eventsWritten) {
            synchronise(List.of());
            write(lowering.soFar(recording, List.of()));
            long cost = System.nanoTime() - now;
            interval = Math.min(LONGEST_INTERVAL, Math.max(interval * 2, cost * 50));
        }
    }

    private final Set<ThreadState> told = new HashSet<>();

    /** Threads hang: says so if they wait for each other. */
    private void announce(List<ThreadState> hanging) {
        synchronise(hanging);
        DependencyGraph graph = lowering.soFar(recording, List.of());
        List<Finding> deadlocks = new Reports(outputs, say).deadlocks(graph);
        boolean news = false;
        for (Finding each : deadlocks) {
            if (announced.add(each.id())) {
                news = true;
                say.accept("deadlock, observed: " + each.title());
            }
        }
        if (news) {
            write(graph);
        }
    }

    private void write(DependencyGraph graph) {
        new Reports(outputs, say).writeFiles(graph);
        written = System.nanoTime();
        eventsWritten = narrator.events();
    }

    /** Tells of every thread what it holds now, and of those that hang what they wait for. */
    private void synchronise(List<ThreadState> hanging) {
        for (ThreadState each : narrator.threads()) {
            Thread host = each.get();
            if (host == null || host.getState() == Thread.State.TERMINATED) {
                narrator.ended(each);
            } else if (!hanging.contains(each)) {
                narrator.tell(each.holdsNow());
            }
        }
        for (ThreadState each : hanging) {
            narrator.tell(watch.describe(each));
        }
    }

    @Override
    public synchronized Object begin(ThreadState host, String test) {
        drain();
        return tests.begin(host, test);
    }

    @Override
    public synchronized String[][] end(Object window, boolean combine) {
        if (ended) {
            return new String[0][];
        }
        drain();
        return new Reports(outputs, say).findings(tests.end((TestWindow) window, combine));
    }

    @Override
    public synchronized String[][] endRun() {
        if (ended) {
            return new String[0][];
        }
        drain();
        return new Reports(outputs, say).findings(tests.together());
    }

    /**
     * Ends the recording and writes what was asked for.
     *
     * @return whether the findings demand that the program fails
     */
    public boolean finish() {
        boolean before = Threads.pause();
        try {
            return finishNow();
        } catch (RuntimeException | LinkageError e) {
            say.accept("no report: " + e);
            return false;
        } finally {
            Threads.resume(before);
        }
    }

    private synchronized boolean finishNow() {
        if (ended) {
            return false;
        }
        drain();
        ended = true;
        synchronise(hangingAtEnd());
        if (trace != null) {
            trace.close();
        }
        DependencyGraph process = lowering.finish(recording, 0, List.of());
        return new Reports(outputs, say).write(WholeRun.of(process, tests.finish()));
    }

    /** Threads that wait while the program ends; looked at twice, as some only wait for a moment. */
    private List<ThreadState> hangingAtEnd() {
        if (watch.hanging(0).isEmpty()) {
            return List.of();
        }
        try {
            Thread.sleep(MOMENT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return watch.hanging(MOMENT_MILLIS * SECOND / 2000);
    }
}
