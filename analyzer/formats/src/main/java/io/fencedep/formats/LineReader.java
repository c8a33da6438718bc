package io.fencedep.formats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Splits an input into lines without making objects: after {@link #next}, a line is {@link #length} bytes of
 * {@link #buffer} at {@link #from}, valid until the next call. Line ends are LF or CR LF and not part of the line; a
 * UTF-8 byte order mark before the first line is dropped. At least {@link #PADDING} bytes of the buffer follow a line,
 * so that eight bytes may be loaded at once at any place in it.
 */
public final class LineReader {
    /** The longest line that is read, in bytes. */
    public static final int MAX_LINE = 16 << 20;
    /** How many bytes of the buffer may be read behind a line; what they hold is undefined. */
    public static final int PADDING = 8;

    private static final SkipReason TOO_LONG =
            new SkipReason("line too long", "lines have at most " + (MAX_LINE >> 20) + " MiB");
    private static final int START_SIZE = 1 << 18;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final TraceSource source;
    private final ReadStats stats;
    private byte[] buffer = new byte[START_SIZE + PADDING];
    /** The bytes from {@code at} to {@code end} are read and not given out yet. */
    private int at;

    private int end;
    private boolean ended;
    private int from;
    private int length;
    private long number;
    private boolean terminated;

    /** @param stats told of lines that are too long, and of an end that came too early in lenient reading */
    public LineReader(TraceSource source, ReadStats stats) {
        this.source = source;
        this.stats = stats;
    }

    /** Moves to the next line; false when there is none. */
    public boolean next() throws InputException {
        while (true) {
            int feed = findLineFeed();
            if (feed < 0) {
                return false;
            }
            number++;
            if (feed - at <= MAX_LINE) {
                take(feed);
                return true;
            }
            dropLongLine();
        }
    }

    /** The bytes that hold the line. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where in {@link #buffer} the line starts. */
    public int from() {
        return from;
    }

    /** How many bytes the line has. */
    public int length() {
        return length;
    }

    /** The line's number, counted from 1; after the end, the number of lines. */
    public long number() {
        return number;
    }

    /** Whether the line has an end; if not, it is the last one and may have been cut off. */
    public boolean terminated() {
        return terminated;
    }

    /** Where the line at {@code at} ends; beyond {@code MAX_LINE} if it is longer than that; -1 when there is none. */
    private int findLineFeed() throws InputException {
        int searched = at;
        while (true) {
            int feed = indexOfLineFeed(buffer, searched, end);
            if (feed < end || end - at > MAX_LINE) {
                return feed;
            }
            int gone = at;
            searched = end - gone;
            if (!fill()) {
                return at < end ? end : -1;
            }
            searched += at;
        }
    }

    private void take(int feed) {
        from = at;
        if (number == 1 && feed - at >= 3 && isMark(buffer, at)) {
            from += 3;
        }
        terminated = feed < end;
        int stop = feed > from && terminated && buffer[feed - 1] == '\r' ? feed - 1 : feed;
        length = stop - from;
        at = terminated ? feed + 1 : feed;
    }

    private void dropLongLine() throws InputException {
        stats.reject(TOO_LONG, number, null, "the line is longer than " + (MAX_LINE >> 20) + " MiB");
        while (true) {
            int feed = indexOfLineFeed(buffer, at, end);
            if (feed < end) {
                at = feed + 1;
                return;
            }
            at = end;
            if (!fill()) {
                return;
            }
        }
    }

    /** Reads more behind {@code end}, after moving what is unread to the front; false at the end of the input. */
    private boolean fill() throws InputException {
        if (ended) {
            return false;
        }
        if (at > 0) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
        }
        if (end == buffer.length - PADDING) {
            buffer = Arrays.copyOf(buffer, Math.min(end * 2, MAX_LINE + START_SIZE) + PADDING);
        }
        int count;
        try {
            count = source.read(buffer, end, buffer.length - PADDING - end);
        } catch (InputException e) {
            if (!stats.lenient()) {
                throw e;
            }
            stats.warn(0, "read up to line " + number + ": " + e.problem());
            count = -1;
        }
        ended = count < 0;
        end += Math.max(count, 0);
        return !ended;
    }

    private static boolean isMark(byte[] bytes, int at) {
        return bytes[at] == (byte) 0xEF && bytes[at + 1] == (byte) 0xBB && bytes[at + 2] == (byte) 0xBF;
    }

    /** The first line feed, or {@code end}; eight bytes at a time. */
    private static int indexOfLineFeed(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at += Long.BYTES) {
            long word = (long) LONGS.get(bytes, at) ^ LINE_FEEDS;
            long hit = (word - ONES) & ~word & HIGHS;
            if (hit != 0) {
                return Math.min(end, at + (Long.numberOfTrailingZeros(hit) >>> 3));
            }
        }
        return end;
    }
}
