package io.fencedep.formats.tracedat;

import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an input by their place. An input that is no plain file (a pipe, a compressed file) is copied to a
 * temporary one, which goes with {@link #close}. The whole input is read once, so that its content is identified.
 */
final class DatFile implements Region, Closeable {
    private static final int BUFFER = 1 << 16;

    private final TraceSource source;
    private final @Nullable Path temporary;
    private final FileChannel channel;
    private final long size;

    private DatFile(TraceSource source, @Nullable Path temporary, FileChannel channel, long size) {
        this.source = source;
        this.temporary = temporary;
        this.channel = channel;
        this.size = size;
    }

    static DatFile open(TraceSource source) throws InputException {
        source.head();
        Optional<Path> plain = source.plainFile();
        Path temporary = null;
        try {
            if (plain.isEmpty()) {
                temporary = Files.createTempFile("fencedep", ".dat");
                try (OutputStream copy = Files.newOutputStream(temporary)) {
                    drain(source, copy);
                }
            } else {
                drain(source, OutputStream.nullOutputStream());
            }
            Path path = temporary != null ? temporary : plain.orElseThrow();
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new DatFile(source, temporary, channel, channel.size());
        } catch (IOException e) {
            delete(temporary);
            throw e instanceof InputException failure ? failure : source.error("cannot be read: " + e.getMessage());
        }
    }

    TraceSource source() {
        return source;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long at, byte[] into, int from, int length) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(into, from, length);
        long place = at;
        while (target.hasRemaining()) {
            int count = channel.read(target, place);
            if (count < 0) {
                throw new EOFException("the file became shorter");
            }
            place += count;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // All that was wanted of it has been read.
        }
        delete(temporary);
    }

    private static void delete(@Nullable Path path) {
        try {
            if (path != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // It is the system's temporary folder, which is emptied by others.
        }
    }

    private static void drain(TraceSource source, OutputStream copy) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = source.read(buffer, 0, BUFFER); count >= 0; count = source.read(buffer, 0, BUFFER)) {
            copy.write(buffer, 0, count);
        }
    }
}
