package io.fencedep.formats.jsonl;

import io.fencedep.formats.LineReader;
import io.fencedep.formats.fields.KeywordTable;
import io.fencedep.formats.jsonl.JsonScanner.Kind;
import java.util.Arrays;

/**
 * Checks that a line is one JSON object and remembers where the values of known fields are. Of a field that comes twice
 * the last value counts; {@code null} counts as absent. Values are read in place: nothing is decoded unless somebody asks
 * for it, and no object is made.
 *
 * <p>Why not Jackson: processor time per line of 154 to 176 bytes, measured in turns on a busy machine, was 175 to 195 ns
 * to split and scan with this class, 310 to 395 with a streaming parser per line, and 255 to 345 with one parser over the
 * whole stream, in which a bad line cannot be passed over. With names interned the lead is smaller, as interning costs more
 * than either: 445 to 790 for whole events here, 585 to 1070 and 525 to 910 there without checking or filling any. A parser
 * per line also makes objects per event. Jackson is what the tests hold this class against.
 */
final class JsonLine {
    private final KeywordTable fields;
    private final JsonScanner scanner = new JsonScanner();
    private final Kind[] kinds = new Kind[Long.SIZE];
    private final int[] starts = new int[Long.SIZE];
    private final int[] ends = new int[Long.SIZE];
    private long present;

    private byte[] line = new byte[LineReader.PADDING];
    private byte[] scratch = new byte[1024];
    private byte[] textBuffer = line;
    private int textFrom;
    private int textLength;
    private long number;
    private int listAt;
    private int listEnd;
    private Kind elementKind = Kind.NULL;

    /** @param fields the names of the known fields, at most 64; a field's number is its place among them */
    JsonLine(KeywordTable fields) {
        this.fields = fields;
    }

    /**
     * Takes a line, for as long as the buffer holds it. {@link LineReader#PADDING} bytes behind it must be readable.
     *
     * @return whether it is a JSON object; if not, {@link #error} says why
     */
    boolean scan(byte[] buffer, int from, int length) {
        line = buffer;
        present = 0;
        scanner.begin(buffer, from, length);
        boolean good = object();
        scanner.finish();
        return good;
    }

    /** What is wrong with the line, and where. */
    String error() {
        return scanner.error();
    }

    /** A bit for each field that the line has. */
    long present() {
        return present;
    }

    boolean has(int field) {
        return (present >>> field & 1) != 0;
    }

    /** What the value of a field is; the field must be present. */
    Kind kind(int field) {
        return kinds[field];
    }

    /** The value as it is written, for messages. */
    String written(int field) {
        return JsonText.quote(line, starts[field], ends[field]);
    }

    /** Makes the text of a string field the current one. */
    void openText(int field) {
        openText(kinds[field], starts[field], ends[field]);
    }

    /** The bytes that hold the current text; {@link LineReader#PADDING} more are readable behind it. */
    byte[] textBuffer() {
        return textBuffer;
    }

    int textFrom() {
        return textFrom;
    }

    int textLength() {
        return textLength;
    }

    /** Reads an integer field; false when it does not fit into 64 bits. */
    boolean openInteger(int field) {
        int at = starts[field];
        int end = ends[field];
        boolean negative = line[at] == '-';
        if (negative) {
            at++;
        }
        long sum = 0;
        for (; at < end; at++) {
            int digit = line[at] - '0';
            if (sum < (Long.MIN_VALUE + digit) / 10) {
                return false;
            }
            sum = sum * 10 - digit;
        }
        number = negative ? sum : -sum;
        return negative || sum != Long.MIN_VALUE;
    }

    /** The integer that was read last. */
    long number() {
        return number;
    }

    /** Starts to go through an array field. */
    void openList(int field) {
        listAt = starts[field] + 1;
        listEnd = ends[field] - 1;
    }

    /** Moves to the next element of the list, whose text becomes the current one if it is a string. */
    boolean nextElement() {
        while (listAt < listEnd && (line[listAt] <= ' ' || line[listAt] == ',')) {
            listAt++;
        }
        if (listAt == listEnd) {
            return false;
        }
        scanner.at = listAt;
        scanner.value();
        listAt = scanner.at;
        elementKind = scanner.kind;
        if (isString(elementKind)) {
            openText(elementKind, scanner.valueFrom, scanner.valueTo);
        }
        return true;
    }

    /** What the current element of the list is. */
    Kind elementKind() {
        return elementKind;
    }

    static boolean isString(Kind kind) {
        return kind == Kind.STRING || kind == Kind.ESCAPED_STRING;
    }

    private void openText(Kind kind, int from, int to) {
        if (kind == Kind.STRING) {
            textBuffer = line;
            textFrom = from;
            textLength = to - from;
            return;
        }
        if (scratch.length < to - from + LineReader.PADDING) {
            scratch = Arrays.copyOf(scratch, (to - from) * 2 + LineReader.PADDING);
        }
        textBuffer = scratch;
        textFrom = 0;
        textLength = JsonText.unescape(line, from, to, scratch);
    }

    private boolean object() {
        scanner.space();
        if (line[scanner.at] != '{') {
            return scanner.fail("'{' is expected");
        }
        scanner.at++;
        scanner.space();
        if (line[scanner.at] == '}') {
            return endOfLine();
        }
        while (true) {
            if (!scanner.key()) {
                return false;
            }
            int field = knownField();
            if (!scanner.value()) {
                return false;
            }
            if (field >= 0) {
                keep(field);
            }
            scanner.space();
            byte next = line[scanner.at];
            if (next == '}') {
                return endOfLine();
            }
            if (next != ',') {
                return scanner.fail("',' or '}' is expected");
            }
            scanner.at++;
            scanner.space();
        }
    }

    private int knownField() {
        openText(scanner.kind, scanner.valueFrom, scanner.valueTo);
        return fields.find(textBuffer, textFrom, textLength);
    }

    private void keep(int field) {
        kinds[field] = scanner.kind;
        starts[field] = scanner.valueFrom;
        ends[field] = scanner.valueTo;
        long bit = 1L << field;
        present = scanner.kind == Kind.NULL ? present & ~bit : present | bit;
    }

    /** Nothing but space may follow the closing brace. */
    private boolean endOfLine() {
        scanner.at++;
        scanner.space();
        return scanner.atEnd() || scanner.fail("something follows the object");
    }
}
