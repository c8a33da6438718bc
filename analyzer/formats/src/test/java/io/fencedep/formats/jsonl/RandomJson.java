package io.fencedep.formats.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fencedep.formats.fields.Field;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Random;

/** Makes lines that are JSON objects, and lines that nearly are. */
final class RandomJson {
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "42",
        "1250",
        "-7",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "1.5",
        "0.0",
        "1e3",
        "2E-2",
        "-1.25e+10",
        "123456789012345678901234567890"
    };
    private static final String[] BROKEN = {
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "0x10",
        "NaN",
        "Infinity",
        "tru",
        "True",
        "nul",
        "'a'",
        "",
        "\"",
        "\"\\q\"",
        "\"\\u00g0\"",
        "[1,]",
        "[,1]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{1:2}",
        "[1 2]",
        "[}",
        "{]",
        "\"\u0001\"",
        "1 2"
    };
    private static final String PIECES = "{}[]:,\"\\ \t\r0-.eEtfnu/\u0000\u001f\u007f\u00e9x";

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    RandomJson(Random random) {
        this.random = random;
    }

    byte[] line() {
        space();
        object(random.nextInt(9), 3);
        space();
        byte[] bytes = text.toString().getBytes(UTF_8);
        int changes = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < changes; i++) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private void object(int size, int depth) {
        text.append('{');
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ",");
            space();
            Field[] fields = Field.values();
            string(random.nextInt(4) == 0 ? word() : fields[random.nextInt(fields.length)].text());
            space();
            text.append(':');
            space();
            value(depth);
            space();
        }
        text.append('}');
    }

    private void value(int depth) {
        switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0, 1, 2, 3:
                string(word());
                break;
            case 4, 5:
                text.append(NUMBERS[random.nextInt(NUMBERS.length)]);
                break;
            case 6:
                text.append(random.nextBoolean());
                break;
            case 7:
                text.append("null");
                break;
            case 8:
                text.append(random.nextInt(20) == 0 ? BROKEN[random.nextInt(BROKEN.length)] : "1");
                break;
            case 9:
                object(random.nextInt(4), depth - 1);
                break;
            default:
                array(depth);
        }
    }

    private void array(int depth) {
        text.append('[');
        int size = random.nextInt(5);
        boolean strings = random.nextBoolean();
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ",");
            space();
            if (strings) {
                string(word());
            } else {
                value(depth - 1);
            }
            space();
        }
        text.append(']');
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(random.nextInt(6) == 0 ? 60 : 12);
        for (int i = 0; i < length; i++) {
            word.appendCodePoint(character());
        }
        return word.toString();
    }

    private int character() {
        switch (random.nextInt(30)) {
            case 0:
                return random.nextInt(0x20);
            case 1:
                return 0xA0 + random.nextInt(0x2000);
            case 2:
                return 0x1F600;
            case 3:
                return "\"\\/".charAt(random.nextInt(3));
            case 4:
                return 0xD800 + random.nextInt(0x800);
            default:
                return 'a' + random.nextInt(26);
        }
    }

    /** A string, escaped where it must be and sometimes where it need not. */
    private void string(String word) {
        text.append('"');
        int often = random.nextInt(4) == 0 ? 3 : 100;
        for (int i = 0; i < word.length(); i++) {
            char next = word.charAt(i);
            int special = "\b\f\n\r\t".indexOf(next);
            if (special >= 0 && random.nextBoolean()) {
                text.append('\\').append("bfnrt".charAt(special));
            } else if (next < ' '
                    || Character.isSurrogate(next) && random.nextBoolean()
                    || random.nextInt(often) == 0) {
                String hex = String.format(Locale.ROOT, "\\u%04x", (int) next);
                text.append(
                        random.nextBoolean() ? hex : "\\u" + hex.substring(2).toUpperCase(Locale.ROOT));
            } else if (next == '"' || next == '\\') {
                text.append('\\').append(next);
            } else if (next == '/' && random.nextBoolean()) {
                text.append("\\/");
            } else {
                text.append(next);
            }
        }
        text.append('"');
    }

    private void space() {
        while (random.nextInt(8) == 0) {
            text.append(" \t\r".charAt(random.nextInt(3)));
        }
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        int how = random.nextInt(5);
        if (how < 2) {
            out.write(PIECES.charAt(random.nextInt(PIECES.length())));
        } else if (how == 2) {
            out.write(random.nextInt(256));
        }
        int skip = how == 0 ? 0 : how == 4 && random.nextInt(4) == 0 ? bytes.length : 1;
        int rest = Math.min(bytes.length, at + skip);
        out.write(bytes, rest, bytes.length - rest);
        byte[] result = out.toByteArray();
        return result.length == 0 ? new byte[] {'{'} : result;
    }
}
