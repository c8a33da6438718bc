package io.fencedep.agent.analysis;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.jsonl.JsonlWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
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
        FileChannel channel = FileChannel.open(Path.of(file), CREATE, WRITE);
        String name = file;
        if (isTaken(channel)) {
            channel.close();
            name = OwnFiles.beside(Path.of(file)).toString();
            say.accept("another process writes " + file + " too, so this one writes " + name
                    + "; %p in a file's name stands for the process id");
            channel = FileChannel.open(Path.of(name), CREATE, WRITE);
        }
        if (Files.isRegularFile(Path.of(name))) {
            channel.truncate(0);
        }
        BufferedOutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        return new TraceFile(new JsonlWriter(out, names, instances, recording), name, say);
    }

    /** Whether another process writes it; else it is ours until we close it. */
    private static boolean isTaken(FileChannel channel) {
        try {
            return channel.tryLock() == null;
        } catch (IOException e) {
            // No file that can be locked, as a pipe or one on some file systems: then nobody can tell.
            return false;
        }
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
