package io.fencedep.formats.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens a file when it is first read: to open a named pipe takes as long as nobody writes to it. */
final class LateStream extends InputStream {
    private final Path path;
    private @Nullable InputStream in;

    LateStream(Path path) {
        this.path = path;
    }

    @Override
    public int read() throws IOException {
        return opened().read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        return opened().read(into, from, length);
    }

    @Override
    public void close() throws IOException {
        InputStream open = in;
        if (open != null) {
            open.close();
        }
    }

    private InputStream opened() throws IOException {
        InputStream open = in;
        if (open == null) {
            open = Files.newInputStream(path);
            in = open;
        }
        return open;
    }
}
