package io.fencedep.formats.live;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.ClassRules;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.InputFormat;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.load.LoadedInput;
import io.fencedep.formats.load.UnusedEvents;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a trace until it ends or somebody {@linkplain #stop stops} it. One thread reads; {@link #stop} and {@link #events}
 * may be called from any.
 *
 * <p>The graph so far is handed on when it has grown, at once if nothing waits to be read. Making it takes at most a
 * twentieth of the time, however large it is: reading is not held up by it, and what is written meanwhile waits in a buffer.
 */
public final class LiveReader {
    private static final int BUFFER = 32 << 20;
    private static final int STRIDE = 1024;
    private static final int SHARE = 20;
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String name;
    private final @Nullable InputFormat forced;
    private final ClassRules rules;
    private final Consumer<DependencyGraph> grown;
    private final boolean reopen;
    private @Nullable NamedPipe namedPipe;
    private final List<LoadedInput> inputs = new ArrayList<>();
    private @Nullable DependencyGraph before;
    private @Nullable Generation current;
    private volatile @Nullable Pump pump;
    private volatile boolean stopped;
    private volatile long events;
    private long nextGraph;

    /**
     * @param name a file, or {@value TraceSource#STDIN}
     * @param forced the input's format, or null to look at its content
     * @param rules applied to classes
     * @param grown given the graph so far whenever it has grown, in the reading thread; the graph is the taker's
     */
    public LiveReader(String name, @Nullable InputFormat forced, ClassRules rules, Consumer<DependencyGraph> grown) {
        this(name, forced, rules, grown, false);
    }

    /** @param reopen whether a named pipe goes on when its last writer has gone and another one comes */
    public LiveReader(
            String name,
            @Nullable InputFormat forced,
            ClassRules rules,
            Consumer<DependencyGraph> grown,
            boolean reopen) {
        this.name = name;
        this.reopen = reopen;
        this.forced = forced;
        this.rules = rules;
        this.grown = grown;
    }

    /**
     * Reads to the end.
     *
     * @return what all of it showed
     * @throws InputException when it cannot be read, or is no trace
     */
    public DependencyGraph run() throws InputException {
        try {
            boolean more = true;
            while (more) {
                more = follow();
            }
        } finally {
            closePipe();
        }
        DependencyGraph all = before;
        if (all == null) {
            throw new InputException(name.equals(TraceSource.STDIN) ? "standard input" : name, 0, null, "is empty");
        }
        return all;
    }

    /** Reads no further; what was fetched already is still analysed. */
    public void stop() {
        stopped = true;
        Pump running = pump;
        if (running != null) {
            running.stop();
        }
    }

    /** How many events were read so far. */
    public long events() {
        return events;
    }

    /** What became of the input: several, when a file was rotated. */
    public List<LoadedInput> inputs() {
        return List.copyOf(inputs);
    }

    /** Reads one file, or all of a pipe; whether another one may take its name. */
    private boolean follow() throws InputException {
        boolean file = !name.equals(TraceSource.STDIN) && Files.isRegularFile(Path.of(name));
        try (InputStream raw = open(file)) {
            Pump fetched = new Pump(raw, BUFFER, this::handOn);
            pump = fetched;
            if (stopped) {
                fetched.stop();
            }
            try (TraceSource source = TraceSource.of(name, fetched)) {
                if (source.head().length > 0) {
                    read(source);
                }
            }
        } catch (InputException e) {
            throw e;
        } catch (IOException e) {
            throw new InputException(name, 0, null, "cannot be read: " + e.getMessage());
        }
        return !stopped && (namedPipe != null || file && await());
    }

    private void closePipe() throws InputException {
        NamedPipe open = namedPipe;
        try {
            if (open != null && !stopped) { // else somebody may still wait for its first writer
                open.close();
            }
        } catch (IOException e) {
            throw new InputException(name, 0, null, "cannot be read: " + e.getMessage());
        }
    }

    private InputStream open(boolean file) throws IOException {
        if (name.equals(TraceSource.STDIN)) {
            return System.in;
        }
        if (!Files.exists(Path.of(name))) {
            throw new InputException(name, 0, null, "no such file");
        }
        if (file) {
            return new FollowedFile(Path.of(name), () -> stopped);
        }
        if (!reopen) {
            return new LateStream(Path.of(name));
        }
        NamedPipe open = namedPipe;
        if (open == null) {
            open = new NamedPipe(Path.of(name), () -> stopped);
            namedPipe = open;
        }
        return open.next();
    }

    /** Waits until a file that was moved away has a successor. */
    private boolean await() throws InputException {
        try {
            while (!stopped && !Files.exists(Path.of(name))) {
                FollowedFile.pause();
            }
            return !stopped;
        } catch (IOException e) {
            throw new InputException(name, 0, null, "cannot be read: " + e.getMessage());
        }
    }

    private void read(TraceSource source) throws InputException {
        InputFormat format = forced != null ? forced : FormatRegistry.standard().detect(source);
        if (!(format instanceof TraceFormat traces)) {
            throw source.error("is a graph (" + format.name() + "), which has no events to follow");
        }
        Generation generation = new Generation();
        ReadReport report = traces.read(
                source,
                new TraceContext(
                        generation.names,
                        generation.instances,
                        recording -> {
                            generation.begin(recording);
                            current = generation;
                        },
                        rules.before(generation.names, generation.instances, generation),
                        ReadOptions.LENIENT));
        if (generation.lowering().growth() != generation.handedOn) {
            handOn(generation); // the next one may be long in coming
        }
        current = null;
        List<String> warnings =
                report.warnings().stream().map(ReadReport.Warning::text).toList();
        DependencyGraph graph =
                generation.lowering().finish(report.recording(), report.skippedLines(), report.anomalies(), warnings);
        inputs.add(new LoadedInput(
                source.name(),
                format.name(),
                List.copyOf(graph.recordings().values()),
                report.skipped(),
                UnusedEvents.of(report),
                List.of()));
        DependencyGraph all = before;
        if (all == null) {
            before = graph;
        } else {
            all.merge(graph);
        }
    }

    /** Hands on the graph if it has grown and its turn has come. */
    private void handOn() {
        Generation generation = current;
        if (generation == null || generation.lowering().growth() == generation.handedOn) {
            return;
        }
        if (generation.handedOn < 0 || System.nanoTime() - nextGraph >= 0) {
            handOn(generation);
        }
    }

    private void handOn(Generation generation) {
        long start = System.nanoTime();
        generation.handedOn = generation.lowering().growth();
        DependencyGraph graph = generation.lowering().settled(generation.recording());
        if (before != null) {
            graph.merge(before);
        }
        grown.accept(graph);
        long end = System.nanoTime();
        nextGraph = end + Math.max(LEAST_NANOS, (end - start) * SHARE);
    }

    /** What belongs to one recording. */
    private final class Generation implements EventSink {
        final Names names = new Names();
        final Instances instances = new Instances();
        long handedOn = -1;
        private @Nullable Lowering lowering;
        private @Nullable Recording recording;
        private int count;

        void begin(Recording begun) {
            recording = begun.id().isEmpty() ? begun.withId("live") : begun;
            lowering = new Lowering(names, instances, begun.source());
        }

        @Override
        public void accept(Event event) {
            lowering().accept(event);
            // Written by this thread alone.
            long seen = events + 1;
            events = seen;
            if ((++count & STRIDE - 1) == 0) {
                handOn();
            }
        }

        Lowering lowering() {
            if (lowering == null) {
                throw new IllegalStateException("the reader announced no recording");
            }
            return lowering;
        }

        Recording recording() {
            if (recording == null) {
                throw new IllegalStateException("the reader announced no recording");
            }
            return recording;
        }
    }
}
