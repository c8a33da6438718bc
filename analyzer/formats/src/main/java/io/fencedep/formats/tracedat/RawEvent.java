package io.fencedep.formats.tracedat;

/** The bytes of one event in a page. Reading beyond its end gives zero, and is remembered. */
final class RawEvent {
    private static final int LOCATION_BITS = 16;

    private final boolean bigEndian;
    byte[] page = {};
    int from;
    int length;
    /** Whether something was wanted that is not there. */
    boolean isShort;

    RawEvent(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    /** A number of so many bytes, 1 to 8. */
    long number(int offset, int size, boolean signed) {
        if (size == 0) {
            return 0;
        }
        if (offset < 0 || size < 1 || size > Long.BYTES || offset > length - size) {
            isShort = true;
            return 0;
        }
        long number = 0;
        for (int i = 0; i < size; i++) {
            long next = page[from + offset + i] & 0xff;
            number = bigEndian ? number << 8 | next : number | next << 8 * i;
        }
        int unused = Long.SIZE - 8 * size;
        return signed ? number << unused >> unused : number;
    }

    long number(Field field) {
        return number(field.offset(), field.size(), field.signed());
    }

    /** Where the content of an array begins. */
    int start(Field field) {
        return switch (field.kind()) {
            case DYNAMIC -> (int) location(field) & 0xffff;
            case RELATIVE -> ((int) location(field) & 0xffff) + field.offset() + field.size();
            default -> field.offset();
        };
    }

    /** How many bytes the content of an array has. */
    int size(Field field) {
        return switch (field.kind()) {
            case DYNAMIC, RELATIVE -> (int) (location(field) >>> LOCATION_BITS) & 0xffff;
            default -> field.size() > 0 ? field.size() : Math.max(0, length - field.offset());
        };
    }

    /** Writes the content of an array as text, up to its first zero byte. */
    void text(Field field, Text out, int limit) {
        int start = start(field);
        int size = size(field);
        if (start > length - size) {
            isShort = true;
            return;
        }
        int at = from + start;
        int end = at + Math.min(size, limit);
        int to = at;
        while (to < end && page[to] != 0) {
            to++;
        }
        out.add(page, at, to);
    }

    private long location(Field field) {
        return number(field.offset(), field.size(), false);
    }
}
