package io.fencedep.formats.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that others append to. At its end it waits for more; it is over when the file was truncated, or when another one
 * has taken its name. Files of the kernel, which have no size, are never over.
 */
final class FollowedFile extends InputStream {
    private static final long POLL_MILLIS = 20;

    private final Path path;
    private final BooleanSupplier stopped;
    private final InputStream in;
    private final @Nullable Object key;
    private long position;
    private long largest;

    /** @param stopped asked now and then whether nobody waits any more */
    FollowedFile(Path path, BooleanSupplier stopped) throws IOException {
        this.path = path;
        this.stopped = stopped;
        this.in = Files.newInputStream(path);
        this.key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (!stopped.getAsBoolean()) {
            int count = in.read(into, from, length);
            if (count > 0) {
                position += count;
                return count;
            }
            if (isOver()) {
                int rest = in.read(into, from, length);
                position += Math.max(rest, 0);
                return rest;
            }
            pause();
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Waits a moment. */
    static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private boolean isOver() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            largest = Math.max(largest, now.size());
            return !Objects.equals(key, now.fileKey()) || largest > 0 && now.size() < position;
        } catch (NoSuchFileException e) {
            return true;
        }
    }
}
