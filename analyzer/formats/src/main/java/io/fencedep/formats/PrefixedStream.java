package io.fencedep.formats;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Some bytes, and then a stream. A read gives either, never both: it must not wait for the stream while there are bytes
 * to give, as a {@code PushbackInputStream} does.
 */
final class PrefixedStream extends FilterInputStream {
    private final byte[] prefix;
    private final int length;
    private int at;

    PrefixedStream(byte[] prefix, int length, InputStream in) {
        super(in);
        this.prefix = prefix;
        this.length = length;
    }

    @Override
    public int read() throws IOException {
        return at < length ? prefix[at++] & 0xff : in.read();
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        if (at == length) {
            return in.read(into, from, count);
        }
        int given = Math.min(count, length - at);
        System.arraycopy(prefix, at, into, from, given);
        at += given;
        return given;
    }

    @Override
    public int available() throws IOException {
        return length - at + in.available();
    }
}
