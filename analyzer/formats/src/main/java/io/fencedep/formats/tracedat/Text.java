package io.fencedep.formats.tracedat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of text that grow; used again for every event. */
final class Text {
    private static final String DIGITS = "0123456789abcdef";
    private static final int MAX_DIGITS = 20;

    byte[] bytes = new byte[512];
    int length;
    private final byte[] digits = new byte[MAX_DIGITS];

    void clear() {
        length = 0;
    }

    /** Adds a text; allocates nothing when that is ASCII. */
    Text add(String text) {
        int before = length;
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                length = before;
                return add(text.getBytes(StandardCharsets.UTF_8));
            }
            bytes[length++] = (byte) character;
        }
        return this;
    }

    Text add(byte[] text) {
        return add(text, 0, text.length);
    }

    Text add(byte[] text, int from, int to) {
        room(to - from);
        System.arraycopy(text, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    Text add(char character) {
        room(1);
        bytes[length++] = (byte) character;
        return this;
    }

    /** So many times this character. */
    void fill(char character, int count) {
        for (int i = 0; i < count; i++) {
            add(character);
        }
    }

    /** The number without sign, in hexadecimal digits. */
    Text hex(long number) {
        int at = MAX_DIGITS;
        long rest = number;
        do {
            digits[--at] = (byte) DIGITS.charAt((int) (rest & 0xf));
            rest >>>= 4;
        } while (rest != 0);
        return add(digits, at, MAX_DIGITS);
    }

    /** The number in decimal digits. */
    Text decimal(long number, boolean signed) {
        long rest = number;
        if (signed && number < 0) {
            add('-');
            rest = -number;
        }
        int at = MAX_DIGITS;
        do {
            digits[--at] = (byte) ('0' + Long.remainderUnsigned(rest, 10));
            rest = Long.divideUnsigned(rest, 10);
        } while (rest != 0);
        return add(digits, at, MAX_DIGITS);
    }

    private void room(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }
}
