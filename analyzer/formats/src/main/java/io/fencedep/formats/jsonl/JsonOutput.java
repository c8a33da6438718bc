package io.fencedep.formats.jsonl;

import io.fencedep.formats.LineReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Collects JSON text as bytes. */
final class JsonOutput {
    private static final int LONGEST_ESCAPE = 6;
    private static final int LONGEST_INTEGER = 20;
    private static final String HEX = "0123456789abcdef";

    private byte[] bytes;
    private int length;

    JsonOutput(int size) {
        bytes = new byte[Math.max(size, LineReader.PADDING)];
    }

    int length() {
        return length;
    }

    /** Forgets what came after this length. */
    void truncate(int shorter) {
        length = shorter;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Hands on what was collected, and starts anew. */
    void sendTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    /** Text that is ASCII and goes out as it is. */
    JsonOutput ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** Bytes that go out as they are. */
    JsonOutput bytes(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    /** A string in quotes. */
    JsonOutput string(String text) {
        return string(text, 0, text.length());
    }

    /** A part of a string in quotes. */
    JsonOutput string(String text, int from, int to) {
        reserve((to - from) * LONGEST_ESCAPE + 2);
        bytes[length++] = '"';
        int at = from;
        while (at < to) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            if (character == '"' || character == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = (byte) character;
            } else if (character < ' ') {
                control(character);
            } else {
                length = Utf8.put(character, bytes, length);
            }
        }
        bytes[length++] = '"';
        return this;
    }

    JsonOutput integer(long number) {
        reserve(LONGEST_INTEGER);
        long rest = number > 0 ? -number : number;
        if (number < 0) {
            bytes[length++] = '-';
        }
        int digits = 1;
        for (long more = rest / 10; more != 0; more /= 10) {
            digits++;
        }
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' - rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    private void control(int character) {
        ascii("\\u00");
        bytes[length++] = (byte) HEX.charAt(character >> 4);
        bytes[length++] = (byte) HEX.charAt(character & 0xF);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
