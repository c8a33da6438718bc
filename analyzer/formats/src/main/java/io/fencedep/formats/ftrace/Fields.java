package io.fencedep.formats.ftrace;

import java.util.Arrays;

/**
 * A payload of {@code key=value} pairs. A value ends at a blank, or at the last quote of the line when it starts with one;
 * a module in brackets belongs to the symbol before it.
 *
 * <pre>
 * (__probestub_lock_release+0x0/0x10) lock=0xffff888000f32040 ip=lk_reset_fn+0xbf/0x100 [lkbug] name="&amp;p-&gt;pi_lock"
 * </pre>
 */
final class Fields {
    private static final int MAX = 24;

    private final int[] keyFrom = new int[MAX];
    private final int[] keyTo = new int[MAX];
    private final int[] from = new int[MAX];
    private final int[] to = new int[MAX];
    private int count;
    private FtraceLine line = new FtraceLine();

    /** Finds the fields of this line's payload. */
    void read(FtraceLine source) {
        line = source;
        count = 0;
        byte[] bytes = line.bytes;
        int at = line.payload;
        while (count < MAX && at < line.end) {
            int blank = line.blank(at);
            int equals = Bytes.find(bytes, at, blank, EQUALS);
            if (equals < 0) {
                at = blank + 1;
                continue;
            }
            keyFrom[count] = at;
            keyTo[count] = equals;
            at = value(equals + 1, blank);
            count++;
        }
    }

    private static final byte[] EQUALS = Bytes.of("=");

    /** The index of the field with this key, or -1. */
    int find(byte[] key) {
        for (int i = 0; i < count; i++) {
            if (keyTo[i] - keyFrom[i] == key.length
                    && Arrays.equals(line.bytes, keyFrom[i], keyTo[i], key, 0, key.length)) {
                return i;
            }
        }
        return -1;
    }

    int from(int field) {
        return from[field];
    }

    int to(int field) {
        return to[field];
    }

    /** The field's value as a hexadecimal number; 0 when there is no such field. */
    long hex(byte[] key) {
        int field = find(key);
        return field < 0 ? 0 : Bytes.hex(line.bytes, from[field], to[field]);
    }

    /** The field's value as a decimal number. */
    int decimal(byte[] key, int absent) {
        int field = find(key);
        return field < 0 ? absent : Bytes.decimal(line.bytes, from[field], to[field]);
    }

    /** Notes the value that starts here, and says where the next key may start. */
    private int value(int start, int blank) {
        byte[] bytes = line.bytes;
        int quote = start < line.end && bytes[start] == '"' ? Bytes.findLast(bytes, start + 1, line.end, '"') : -1;
        if (quote > 0) {
            from[count] = start + 1;
            to[count] = quote;
            return quote + 1;
        }
        from[count] = start;
        to[count] = blank;
        if (blank + 1 < line.end && bytes[blank] == ' ' && bytes[blank + 1] == '[') {
            to[count] = line.blank(blank + 1);
        }
        return to[count] + 1;
    }
}
