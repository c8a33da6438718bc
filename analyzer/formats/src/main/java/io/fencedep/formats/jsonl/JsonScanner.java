package io.fencedep.formats.jsonl;

import static io.fencedep.formats.LineReader.PADDING;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The grammar of JSON (RFC 8259, valid UTF-8 only) over the bytes of one line. Each method passes over one part of the
 * grammar, from {@link #at} on, and says whether it is there; if not, {@link #error} says what is wrong. Makes no
 * objects.
 */
final class JsonScanner {
    /** How deep values may be nested in a value. */
    static final int MAX_DEPTH = 999;

    /** What a value is. */
    enum Kind {
        STRING("a string"),
        /** A string whose bytes are not its text. */
        ESCAPED_STRING("a string"),
        INTEGER("a number"),
        /** A number with a fraction or an exponent. */
        DECIMAL("a number with a fraction or exponent"),
        TRUE("true"),
        FALSE("false"),
        NULL("null"),
        ARRAY("an array"),
        OBJECT("an object");

        /** For messages. */
        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    /** The bytes that hold the line; the next one to look at; the one behind the line. */
    byte[] buffer = new byte[PADDING];

    int at;
    private int end;

    /** The last value or key: what it is, and where it is, without quotes. */
    Kind kind = Kind.NULL;

    int valueFrom;
    int valueTo;

    private final boolean[] inObject = new boolean[MAX_DEPTH];
    private int depth;
    private boolean wantsValue;
    private int lineFrom;
    private byte behind;
    private String problem = "";

    /**
     * Starts with a line. The byte behind it is 0 until {@link #finish}: it is no part of any value, and so ends every
     * loop.
     */
    void begin(byte[] line, int from, int length) {
        buffer = line;
        lineFrom = from;
        at = from;
        end = from + length;
        behind = line[end];
        line[end] = 0;
    }

    /** Ends with a line: the buffer is as it was. */
    void finish() {
        buffer[end] = behind;
    }

    boolean atEnd() {
        return at == end;
    }

    /** What is wrong, and where. */
    String error() {
        return at >= end ? "the line ends too early" : problem + " at column " + (at - lineFrom + 1);
    }

    /** Remembers what is wrong at {@link #at}. */
    boolean fail(String what) {
        problem = what;
        return false;
    }

    /** White space, if any. */
    void space() {
        byte next = buffer[at];
        while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
            next = buffer[++at];
        }
    }

    /** A key and its colon, with the space around it. */
    boolean key() {
        if (buffer[at] != '"') {
            return fail("a field name in quotes is expected");
        }
        if (!string()) {
            return false;
        }
        space();
        if (buffer[at] != ':') {
            return fail("':' is expected");
        }
        at++;
        space();
        return true;
    }

    /** Any value. */
    boolean value() {
        byte first = buffer[at];
        return first == '{' || first == '[' ? container() : scalar();
    }

    private boolean scalar() {
        switch (buffer[at]) {
            case '"':
                return string();
            case 't':
                return word("true", Kind.TRUE);
            case 'f':
                return word("false", Kind.FALSE);
            case 'n':
                return word("null", Kind.NULL);
            default:
                return number();
        }
    }

    /** An array or object with all that is in it, without recursion. */
    private boolean container() {
        int from = at;
        Kind outermost = buffer[at] == '{' ? Kind.OBJECT : Kind.ARRAY;
        depth = 0;
        wantsValue = true;
        do {
            byte next = buffer[at];
            boolean good = !wantsValue ? behindValue() : next == '{' || next == '[' ? open() : element();
            if (!good) {
                return false;
            }
        } while (depth > 0);
        kind = outermost;
        valueFrom = from;
        valueTo = at;
        return true;
    }

    /** The start of an array or object, up to its first value or its end. */
    private boolean open() {
        if (depth == MAX_DEPTH) {
            return fail("values are nested deeper than " + MAX_DEPTH);
        }
        inObject[depth++] = buffer[at] == '{';
        at++;
        space();
        wantsValue = buffer[at] != closer();
        return !wantsValue || !inObject[depth - 1] || key();
    }

    private boolean element() {
        wantsValue = false;
        if (!scalar()) {
            return false;
        }
        space();
        return true;
    }

    /** What follows a value in an array or object: its end, or a comma and all up to the next value. */
    private boolean behindValue() {
        byte next = buffer[at];
        if (next == closer()) {
            at++;
            depth--;
            if (depth > 0) {
                space();
            }
            return true;
        }
        if (next != ',') {
            return fail(inObject[depth - 1] ? "',' or '}' is expected" : "',' or ']' is expected");
        }
        at++;
        space();
        wantsValue = true;
        return !inObject[depth - 1] || key();
    }

    private byte closer() {
        return (byte) (inObject[depth - 1] ? '}' : ']');
    }

    /** A string, from its opening quote on. */
    boolean string() {
        kind = Kind.STRING;
        int next = at + 1;
        valueFrom = next;
        while (true) {
            long word = (long) LONGS.get(buffer, next);
            long special = special(word);
            if (special == 0) {
                next += Long.BYTES;
                continue;
            }
            next += Long.numberOfTrailingZeros(special) >>> 3;
            byte found = buffer[next];
            if (found == '"') {
                valueTo = next;
                at = next + 1;
                return true;
            }
            at = next;
            if (!(found == '\\' ? escape() : found < 0 ? sequence() : fail("a control character in a string"))) {
                return false;
            }
            next = at;
        }
    }

    /** The first marked byte ends a run of plain ASCII: a quote, a backslash, a control character or a part of UTF-8. */
    private static long special(long word) {
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        long found = (quote - ONES & ~quote) | (backslash - ONES & ~backslash) | (word - SPACES & ~word) | word;
        return found & HIGHS;
    }

    private boolean escape() {
        kind = Kind.ESCAPED_STRING;
        at++;
        switch (buffer[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
                at++;
                return true;
            case 'u':
                at++;
                for (int i = 0; i < 4; i++) {
                    if (Character.digit(buffer[at], 16) < 0) {
                        return fail("four hexadecimal digits are expected");
                    }
                    at++;
                }
                return true;
            default:
                return fail("an unknown escape");
        }
    }

    /** One character of more than one byte. */
    private boolean sequence() {
        int length = Utf8.length(buffer, at, end);
        if (length == 0) {
            return fail("invalid UTF-8");
        }
        at += length;
        return true;
    }

    private boolean number() {
        int from = at;
        kind = Kind.INTEGER;
        if (buffer[at] == '-') {
            at++;
        }
        if (buffer[at] == '0') {
            at++;
        } else if (!digits()) {
            return fail(at == from ? "a value is expected" : "a digit is expected");
        }
        if (buffer[at] == '.') {
            kind = Kind.DECIMAL;
            at++;
            if (!digits()) {
                return fail("a digit is expected");
            }
        }
        if ((buffer[at] | 0x20) == 'e') {
            kind = Kind.DECIMAL;
            at++;
            if (buffer[at] == '+' || buffer[at] == '-') {
                at++;
            }
            if (!digits()) {
                return fail("a digit is expected");
            }
        }
        valueFrom = from;
        valueTo = at;
        return true;
    }

    private boolean digits() {
        int from = at;
        while (buffer[at] >= '0' && buffer[at] <= '9') {
            at++;
        }
        return at > from;
    }

    private boolean word(String word, Kind meaning) {
        valueFrom = at;
        for (int i = 0; i < word.length(); i++) {
            if (buffer[at] != word.charAt(i)) {
                return fail("a value is expected");
            }
            at++;
        }
        kind = meaning;
        valueTo = at;
        return true;
    }
}
