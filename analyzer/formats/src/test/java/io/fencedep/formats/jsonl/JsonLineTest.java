package io.fencedep.formats.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.fields.Field;
import io.fencedep.formats.jsonl.JsonScanner.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scanner against Jackson, and its messages. */
class JsonLineTest {
    private static final int LINES = 25_000;
    /** Over bytes: over characters Jackson takes some letters for hexadecimal digits. */
    private static final ObjectReader JACKSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /** Lone surrogates in names: RFC 8259 lets them stand, Jackson does so in values only. */
    private static final JsonNode UNDECIDED = MissingNode.getInstance();

    private final JsonLine line = new JsonLine(Field.TABLE);

    @Test
    void whatIsJsonAndWhatItSaysIsWhatJacksonSays() {
        long seed = Long.getLong("fencedep.seed", System.nanoTime());
        for (int i = 0; i < LINES; i++) {
            byte[] text = new RandomJson(new Random(seed + i)).line();
            JsonNode expected = jackson(text);
            if (UNDECIDED.equals(expected)) {
                continue;
            }
            boolean good = scan(text);
            String mine = good ? describe(this::value) : "no JSON";
            String other = expected == null ? "no JSON" : describe(field -> value(expected.get(field.text())));
            if (!mine.equals(other)) {
                assertThat(mine)
                        .as("-Dfencedep.seed=%d: %s", seed + i, new String(text, UTF_8))
                        .isEqualTo(other);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        `{"a":1,}`            | a field name in quotes is expected at column 8
        `{a:1}`               | a field name in quotes is expected at column 2
        `{"a" 1}`             | ':' is expected at column 6
        `{"a":}`              | a value is expected at column 6
        `{"a":tru}`           | a value is expected at column 9
        `{"a":1 "b":2}`       | ',' or '}' is expected at column 8
        `{"a":[1 2]}`         | ',' or ']' is expected at column 9
        `{"a":{"b":1 2}}`     | ',' or '}' is expected at column 13
        `{"a":01}`            | ',' or '}' is expected at column 7
        `{"a":-}`             | a digit is expected at column 7
        `{"a":1.}`            | a digit is expected at column 8
        `{"a":1e}`            | a digit is expected at column 8
        `{"a":"\\x"}`         | an unknown escape at column 8
        `{"a":"\\u12g4"}`     | four hexadecimal digits are expected at column 11
        `{"a":1} x`           | something follows the object at column 9
        `{"a":1}{}`           | something follows the object at column 8
        `[1]`                 | '{' is expected at column 1
        `"a"`                 | '{' is expected at column 1
        `{"a":"b`             | the line ends too early
        `{"a":[{`             | the line ends too early
        `{`                   | the line ends too early
        """)
    void errorsSayWhatAndWhere(String text, String error) {
        assertThat(scan(text.replace("\\\\", "\\").getBytes(UTF_8))).isFalse();
        assertThat(line.error()).isEqualTo(error);
    }

    @Test
    void controlCharactersAndBadUtf8AreNoText() {
        assertThat(scan("{\"a\":\"\tb\"}".getBytes(UTF_8))).isFalse();
        assertThat(line.error()).isEqualTo("a control character in a string at column 7");
        for (int[] bad : new int[][] {
            {0xFF}, {0xC0, 0x80}, {0xE0, 0x80, 0x80}, {0xED, 0xA0, 0x80}, {0xF4, 0x90, 0x80, 0x80}, {0xC3}, {0x80}
        }) {
            byte[] text = "{\"a\":\"....\"}".getBytes(UTF_8);
            for (int i = 0; i < bad.length; i++) {
                text[6 + i] = (byte) bad[i];
            }
            assertThat(scan(text)).isFalse();
            assertThat(line.error()).isEqualTo("invalid UTF-8 at column 7");
        }
    }

    @Test
    void valuesMayBeNestedAThousandDeepButNoDeeper() {
        for (String open : new String[] {"[", "{\"b\":"}) {
            String close = open.equals("[") ? "]" : "}";
            String fits = "{\"a\":" + open.repeat(998) + "[]" + close.repeat(998) + "}";
            String tooDeep = "{\"a\":" + open.repeat(999) + "[]" + close.repeat(999) + "}";
            assertThat(scan(fits.getBytes(UTF_8))).isTrue();
            assertThat(scan(tooDeep.getBytes(UTF_8))).isFalse();
            assertThat(line.error()).startsWith("values are nested deeper than 999 at column ");
        }
        assertThat(scan("[".repeat(1_000_000).getBytes(UTF_8))).isFalse();
    }

    @Test
    void theBufferIsLeftAsItWas() {
        byte[] buffer = "{\"a\":1}\n{\"b\"".getBytes(UTF_8);
        byte[] before = Arrays.copyOf(buffer, buffer.length + LineReader.PADDING);
        byte[] scanned = before.clone();
        assertThat(line.scan(scanned, 0, 7)).isTrue();
        assertThat(scanned).isEqualTo(before);
    }

    @Test
    void integersOfSixtyFourBitsFit() {
        for (String number : new String[] {"9223372036854775807", "-9223372036854775808", "0", "-0"}) {
            assertThat(scan(("{\"time\":" + number + "}").getBytes(UTF_8))).isTrue();
            assertThat(line.openInteger(Field.TIME.ordinal())).isTrue();
            assertThat(line.number()).isEqualTo(Long.parseLong(number));
        }
        for (String number : new String[] {"9223372036854775808", "-9223372036854775809", "1" + "0".repeat(40)}) {
            assertThat(scan(("{\"time\":" + number + "}").getBytes(UTF_8))).isTrue();
            assertThat(line.openInteger(Field.TIME.ordinal())).isFalse();
        }
    }

    private boolean scan(byte[] text) {
        return line.scan(Arrays.copyOf(text, text.length + LineReader.PADDING), 0, text.length);
    }

    private static @Nullable JsonNode jackson(byte[] text) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            JsonNode node = JACKSON.readValue(text);
            return node.isObject() ? node : null;
        } catch (IOException e) {
            return e.getMessage().contains("surrogate") && e.getMessage().contains("in field name") ? UNDECIDED : null;
        }
    }

    private static String describe(Function<Field, String> value) {
        return Arrays.stream(Field.values()).map(value).collect(Collectors.joining("; "));
    }

    /** What Jackson says of a value, as text. */
    private static String value(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return "none";
        }
        if (node.isTextual()) {
            return "text " + withoutLoneSurrogates(node.textValue());
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? "integer " + node.longValue() : "too large";
        }
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(element.isTextual() ? value(element) : kind(element)));
            return "array " + elements;
        }
        return kind(node);
    }

    /** What the scanner says of a value, in the same words. */
    private String value(Field known) {
        int field = known.ordinal();
        if (!line.has(field)) {
            return "none";
        }
        switch (line.kind(field)) {
            case STRING, ESCAPED_STRING:
                line.openText(field);
                return "text " + text();
            case INTEGER:
                return line.openInteger(field) ? "integer " + line.number() : "too large";
            case ARRAY:
                List<String> elements = new ArrayList<>();
                line.openList(field);
                while (line.nextElement()) {
                    Kind kind = line.elementKind();
                    elements.add(JsonLine.isString(kind) ? "text " + text() : kind.name());
                }
                return "array " + elements;
            default:
                return line.kind(field).name();
        }
    }

    private String text() {
        return new String(line.textBuffer(), line.textFrom(), line.textLength(), UTF_8);
    }

    private static String kind(JsonNode node) {
        switch (node.getNodeType()) {
            case BOOLEAN:
                return node.booleanValue() ? "TRUE" : "FALSE";
            case NUMBER:
                return node.isIntegralNumber() ? "INTEGER" : "DECIMAL";
            default:
                return node.getNodeType().name();
        }
    }

    private static String withoutLoneSurrogates(String text) {
        StringBuilder result = new StringBuilder();
        text.codePoints()
                .map(point -> point >= 0xD800 && point <= 0xDFFF ? Utf8.REPLACEMENT : point)
                .forEach(result::appendCodePoint);
        return result.toString();
    }
}
