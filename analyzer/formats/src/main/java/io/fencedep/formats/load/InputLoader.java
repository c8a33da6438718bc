package io.fencedep.formats.load;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.model.ClassRules;
import io.fencedep.formats.InputException;
import io.fencedep.formats.InputFormat;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.ftrace.CpuFiles;
import io.fencedep.formats.ftrace.FtraceFormat;
import io.fencedep.formats.load.InputFiles.Candidate;
import io.fencedep.formats.registry.FormatRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Reads any number of inputs, several at a time, and merges what they show; the result does not depend on how many. */
public final class InputLoader {
    /** What became of one file. */
    private sealed interface Outcome {}

    private record Read(InputReader.Result result) implements Outcome {}

    private record Unreadable(InputException why) implements Outcome {}

    private record PassedOver(String name) implements Outcome {}

    private final FormatRegistry registry;
    private final @Nullable InputFormat forced;
    private final ReadOptions options;
    private final int jobs;
    private final ClassRules rules;
    private final ReadProgress progress;

    /** A loader without class rules, whose progress nobody looks at. */
    public InputLoader(FormatRegistry registry, @Nullable InputFormat forced, ReadOptions options, int jobs) {
        this(registry, forced, options, jobs, ClassRules.NONE, new ReadProgress());
    }

    /**
     * @param registry the formats to choose from
     * @param forced the format of all inputs, or null to look at their content
     * @param options how to read
     * @param jobs how many inputs are read at the same time
     * @param rules applied to the classes of traces
     * @param progress told how far reading has come
     */
    public InputLoader(
            FormatRegistry registry,
            @Nullable InputFormat forced,
            ReadOptions options,
            int jobs,
            ClassRules rules,
            ReadProgress progress) {
        this.registry = registry;
        this.forced = forced;
        this.options = options;
        this.jobs = jobs;
        this.rules = rules;
        this.progress = progress;
    }

    /**
     * Reads all inputs.
     *
     * @param names files, folders, or {@value TraceSource#STDIN}
     * @throws InputException when an input cannot be read and the options are not lenient, or when none can
     */
    public LoadResult load(List<String> names) throws InputException {
        List<Candidate> candidates = InputFiles.joined(InputFiles.find(names), this::isOfCpu);
        candidates.forEach(candidate -> progress.expect(candidate.size()));
        ExecutorService readers = Executors.newFixedThreadPool(Math.max(1, Math.min(jobs, candidates.size())), task -> {
            Thread thread = new Thread(task, "fencedep-reader");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Deque<Future<Outcome>> outcomes = new ArrayDeque<>();
            for (Candidate candidate : candidates) {
                outcomes.add(readers.submit(() -> read(candidate)));
            }
            return collect(names, outcomes);
        } finally {
            readers.shutdownNow();
        }
    }

    private boolean isOfCpu(String name, int cpu) {
        try (TraceSource source = TraceSource.open(name)) {
            InputFormat format = forced == null ? registry.find(source).orElse(null) : forced;
            return format instanceof FtraceFormat && CpuFiles.isOf(source.head(), cpu);
        } catch (InputException e) {
            return false; // whoever reads it says so
        }
    }

    private static TraceSource open(Candidate candidate) throws InputException {
        if (candidate.parts().size() == 1) {
            return TraceSource.open(candidate.name());
        }
        List<TraceSource> sources = new ArrayList<>();
        for (String part : candidate.parts()) {
            sources.add(TraceSource.open(part));
        }
        return TraceSource.of(candidate.name(), new CpuFiles(sources));
    }

    private Outcome read(Candidate candidate) {
        try (TraceSource source = open(candidate)) {
            InputFormat format = forced;
            if (format == null && candidate.named()) {
                format = registry.detect(source);
            } else if (format == null) {
                Optional<InputFormat> found = registry.find(source);
                if (found.isEmpty()) {
                    return new PassedOver(candidate.name());
                }
                format = found.get();
            }
            try (ReadProgress.Input input = progress.begin(source)) {
                return new Read(new InputReader(options, rules, input).read(source, format));
            }
        } catch (InputException e) {
            return new Unreadable(e);
        }
    }

    private LoadResult collect(List<String> names, Deque<Future<Outcome>> outcomes) throws InputException {
        List<LoadedInput> inputs = new ArrayList<>();
        List<InputException> unreadable = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        DependencyGraph graph = null;
        while (!outcomes.isEmpty()) {
            Outcome outcome = get(outcomes.remove());
            if (outcome instanceof Read read) {
                inputs.add(read.result().input());
                if (graph == null) {
                    graph = read.result().graph();
                } else {
                    graph.merge(read.result().graph());
                }
            } else if (outcome instanceof PassedOver file) {
                passedOver.add(file.name());
            } else if (outcome instanceof Unreadable failed) {
                if (!options.lenient()) {
                    throw failed.why();
                }
                unreadable.add(failed.why());
            }
        }
        if (graph == null) {
            throw unreadable.isEmpty() ? nothing(names) : unreadable.get(0);
        }
        return new LoadResult(inputs, unreadable, passedOver, graph);
    }

    private InputException nothing(List<String> names) {
        return new InputException(String.join(", ", names), 0, null, "holds no input that fencedep knows");
    }

    private static Outcome get(Future<Outcome> outcome) {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
