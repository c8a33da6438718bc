package io.fencedep.formats.tracedat;

import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads a part of a file number by number. Whatever is not there is an error that names the part and the offset. */
final class Cursor {
    private static final int BUFFER = 1 << 13;

    private final TraceSource source;
    private final String part;
    private final Region region;
    private final boolean bigEndian;
    private final long end;
    private long at;
    private final byte[] buffer = new byte[BUFFER];
    /** Where in the region the buffer begins, and how much of it is filled. */
    private long bufferAt;

    private int filled;

    Cursor(TraceSource source, String part, Region region, long from, long to, boolean bigEndian) {
        this.source = source;
        this.part = part;
        this.region = region;
        this.at = from;
        this.end = Math.min(to, region.size());
        this.bigEndian = bigEndian;
    }

    TraceSource source() {
        return source;
    }

    /** The same place, to go on under another name. */
    Cursor named(String name) {
        return new Cursor(source, name, region, at, end, bigEndian);
    }

    long at() {
        return at;
    }

    /** How many bytes are left. */
    long left() {
        return end - at;
    }

    int u8() throws InputException {
        need(1);
        if (at < bufferAt || at >= bufferAt + filled) {
            fill();
        }
        return buffer[(int) (at++ - bufferAt)] & 0xff;
    }

    int u16() throws InputException {
        return (int) number(2);
    }

    long u32() throws InputException {
        return number(4);
    }

    long u64() throws InputException {
        return number(8);
    }

    /** Text up to a zero byte, which is passed over. */
    String string() throws InputException {
        byte[] text = new byte[64];
        int length = 0;
        for (int next = u8(); next != 0; next = u8()) {
            if (length == text.length) {
                if (length >= BUFFER) {
                    throw error("a name without an end");
                }
                text = java.util.Arrays.copyOf(text, length * 2);
            }
            text[length++] = (byte) next;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** So many bytes, as a file says there are. */
    byte[] bytes(long count) throws InputException {
        need(count);
        if (count > Codec.MAX_SIZE) {
            throw error(count + " bytes are too many");
        }
        byte[] bytes = new byte[(int) count];
        try {
            region.read(at, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw error("cannot be read: " + e.getMessage());
        }
        at += count;
        return bytes;
    }

    /** So many bytes as text, without zero bytes at its end. */
    String text(long count) throws InputException {
        byte[] bytes = bytes(count);
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Passes over so many bytes, all of which are there. */
    void pass(long count) {
        at += count;
    }

    /** A fault at this place. */
    InputException error(String problem) {
        return source.error(part + " at offset " + at + ": " + problem);
    }

    private long number(int size) throws InputException {
        need(size);
        long number = 0;
        for (int i = 0; i < size; i++) {
            long next = u8();
            number = bigEndian ? number << 8 | next : number | next << 8 * i;
        }
        return number;
    }

    private void need(long count) throws InputException {
        if (count < 0 || count > end - at) {
            throw error("ends too early: " + Long.toUnsignedString(count) + " bytes are wanted, "
                    + Math.max(0, end - at) + " are there");
        }
    }

    private void fill() throws InputException {
        filled = (int) Math.min(BUFFER, end - at);
        bufferAt = at;
        try {
            region.read(at, buffer, 0, filled);
        } catch (IOException e) {
            throw error("cannot be read: " + e.getMessage());
        }
    }
}
