package io.fencedep.formats.jsonl;

/** Characters as bytes. */
final class Utf8 {
    /** Stands for what is no character. */
    static final int REPLACEMENT = 0xFFFD;

    private Utf8() {}

    /**
     * The length in bytes of the character of more than one byte that begins here, or 0 when there is none: an overlong
     * form, a surrogate, beyond U+10FFFF, or cut off at the end.
     */
    static int length(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || at + length > end) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xff;
        boolean wrong = first == 0xE0 && second < 0xA0
                || first == 0xED && second > 0x9F
                || first == 0xF0 && second < 0x90
                || first == 0xF4 && second > 0x8F;
        return wrong ? 0 : length;
    }

    /** Writes a character and gives the place behind it; a lone surrogate becomes {@link #REPLACEMENT}. */
    static int put(int character, byte[] into, int from) {
        int at = from;
        int code =
                character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE ? REPLACEMENT : character;
        if (code < 0x80) {
            into[at++] = (byte) code;
            return at;
        }
        if (code < 0x800) {
            into[at++] = (byte) (0xC0 | code >> 6);
        } else {
            if (code < 0x10000) {
                into[at++] = (byte) (0xE0 | code >> 12);
            } else {
                into[at++] = (byte) (0xF0 | code >> 18);
                into[at++] = (byte) (0x80 | code >> 12 & 0x3F);
            }
            into[at++] = (byte) (0x80 | code >> 6 & 0x3F);
        }
        into[at++] = (byte) (0x80 | code & 0x3F);
        return at;
    }
}
