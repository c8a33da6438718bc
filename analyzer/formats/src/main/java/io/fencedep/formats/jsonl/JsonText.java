package io.fencedep.formats.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The text of JSON strings. */
final class JsonText {
    private static final int MAX_QUOTED = 60;

    private JsonText() {}

    /**
     * Undoes the escapes of a string that was found to be valid. An escaped surrogate without its partner becomes the
     * replacement character.
     *
     * @param into takes as many bytes as the string has
     * @return how many bytes the text has
     */
    static int unescape(byte[] bytes, int from, int to, byte[] into) {
        int length = 0;
        int at = from;
        while (at < to) {
            byte next = bytes[at++];
            if (next != '\\') {
                into[length++] = next;
                continue;
            }
            byte escape = bytes[at++];
            if (escape != 'u') {
                into[length++] = plain(escape);
                continue;
            }
            int character = unit(bytes, at);
            at += 4;
            boolean paired = Character.isHighSurrogate((char) character)
                    && at + 6 <= to
                    && bytes[at] == '\\'
                    && bytes[at + 1] == 'u'
                    && Character.isLowSurrogate((char) unit(bytes, at + 2));
            if (paired) {
                character = Character.toCodePoint((char) character, (char) unit(bytes, at + 2));
                at += 6;
            }
            length = Utf8.put(character, into, length);
        }
        return length;
    }

    /** The beginning of a value as it is written, for messages. */
    static String quote(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, Math.min(to - from, 4 * MAX_QUOTED), UTF_8);
        return text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "..." : text;
    }

    private static byte plain(byte escape) {
        switch (escape) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            default:
                return escape;
        }
    }

    private static int unit(byte[] bytes, int at) {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            unit = unit << 4 | Character.digit(bytes[at + i], 16);
        }
        return unit;
    }
}
