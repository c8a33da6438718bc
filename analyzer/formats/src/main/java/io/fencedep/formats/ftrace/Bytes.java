package io.fencedep.formats.ftrace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Small things to do with bytes of text. */
final class Bytes {
    /** So many digits make a long in any case. */
    static final int MAX_DIGITS = 18;

    /** So many digits has an address at most. */
    private static final int HEX_DIGITS = 16;

    /** What each character is worth as a hexadecimal digit; -1 for those that are none. */
    private static final byte[] HEX = new byte[256];

    static {
        for (int i = 0; i < HEX.length; i++) {
            HEX[i] = (byte) (i < 128 ? Character.digit(i, 16) : -1);
        }
    }

    private Bytes() {}

    /** The bytes of this text. */
    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Whether this text stands there. */
    static boolean startsWith(byte[] bytes, int at, int end, byte[] text) {
        return at >= 0 && end - at >= text.length && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }

    /** Where this text first begins between the two places, or -1. */
    static int find(byte[] bytes, int from, int end, byte[] text) {
        byte first = text[0];
        for (int at = from; at <= end - text.length; at++) {
            if (bytes[at] == first && startsWith(bytes, at, end, text)) {
                return at;
            }
        }
        return -1;
    }

    /** Where this text last begins between the two places, or -1. */
    static int findLast(byte[] bytes, int from, int end, byte[] text) {
        for (int at = end - text.length; at >= from; at--) {
            if (startsWith(bytes, at, end, text)) {
                return at;
            }
        }
        return -1;
    }

    /** Where this character last stands between the two places, or -1. */
    static int findLast(byte[] bytes, int from, int end, char character) {
        for (int at = end - 1; at >= from; at--) {
            if (bytes[at] == character) {
                return at;
            }
        }
        return -1;
    }

    /** The number that these digits spell; what is no digit ends it. */
    static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int at = from; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The small number that these digits spell. */
    static int decimal(byte[] bytes, int from, int to) {
        return (int) number(bytes, from, to);
    }

    /** The hexadecimal number there, with or without {@code 0x}; 0 when there is none. */
    static long hex(byte[] bytes, int from, int to) {
        long number = 0;
        for (int at = afterPrefix(bytes, from, to); at < to; at++) {
            int digit = hexDigit(bytes[at], -1);
            if (digit < 0) {
                break;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    /** The address there: hexadecimal, or all its decimal digits, as probes print it that are told to. */
    static long address(byte[] bytes, int from, int to) {
        return isDecimalAddress(bytes, from, to)
                ? bytes[from] == '-' ? -number(bytes, from + 1, to) : number(bytes, from, to)
                : hex(bytes, from, to);
    }

    /** Whether an address stands there as a decimal number: an address of the kernel has that many digits then. */
    static boolean isDecimalAddress(byte[] bytes, int from, int to) {
        int digits = from < to && bytes[from] == '-' ? from + 1 : from;
        int at = digits;
        while (at < to && isDigit(bytes[at])) {
            at++;
        }
        return at == to && (to - digits > HEX_DIGITS || digits > from && to > digits);
    }

    /** Where the digits of a hexadecimal number start. */
    static int afterPrefix(byte[] bytes, int from, int to) {
        return to - from > 2 && bytes[from] == '0' && bytes[from + 1] == 'x' ? from + 2 : from;
    }

    static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** Whether these are digits, at least one and no more than a long holds. */
    static boolean isDecimal(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!isDigit(bytes[at])) {
                return false;
            }
        }
        return from < to && to - from <= MAX_DIGITS;
    }

    /** Whether these are digits of a hexadecimal number, at least one. */
    static boolean isHex(byte[] bytes, int from, int to) {
        byte[] digits = HEX;
        int all = 0;
        for (int at = from; at < to; at++) {
            all |= digits[bytes[at] & 0xFF];
        }
        return from < to && all >= 0;
    }

    /** What this hexadecimal digit is worth, or the other value when it is none. */
    static int hexDigit(byte character, int other) {
        int digit = HEX[character & 0xFF];
        return digit < 0 ? other : digit;
    }
}
