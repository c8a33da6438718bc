package io.fencedep.formats;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Inflates gzip members one after the other until the input ends (RFC 1952). The JDK's {@code GZIPInputStream} stops in
 * silence when a later member's header is cut off, or when a pipe has nothing at hand between two members; here both
 * are what they are.
 */
final class GzipMembers extends InputStream {
    private static final int BUFFER = 1 << 16;
    private static final int HAS_HEADER_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private boolean inMember;
    private boolean ended;

    /** The stream must begin with a member's header. */
    GzipMembers(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (!ended) {
            if (!inMember && !nextMember()) {
                ended = true;
                break;
            }
            int count = inflate(into, from, length);
            if (count > 0) {
                crc.update(into, from, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else {
                fill();
                inflater.setInput(buffer, at, end - at);
            }
        }
        return -1;
    }

    /** Whether more can be had without waiting, as far as is known. */
    @Override
    public int available() {
        return ended || inflater.needsInput() ? 0 : 1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }

    private int inflate(byte[] into, int from, int length) throws ZipException {
        try {
            int count = inflater.inflate(into, from, length);
            if (count == 0 && inflater.needsDictionary()) {
                throw new ZipException("it wants a dictionary");
            }
            return count;
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage());
        }
    }

    private boolean nextMember() throws IOException {
        if (!skipPadding()) {
            return false;
        }
        if (next() != 0x1F || next() != 0x8B) {
            throw new ZipException("something else follows the gzip data");
        }
        if (next() != 8) {
            throw new ZipException("unknown compression method");
        }
        int flags = next();
        skip(6);
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, at, end - at);
        crc.reset();
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        at = end - inflater.getRemaining();
        if (nextInt() != (int) crc.getValue()) {
            throw new ZipException("its checksum is wrong");
        }
        if (nextInt() != (int) inflater.getBytesWritten()) {
            throw new ZipException("its length is wrong");
        }
        inMember = false;
    }

    /** Passes over the zeros that some tools pad with; false at the end of the input. */
    private boolean skipPadding() throws IOException {
        while (true) {
            if (at == end) {
                int count = in.read(buffer, 0, BUFFER);
                if (count < 0) {
                    return false;
                }
                at = 0;
                end = count;
            } else if (buffer[at] != 0) {
                return true;
            } else {
                at++;
            }
        }
    }

    private int nextInt() throws IOException {
        return next() | next() << 8 | next() << 16 | next() << 24;
    }

    private int next() throws IOException {
        while (at == end) {
            fill();
        }
        return buffer[at++] & 0xff;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        while (next() != 0) {
            // until the zero that ends it
        }
    }

    private void fill() throws IOException {
        int count = in.read(buffer, 0, BUFFER);
        if (count < 0) {
            throw new EOFException();
        }
        at = 0;
        end = count;
    }
}
