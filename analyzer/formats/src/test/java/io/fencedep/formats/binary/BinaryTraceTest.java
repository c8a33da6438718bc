package io.fencedep.formats.binary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.github.luben.zstd.Zstd;
import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.RandomLines;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.convert.Converted;
import io.fencedep.formats.convert.OutputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The compact form is told from others, and its reader survives whatever it is given. */
class BinaryTraceTest {
    private static final String HEADER = "{\"format\":\"fencedep-trace\",\"version\":1}\n";
    private static final String MARK = "{\"event\":\"reclaim-begin\",\"task\":\"";

    @Test
    void aTraceIsSmallerByFarThanItsText() throws IOException {
        byte[] text = sample(50);
        assertThat(compact(text).length * 3).isLessThan(text.length);
    }

    @Test
    void aTraceThatIsCutOffIsReadToTheCut() throws IOException {
        byte[] whole = plain(sample(2));
        List<String> events = Converted.text(whole, ReadOptions.STRICT);
        int read = 0;
        for (int length = whole.length - 1; length > 0; length -= 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                List<String> left = Converted.text(cut, ReadOptions.STRICT);
                assertThat(left).isEqualTo(events.subList(0, left.size()));
                read = Math.max(read, left.size());
            } catch (InputException e) {
                assertThat(e).hasMessageMatching("(?s)t:1: .*header.*|t: .*");
            }
        }
        assertThat(read).isBetween(events.size() - 3, events.size());
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void noDamageCrashesOrHangsTheReader() throws IOException {
        byte[] whole = plain(sample(2));
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 6000; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Converted.text(damaged, random.nextBoolean() ? ReadOptions.LENIENT : ReadOptions.STRICT);
            } catch (InputException e) {
                refused++;
                assertThat(e.getMessage()).startsWith("t:");
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void aFlippedByteInACompressedTraceIsNeverBelieved() throws IOException {
        byte[] whole = compact(sample(3));
        List<String> events = Converted.text(whole, ReadOptions.STRICT);
        for (int at = 0; at < whole.length; at += 3) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x20;
            try {
                assertThat(Converted.text(damaged, ReadOptions.STRICT)).isEqualTo(events);
            } catch (InputException e) {
                assertThat(e.getMessage()).startsWith("t");
            }
        }
    }

    @Test
    void damageIsToldWithItsPlace() throws IOException {
        byte[] trace = written(json -> {
            header(json, 1);
            json.writeString("T");
            json.writeStartObject();
            json.writeStringField("event", "irqs-on");
            json.writeArrayFieldStart("fields");
            json.writeString("task");
            json.writeEndArray();
            json.writeEndObject();
            json.writeNumber(0);
            json.writeNumber(1);
            json.writeNumber(0);
            json.writeNumber(2);
        });
        assertThatThrownBy(() -> Converted.text(trace, ReadOptions.STRICT))
                .isInstanceOf(InputException.class)
                .hasMessage("t:3: the trace is damaged: there is no name 2");
        assertThat(Converted.text(trace, ReadOptions.LENIENT)).hasSize(2);
    }

    @Test
    void layoutsMustHaveWhatTheirEventsNeed() throws IOException {
        byte[] trace = written(json -> {
            header(json, 1);
            json.writeStartObject();
            json.writeStringField("event", "acquire");
            json.writeArrayFieldStart("fields");
            json.writeString("task");
            json.writeEndArray();
            json.writeEndObject();
        });
        assertThatThrownBy(() -> Converted.text(trace, ReadOptions.STRICT))
                .hasMessage("t:2: the trace is damaged: a layout that lacks what its events need");
    }

    @Test
    void aLaterVersionIsRefused() throws IOException {
        byte[] trace = written(json -> header(json, 3));
        assertThatThrownBy(() -> Converted.text(trace, ReadOptions.STRICT))
                .hasMessage("t:1: \"version\" must be 1 or 2, not 3: this fencedep reads no other");
    }

    @Test
    void tasksOfTheFirstVersionAreNames() throws IOException {
        byte[] trace = written(json -> {
            header(json, 1);
            json.writeString("worker");
            markLayout(json);
            json.writeNumber(0);
            json.writeNumber(1);
        });
        assertThat(Converted.text(trace, ReadOptions.STRICT).get(1)).contains("worker");
    }

    @Test
    void numbersOfTasksAreGivenAgainAndMustHaveBeenGiven() throws IOException {
        Writing tasks = json -> {
            header(json, 2);
            markLayout(json);
            for (String name : new String[] {"a", "b"}) {
                json.writeStartArray();
                json.writeString("task");
                json.writeNumber(1);
                json.writeString(name);
                json.writeEndArray();
                json.writeNumber(0);
                json.writeNumber(1);
            }
        };
        assertThat(Converted.text(written(tasks), ReadOptions.STRICT).subList(1, 3))
                .isEqualTo(
                        Converted.text((HEADER + MARK + "a\"}\n" + MARK + "b\"}\n").getBytes(UTF_8), ReadOptions.STRICT)
                                .subList(1, 3));
        byte[] bad = written(json -> {
            tasks.to(json);
            json.writeNumber(0);
            json.writeNumber(2);
        });
        assertThatThrownBy(() -> Converted.text(bad, ReadOptions.STRICT))
                .hasMessage("t:4: the trace is damaged: there is no task 2");
    }

    @Test
    void veryManyTasksNeedFewNumbers() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int round = 0; round < 2; round++) {
            for (int task = 0; task < 40_000; task++) {
                text.append(MARK).append("t-").append(task).append("\"}\n");
            }
        }
        byte[] compact = plain(text.toString().getBytes(UTF_8));
        long largest = 0;
        try (JsonParser json = new SmileFactory().createParser(compact)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING
                        && json.getText().equals("task")) {
                    boolean declared = json.nextToken() == JsonToken.VALUE_NUMBER_INT;
                    largest = declared ? Math.max(largest, json.getLongValue()) : largest;
                }
            }
        }
        assertThat(largest).isBetween(8_192L, 17_000L);
        List<String> read = Converted.text(compact, ReadOptions.STRICT);
        List<String> told = Converted.text(text.toString().getBytes(UTF_8), ReadOptions.STRICT);
        assertThat(read.subList(1, read.size()).equals(told.subList(1, told.size())))
                .isTrue();
    }

    private static void markLayout(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("event", "reclaim-begin");
        json.writeArrayFieldStart("fields");
        json.writeString("task");
        json.writeEndArray();
        json.writeEndObject();
    }

    @Test
    void otherSmileIsNoTrace() throws IOException {
        byte[] trace = written(json -> json.writeString("what"));
        assertThatThrownBy(() -> Converted.text(trace, ReadOptions.STRICT)).hasMessage("t:1: the header is missing");
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static byte[] written(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new SmileFactory().createGenerator(out)) {
            writing.to(json);
        }
        return out.toByteArray();
    }

    private static void header(JsonGenerator json, int version) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", "fencedep-trace-binary");
        json.writeNumberField("version", version);
        json.writeEndObject();
    }

    private static byte[] sample(int rounds) {
        StringBuilder trace = new StringBuilder(HEADER);
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(5);
            for (EventKind kind : EventKind.values()) {
                trace.append(RandomLines.of(kind, random)).append('\n');
            }
        }
        return trace.toString().getBytes(UTF_8);
    }

    private static byte[] compact(byte[] text) throws IOException {
        return Converted.to(OutputFormat.BINARY, text, "t.fdt", List.of());
    }

    private static byte[] plain(byte[] text) throws IOException {
        return Zstd.decompress(compact(text), 1 << 24);
    }
}
