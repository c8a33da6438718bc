package io.fencedep.formats.load;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.ClassRules;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.GraphFormat;
import io.fencedep.formats.InputException;
import io.fencedep.formats.InputFormat;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one input of a known format into its dependency graph. */
final class InputReader {
    private static final ReadReport.Warning HAS_CLASSES =
            new ReadReport.Warning(0, "class rules do not apply to a graph: it has the classes that it was made with");

    private final ReadOptions options;
    private final ClassRules rules;
    private final ReadProgress.Input progress;

    InputReader(ReadOptions options, ClassRules rules, ReadProgress.Input progress) {
        this.options = options;
        this.rules = rules;
        this.progress = progress;
    }

    /**
     * What was read.
     *
     * @param input what became of it
     * @param graph what it showed
     */
    record Result(LoadedInput input, DependencyGraph graph) {
        private static Result of(
                TraceSource source,
                InputFormat format,
                DependencyGraph graph,
                List<ReadReport.Skipped> skipped,
                List<LoadedInput.Unused> unused,
                List<ReadReport.Warning> warnings) {
            List<RecordingSummary> recordings = List.copyOf(graph.recordings().values());
            return new Result(
                    new LoadedInput(source.name(), format.name(), recordings, skipped, unused, warnings), graph);
        }
    }

    Result read(TraceSource source, InputFormat format) throws InputException {
        if (format instanceof TraceFormat traces) {
            return readTrace(source, traces);
        }
        GraphFormat.ReadGraph read = ((GraphFormat) format).read(source, options);
        List<ReadReport.Warning> warnings = new ArrayList<>(read.warnings());
        if (!rules.isEmpty()) {
            warnings.add(HAS_CLASSES);
        }
        return Result.of(source, format, read.graph(), read.skipped(), List.of(), warnings);
    }

    private Result readTrace(TraceSource source, TraceFormat format) throws InputException {
        LoweringSink sink = new LoweringSink();
        EventSink first = progress.counting(rules.before(sink.names, sink.instances, sink));
        ReadReport report =
                format.read(source, new TraceContext(sink.names, sink.instances, sink::begin, first, options));
        return Result.of(source, format, sink.finish(report), report.skipped(), UnusedEvents.of(report), List.of());
    }

    /** Hands events to a lowering that is made when the reader knows what it reads. */
    private static final class LoweringSink implements EventSink {
        final Names names = new Names();
        final Instances instances = new Instances();
        private @Nullable Lowering lowering;

        void begin(Recording recording) {
            lowering = new Lowering(names, instances, recording.source());
        }

        @Override
        public void accept(Event event) {
            current().accept(event);
        }

        DependencyGraph finish(ReadReport report) {
            List<String> warnings = report.warnings().stream()
                    .map(warning ->
                            warning.line() > 0 ? "line " + warning.line() + ": " + warning.text() : warning.text())
                    .toList();
            return current().finish(report.recording(), report.skippedLines(), report.anomalies(), warnings);
        }

        private Lowering current() {
            if (lowering == null) {
                throw new IllegalStateException("the reader announced no recording");
            }
            return lowering;
        }
    }
}
