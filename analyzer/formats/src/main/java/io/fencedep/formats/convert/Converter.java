package io.fencedep.formats.convert;

import io.fencedep.core.model.ClassRules;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.TraceWriter;
import io.fencedep.formats.load.ReadProgress;
import io.fencedep.formats.perfetto.Mark;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Writes one trace in another format. */
public final class Converter {
    private final OutputFormat target;
    private final ReadOptions options;
    private final List<Mark> marks;
    private final ClassRules rules;

    /**
     * @param target what is written
     * @param options how the input is read
     * @param marks what to show on a timeline; other formats take none
     * @param rules give classes other names on the way
     */
    public Converter(OutputFormat target, ReadOptions options, List<Mark> marks, ClassRules rules) {
        this.target = target;
        this.options = options;
        this.marks = List.copyOf(marks);
        this.rules = rules;
    }

    /**
     * What became of it.
     *
     * @param report what was read
     * @param leftOut what the output's format cannot say: how often, by what it was
     */
    public record Result(ReadReport report, SortedMap<String, Long> leftOut) {}

    /**
     * Reads the source to its end. The source is the caller's to close, and so is the output.
     *
     * @param identity asked for the recording's id where the input does not say it; an empty one is left out
     * @param progress told how many events went by
     * @param file the output's name, by which it may be compressed
     * @throws InputException when the input cannot be read
     * @throws IOException when the output cannot be written
     */
    public Result convert(
            TraceSource source,
            TraceFormat format,
            Identity identity,
            ReadProgress.Input progress,
            String file,
            OutputStream out)
            throws IOException {
        Names names = new Names();
        Instances instances = new Instances();
        instances.setKeeper(id -> true, id -> {});
        Sink sink = new Sink(recording -> {
            Recording named = recording.id().isEmpty() ? recording.withId(identity.find()) : recording;
            return target.writer(target.compressed(file, new Unclosed(out)), names, instances, named, marks);
        });
        try {
            EventSink written = target.keepsTasks() ? sink : new TaskNames(names, sink);
            EventSink first = progress.counting(rules.before(names, instances, written));
            ReadReport report = format.read(source, new TraceContext(names, instances, sink::begin, first, options));
            return new Result(report, sink.close());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            sink.abandon();
        }
    }

    /** Finds out the id of a recording that does not say its own. */
    @FunctionalInterface
    public interface Identity {
        String find() throws IOException;
    }

    /** Makes a writer. */
    private interface Beginning {
        TraceWriter writer(Recording recording) throws IOException;
    }

    /** Hands events to a writer that is made when the reader knows what it reads. */
    private static final class Sink implements EventSink {
        private final Beginning beginning;
        private @Nullable TraceWriter writer;

        Sink(Beginning beginning) {
            this.beginning = beginning;
        }

        void begin(Recording recording) {
            try {
                writer = beginning.writer(recording);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void accept(Event event) {
            current().accept(event);
        }

        SortedMap<String, Long> close() throws IOException {
            TraceWriter done = current();
            writer = null;
            done.close();
            return done.leftOut();
        }

        /** Gives back what a writer holds, whatever became of its output. */
        void abandon() {
            if (writer != null) {
                try {
                    writer.close();
                } catch (IOException e) {
                    // Something else went wrong before, and the output is worth nothing.
                }
            }
        }

        private TraceWriter current() {
            if (writer == null) {
                throw new IllegalStateException("the reader announced no recording");
            }
            return writer;
        }
    }

    /** The caller's stream, which stays open. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
