package io.fencedep.formats.ftrace;

import java.util.Arrays;

/**
 * A payload of {@code key=value} pairs. A value ends at a blank, or when it starts with a quote, at the next one behind
 * which another pair or nothing follows; a module in brackets belongs to the symbol before it.
 *
 * <pre>
 * (__probestub_lock_release+0x0/0x10) lock=0xffff888000f32040 ip=lk_reset_fn+0xbf/0x100 [lkbug] name="&amp;p-&gt;pi_lock"
 * </pre>
 */
final class Fields {
    private static final int MAX = 64;
    /** What is above is all ones in addresses of the kernel. */
    private static final int KERNEL_BITS = 47;
    /** Numbers from here to 0 are errors. */
    private static final long LAST_ERROR = -4096;

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

    /** The index of the first field that has one of these keys, or -1. */
    int findAny(byte[][] keys) {
        for (byte[] key : keys) {
            int field = find(key);
            if (field >= 0) {
                return field;
            }
        }
        return -1;
    }

    /** The index of the field with this key, else of the first one that is an address of the kernel, or -1. */
    int findAddress(byte[] key) {
        int field = find(key);
        for (int i = 0; field < 0 && i < count; i++) {
            long address = Bytes.address(line.bytes, from[i], to[i]);
            field = address >> KERNEL_BITS == -1 && address < LAST_ERROR ? i : -1;
        }
        return field;
    }

    int from(int field) {
        return from[field];
    }

    int to(int field) {
        return to[field];
    }

    /** The value of this field as an address; 0 when it is no field. */
    long address(int field) {
        return field < 0 ? 0 : Bytes.address(line.bytes, from[field], to[field]);
    }

    /** The field's value as a decimal number. */
    int decimal(byte[] key, int absent) {
        return decimal(find(key), absent);
    }

    /** The value of this field as a small number, which some formats print as a hexadecimal one. */
    int decimal(int field, int absent) {
        if (field < 0) {
            return absent;
        }
        byte[] bytes = line.bytes;
        return Bytes.afterPrefix(bytes, from[field], to[field]) > from[field]
                ? (int) Bytes.hex(bytes, from[field], to[field])
                : Bytes.decimal(bytes, from[field], to[field]);
    }

    /** Notes the value that starts here, and says where the next key may start. */
    private int value(int start, int blank) {
        byte[] bytes = line.bytes;
        int quote = start < line.end && bytes[start] == '"' ? closing(start + 1) : -1;
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

    /** The quote that closes a text from here on: texts may hold quotes. Or -1. */
    private int closing(int start) {
        byte[] bytes = line.bytes;
        for (int at = start; at < line.end; at++) {
            if (bytes[at] == '"' && (at + 1 == line.end || bytes[at + 1] == ' ' && isKey(at + 2))) {
                return at;
            }
        }
        return -1;
    }

    /** Whether a name and a sign of equality stand here. */
    private boolean isKey(int start) {
        int at = start;
        while (at < line.end && (Character.isLetterOrDigit(line.bytes[at]) || line.bytes[at] == '_')) {
            at++;
        }
        return at > start && at < line.end && line.bytes[at] == '=';
    }
}
