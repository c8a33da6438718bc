package io.fencedep.formats.tracedat;

import io.fencedep.core.model.Event;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;

/**
 * The events of one CPU in one instance of ftrace, from its ring buffer. An event begins with a word of 32 bits: 5 that
 * say what it is or how long, and 27 of the time since the one before.
 */
final class CpuStream {
    static final SkipReason DAMAGED =
            new SkipReason("a page of events that is damaged", "record again, or copy the file again");
    private static final int PADDING = 29;
    private static final int TIME_EXTEND = 30;
    private static final int TIME_STAMP = 31;
    private static final int DELTA_BITS = 27;
    private static final int DELTA_MASK = (1 << DELTA_BITS) - 1;
    private static final long HIGH_STAMP = 0x1fL << 59;
    private static final int WORD = 4;
    private static final int MISSED = 1 << 31;
    private static final int MISSED_STORED = 1 << 30;
    private static final int COMMIT = (1 << DELTA_BITS) - 1;

    /** Which instance, and which CPU of it: the order of events of the same time. */
    final int order;

    final int cpu;
    /** Which instance of ftrace recorded it. */
    final int instance;

    final RawEvent event;
    /** When the event happened, by the recorder's own clock. */
    long time;
    /** How many events are missing before this one; {@link Event#ABSENT} when nobody knows, 0 when none. */
    long lost;

    private final Pages pages;
    private final HeaderPage header;
    private final ReadStats stats;
    private final RawEvent numbers;
    private int at;
    private int end;

    CpuStream(DatFile file, Metadata metadata, int instance, Metadata.CpuData data, int order, ReadStats stats)
            throws InputException {
        Metadata.Buffer buffer = metadata.buffers.get(instance);
        String where = buffer.name().isEmpty() ? "" : " of " + buffer.name();
        this.order = order;
        this.cpu = data.cpu();
        this.instance = instance;
        this.event = new RawEvent(metadata.bigEndian);
        this.numbers = new RawEvent(metadata.bigEndian);
        this.header = metadata.headerPage;
        this.stats = stats;
        this.bigEndian = metadata.bigEndian;
        pages = new Pages(file, metadata, "events of CPU " + cpu + where, buffer, data);
    }

    private final boolean bigEndian;

    /** Moves to the next event; false when there is none. */
    boolean next() throws InputException {
        lost = 0;
        while (true) {
            if (at >= end && !nextPage()) {
                return false;
            }
            if (at < end && step()) {
                return true;
            }
        }
    }

    /** Takes the next entry of the page; false when that is no event. */
    private boolean step() throws InputException {
        int word = (int) numbers.number(at, WORD, false);
        int type = bigEndian ? word >>> DELTA_BITS : word & 0x1f;
        long delta = bigEndian ? word & DELTA_MASK : word >>> Integer.SIZE - DELTA_BITS;
        int content = at + WORD;
        long extra = type == 0 || type >= PADDING ? numbers.number(content, WORD, false) : 0;
        switch (type) {
            case PADDING -> {
                if (delta == 0) {
                    at = end;
                    return false;
                }
                time += delta;
                return pass(content, extra);
            }
            case TIME_EXTEND -> {
                time += (extra << DELTA_BITS) + delta;
                return pass(content, WORD);
            }
            case TIME_STAMP -> {
                long stamp = (extra << DELTA_BITS) + delta;
                time = stamp & ~HIGH_STAMP | time & HIGH_STAMP;
                return pass(content, WORD);
            }
            case 0 -> {
                time += delta;
                return take(content + WORD, extra - WORD);
            }
            default -> {
                time += delta;
                return take(content, (long) type * WORD);
            }
        }
    }

    private boolean pass(int from, long length) throws InputException {
        if (length > end - from) {
            damaged(at, "an entry of " + length + " bytes goes beyond its page");
        } else {
            at = from + (int) length;
        }
        return false;
    }

    private boolean take(int from, long length) throws InputException {
        if (length <= 0 || length > end - from) {
            damaged(
                    at,
                    length <= 0 ? "an event has no length" : "an event of " + length + " bytes goes beyond its page");
            return false;
        }
        event.page = pages.page();
        event.from = from;
        event.length = (int) length;
        at = from + (int) (length + WORD - 1 & -WORD);
        return true;
    }

    private boolean nextPage() throws InputException {
        if (!pages.next()) {
            return false;
        }
        numbers.page = pages.page();
        numbers.length = pages.length();
        numbers.isShort = false;
        time = numbers.number(0, Long.BYTES, false);
        long commit = numbers.number(header.commitOffset(), header.longSize(), false);
        int length = (int) commit & COMMIT;
        at = header.dataOffset();
        end = at + length;
        if (numbers.isShort || end > pages.length()) {
            damaged(0, "a page of " + pages.length() + " bytes says that " + length + " of them are events");
            return true;
        }
        if ((commit & MISSED) != 0) {
            boolean stored = (commit & MISSED_STORED) != 0 && end <= pages.length() - header.longSize();
            long count = stored ? numbers.number(end, header.longSize(), false) : Event.ABSENT;
            lost = count == 0 ? Event.ABSENT : count;
        }
        numbers.length = end;
        return true;
    }

    /** The rest of this page cannot be read. */
    private void damaged(int offset, String problem) throws InputException {
        if (!stats.lenient()) {
            throw pages.error(offset, problem);
        }
        stats.skip(DAMAGED, 0, pages.error(offset, problem).problem());
        at = end;
        lost = Event.ABSENT;
    }
}
