package io.fencedep.agent.analysis;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.jsonl.JsonlWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Every event in the native format. After a failure to write, the trace ends there, and one line says so. */
final class TraceFile implements EventSink {
    private final JsonlWriter writer;
    private final String file;
    private final Consumer<String> say;
    private boolean failed;

    private TraceFile(JsonlWriter writer, String file, Consumer<String> say) {
        this.writer = writer;
        this.file = file;
        this.say = say;
    }

    static TraceFile open(String file, Names names, Instances instances, Recording recording, Consumer<String> say)
            throws IOException {
        BufferedOutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(file)), 1 << 16);
        return new TraceFile(new JsonlWriter(out, names, instances, recording), file, say);
    }

    @Override
    public void accept(Event event) {
        if (!failed) {
            try {
                writer.accept(event);
            } catch (UncheckedIOException e) {
                fail(e);
            }
        }
    }

    void flush() {
        if (!failed) {
            try {
                writer.flush();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    void close() {
        if (!failed) {
            try {
                writer.close();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    private void fail(Exception e) {
        failed = true;
        say.accept("the trace ends early: " + file + ": " + e.getMessage());
    }
}
