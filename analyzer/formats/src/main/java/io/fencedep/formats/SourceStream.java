package io.fencedep.formats;

import java.io.IOException;
import java.io.InputStream;

/** A source as a stream, for libraries that read one. Closing it leaves the source open. */
public final class SourceStream extends InputStream {
    private final TraceSource source;

    public SourceStream(TraceSource source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        return source.read(into, from, length);
    }
}
