package io.fencedep.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void lineEndsAreLineFeedsWithOrWithoutACarriageReturn() throws IOException {
        assertThat(lines("a\nb\r\n\n\r\nc\rd\n")).containsExactly("a", "b", "", "", "c\rd");
    }

    @Test
    void aByteOrderMarkIsDroppedBeforeTheFirstLineOnly() throws IOException {
        assertThat(lines("\ufeffa\n\ufeffb\n")).containsExactly("a", "\ufeffb");
        assertThat(lines("\ufeff")).containsExactly("");
    }

    @Test
    void theLastLineSaysWhetherItWasEnded() throws IOException {
        LineReader reader = reader("a\nb".getBytes(UTF_8), 10);
        assertThat(reader.next()).isTrue();
        assertThat(reader.terminated()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThat(reader.terminated()).isFalse();
        assertThat(reader.next()).isFalse();
        assertThat(reader.number()).isEqualTo(2);
    }

    @Test
    void anEmptyInputHasNoLine() throws IOException {
        assertThat(lines("")).isEmpty();
    }

    @Test
    void aCarriageReturnThatEndsACutLineStays() throws IOException {
        assertThat(lines("a\r")).containsExactly("a\r");
    }

    @Test
    void randomTextInRandomPiecesGivesTheLinesOfANaiveSplit() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            int count = random.nextInt(300);
            for (int i = 0; i < count; i++) {
                int length = random.nextInt(50) == 0 ? random.nextInt(400_000) : random.nextInt(40);
                text.append("x\n\ry".charAt(random.nextInt(4)))
                        .append("z".repeat(length))
                        .append(random.nextBoolean() ? "\n" : "");
            }
            List<String> expected = new ArrayList<>(List.of(text.toString().split("\n", -1)));
            if (expected.get(expected.size() - 1).isEmpty()) {
                expected.remove(expected.size() - 1);
            }
            boolean ended = text.toString().endsWith("\n");
            for (int i = 0; i < expected.size() - (ended ? 0 : 1); i++) {
                expected.set(i, expected.get(i).replaceFirst("\r$", ""));
            }
            assertThat(lines(reader(text.toString().getBytes(UTF_8), 1 + random.nextInt(300_000))))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void eightBytesMayBeReadBehindEveryLine() throws IOException {
        LineReader reader = reader("a\n".repeat(500_000).getBytes(UTF_8), 1 << 20);
        while (reader.next()) {
            assertThat(reader.from() + reader.length() + LineReader.PADDING)
                    .isLessThanOrEqualTo(reader.buffer().length);
        }
        assertThat(reader.number()).isEqualTo(500_000);
    }

    @Test
    void aLineOfTenMegabytesIsALine() throws IOException {
        String big = "b".repeat(10_000_000);
        assertThat(lines("a\n" + big + "\nc\n")).containsExactly("a", big, "c");
    }

    @Test
    void aLineBeyondTheBoundIsAnError() throws IOException {
        LineReader reader = new LineReader(tooLong(), new ReadStats(tooLong(), ReadOptions.STRICT));
        assertThat(reader.next()).isTrue();
        assertThatThrownBy(reader::next)
                .isInstanceOf(InputException.class)
                .hasMessage("t:2: the line is longer than 16 MiB");
    }

    @Test
    void aLineBeyondTheBoundIsPassedOverWhenLenient() throws IOException {
        TraceSource source = tooLong();
        ReadStats stats = new ReadStats(source, ReadOptions.LENIENT);
        LineReader reader = new LineReader(source, stats);
        assertThat(lines(reader)).containsExactly("a", "c");
        assertThat(reader.number()).isEqualTo(3);
    }

    @Test
    void aCutCompressionEndsALenientReadingWithAWarning() throws IOException {
        byte[] whole = Zstd.compress("some line\n".repeat(100_000).getBytes(UTF_8));
        TraceSource source = TraceSource.of("t", new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 1)));
        ReadStats stats = new ReadStats(source, ReadOptions.LENIENT);
        assertThat(lines(new LineReader(source, stats))).isNotEmpty();
        assertThat(stats.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.text()).endsWith("the file was cut off"));
    }

    private static TraceSource tooLong() {
        InputStream start = new ByteArrayInputStream("a\n".getBytes(UTF_8));
        InputStream middle = new ByteArrayInputStream(new byte[LineReader.MAX_LINE + 1]);
        InputStream end = new ByteArrayInputStream("\nc\n".getBytes(UTF_8));
        return TraceSource.of("t", new SequenceInputStream(Collections.enumeration(List.of(start, middle, end))));
    }

    private static List<String> lines(String text) throws IOException {
        List<String> whole = lines(reader(text.getBytes(UTF_8), 1 << 20));
        assertThat(lines(reader(text.getBytes(UTF_8), 1))).isEqualTo(whole);
        return whole;
    }

    private static List<String> lines(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(new String(reader.buffer(), reader.from(), reader.length(), UTF_8));
        }
        return lines;
    }

    /** A reader of an input that has at most so many bytes at hand at once. */
    private static LineReader reader(byte[] bytes, int piece) {
        TraceSource source = TraceSource.of("t", new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, piece));
            }
        });
        return new LineReader(source, new ReadStats(source, ReadOptions.STRICT));
    }
}
