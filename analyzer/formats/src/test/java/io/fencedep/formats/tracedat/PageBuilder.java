package io.fencedep.formats.tracedat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes pages of a ring buffer as the kernel does ({@code struct ring_buffer_event}). */
public final class PageBuilder {
    private static final int MISSED = 1 << 31;
    private static final int MISSED_STORED = 1 << 30;

    private final ByteOrder order;
    private final int longSize;
    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private ByteBuffer page;
    private long time;
    private long missed;

    PageBuilder(ByteOrder order, int longSize) {
        this.order = order;
        this.longSize = longSize;
        this.page = newPage();
    }

    /** Pages as a machine of 64 bits writes them. */
    public static PageBuilder of() {
        return new PageBuilder(ByteOrder.LITTLE_ENDIAN, Long.BYTES);
    }

    /** A new page, in which the kernel says that it lost so many events before. */
    public PageBuilder lost(long count) {
        finish();
        missed = count;
        return this;
    }

    /** An event at this time; the clock moves by a delta, or by an entry of its own when that is too long. */
    public PageBuilder event(long at, byte[] content) {
        int words = (content.length + 3) / 4;
        if (page.remaining() < 4 * words + 24) {
            finish();
        }
        if (page.position() == 8 + longSize) {
            time = at;
            page.putLong(0, at);
        }
        long delta = at - time;
        if (delta >= 1 << 27) {
            word(30, (int) (delta & (1 << 27) - 1));
            page.putInt((int) (delta >>> 27));
            delta = 0;
        }
        time = at;
        if (words > 28) {
            word(0, (int) delta);
            page.putInt(4 * words + 4);
        } else {
            word(words, (int) delta);
        }
        int start = page.position();
        page.put(content).position(start + 4 * words);
        return this;
    }

    /** The time itself, not a step. */
    PageBuilder stamp(long at) {
        if (page.position() == 8 + longSize) {
            page.putLong(0, at - 1);
        }
        word(31, (int) (at & (1 << 27) - 1));
        page.putInt((int) (at >>> 27));
        time = at;
        return this;
    }

    /** An event that was thrown away after it was reserved. */
    PageBuilder discarded(int bytes) {
        word(29, 1);
        page.putInt(bytes);
        page.position(page.position() - 4 + bytes);
        time++;
        return this;
    }

    public byte[] build() {
        finish();
        return pages.toByteArray();
    }

    /** Starts the content of an event with what all have. */
    static ByteBuffer content(ByteOrder order, int id, int flags, int depth, int pid) {
        return ByteBuffer.allocate(2048)
                .order(order)
                .putShort((short) id)
                .put((byte) flags)
                .put((byte) depth)
                .putInt(pid);
    }

    /** The content up to its position, with a text at its end, to which the number at this place leads. */
    static byte[] withText(ByteBuffer content, int locationAt, String text) {
        int start = content.position();
        content.put(text.getBytes(US_ASCII)).put((byte) 0);
        content.putInt(locationAt, start | text.length() + 1 << 16);
        return bytes(content);
    }

    static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.position()];
        content.flip().get(bytes);
        return bytes;
    }

    private void word(int type, int delta) {
        page.putInt(order == ByteOrder.BIG_ENDIAN ? type << 27 | delta : delta << 5 | type);
    }

    private void finish() {
        int length = page.position() - 8 - longSize;
        if (length == 0 && pages.size() > 0) {
            return;
        }
        long commit = length;
        if (missed != 0 && page.remaining() >= longSize) {
            commit |= (MISSED | MISSED_STORED) & 0xffffffffL;
            if (longSize == 8) {
                page.putLong(page.position(), missed);
            } else {
                page.putInt(page.position(), (int) missed);
            }
        }
        missed = 0;
        if (longSize == 8) {
            page.putLong(8, commit);
        } else {
            page.putInt(8, (int) commit);
        }
        if (length > 0) {
            byte[] whole = new byte[DatBuilder.PAGE];
            page.position(0).get(whole);
            pages.writeBytes(whole);
        }
        page = newPage();
    }

    private ByteBuffer newPage() {
        return ByteBuffer.allocate(DatBuilder.PAGE).order(order).position(8 + longSize);
    }
}
