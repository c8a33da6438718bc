package io.fencedep.formats.jsonl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.github.luben.zstd.Zstd;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadReport.Skipped;
import io.fencedep.formats.ReadReport.Warning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input gets a message that names the place; a lenient reading goes on and counts. */
class BadInputTest {
    private static final String HEADER = "{\"format\":\"fencedep-trace\",\"version\":1}\n";
    private static final String MARK = "{\"event\":\"mark\",\"task\":\"T\",\"text\":\"x\"}\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        version    | `{"format":"fencedep-trace","version":2}`    | "version" must be 1, not 2: this fencedep reads version 1 only
        version    | `{"format":"fencedep-trace","version":"1"}`  | "version" must be 1, not "1": this fencedep reads version 1 only
        version    | `{"format":"fencedep-trace","version":1.0}`  | "version" must be 1, not 1.0: this fencedep reads version 1 only
        version    | `{"format":"fencedep-trace"}`                | the header has no "version"
        format     | `{"format":"fencedep-graph","version":1}`    | "format" must be "fencedep-trace", not "fencedep-graph"
        format     | `{"format":7,"version":1}`                   | "format" must be "fencedep-trace", not 7
        format     | `{"event":"mark","task":"T","text":"x"}`     | the first line must be the header, but has no "format"
        -          | `hello`                                      | the first line must be the header, but is not JSON: '{' is expected at column 1
        -          | `{"format":"fencedep-tr`                     | the first line must be the header, but is not JSON: the line ends too early
        lacks      | `{"format":"fencedep-trace","version":1,"lacks":["colour"]}` | "lacks" may hold subclass, nest, check and reader only: ["colour"]
        lacks      | `{"format":"fencedep-trace","version":1,"lacks":"nest"}`     | "lacks" must be an array of strings, not "nest"
        recording  | `{"format":"fencedep-trace","version":1,"recording":7}`      | "recording" must be a string, not 7
        """)
    void aWrongHeaderEndsTheReading(String field, String header, String problem) {
        InputException e = failure((header + "\n" + MARK).getBytes(UTF_8));
        assertThat(e).hasMessage("t:1: " + problem);
        assertThat(e.field()).isEqualTo(field);
        assertThat(e.line()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        event      | `{"task":"T"}`                                                   | "event" is missing
        event      | `{"event":"acquir","task":"T","lock":"l"}`                       | "event": there is no event "acquir"
        event      | `{"event":7,"task":"T"}`                                         | "event" must be a string, not a number
        event      | `{"event":null,"task":"T"}`                                      | "event" is missing
        event      | `{"format":"fencedep-trace","version":1}`                        | a second header: a file holds one trace
        task       | `{"event":"irqs-on"}`                                            | irqs-on needs "task"
        task       | `{"event":"irqs-on","task":""}`                                  | "task" must not be empty
        task       | `{"event":"irqs-on","task":["T"]}`                               | "task" must be a string, not an array
        lock       | `{"event":"acquire","task":"T"}`                                 | acquire needs "lock"
        lock       | `{"event":"acquire","task":"T","lock":7}`                        | "lock" must be a string, not a number
        lock       | `{"event":"release","task":"T","lock":""}`                       | "lock" must not be empty
        kind       | `{"event":"acquire","task":"T","lock":"l","kind":"mutx"}`        | "kind" must be one of raw-spin, spin, rw-spin, mutex, rwsem, ww-mutex, rcu, seq, monitor, semaphore, map, not "mutx"
        kind       | `{"event":"acquire","task":"T","lock":"l","kind":"unknown"}`     | "kind" must be one of raw-spin, spin, rw-spin, mutex, rwsem, ww-mutex, rcu, seq, monitor, semaphore, map, not "unknown"
        mode       | `{"event":"acquire","task":"T","lock":"l","mode":"shared"}`      | "mode" must be one of write, read, recursive-read, not "shared"
        try        | `{"event":"acquire","task":"T","lock":"l","try":1}`              | "try" must be true or false, not a number
        subclass   | `{"event":"acquire","task":"T","lock":"l","subclass":-1}`        | "subclass" must be from 0 to 2147483647, not -1
        subclass   | `{"event":"acquire","task":"T","lock":"l","subclass":"1"}`       | "subclass" must be an integer, not a string
        wait_inner | `{"event":"acquire","task":"T","lock":"l","wait_inner":5}`       | "wait_inner" must be from 1 to 4, not 5
        capacity   | `{"event":"acquire","task":"T","lock":"l","capacity":0}`         | "capacity" must be at least 1, not 0
        timeout    | `{"event":"acquire","task":"T","lock":"l","timeout":1.5}`        | "timeout" must be an integer, not a number with a fraction or exponent
        time       | `{"event":"irqs-on","task":"T","time":99999999999999999999}`     | "time" does not fit into 64 bits: 99999999999999999999
        result     | `{"event":"acquired","task":"T","lock":"l","result":"signaled"}` | "result" must be one of ok, timeout, not "signaled"
        status     | `{"event":"fence-signal","task":"T","fence":"f","status":"no"}`  | "status" must be one of ok, error, timeout, not "no"
        on         | `{"event":"fence-depend","task":"T","fence":"f"}`                | fence-depend needs "on"
        fence      | `{"event":"fence-wait","task":"T"}`                              | fence-wait needs "fence" or "any"
        any        | `{"event":"fence-wait","task":"T","any":[]}`                     | "any" must not be empty
        any        | `{"event":"fence-wait","task":"T","any":["f",7]}`                | "any" must hold strings only, not a number
        any        | `{"event":"fence-wait","task":"T","any":["f",""]}`               | "any" must not hold an empty name
        any        | `{"event":"fence-wait","task":"T","any":"f"}`                    | "any" must be an array of strings, not a string
        fence      | `{"event":"signalling-begin","task":"T"}`                        | signalling-begin needs "fence" or "class"
        work       | `{"event":"work-flush","task":"T"}`                              | work-flush needs "work" or "queue"
        flags      | `{"event":"alloc","task":"T","size":1}`                          | alloc needs "flags"
        size       | `{"event":"alloc","task":"T","flags":"x","size":"1"}`            | "size" must be an integer, not a string
        scope      | `{"event":"scope-begin","task":"T","scope":"nofsx"}`             | "scope" must be one of nofs, noio, noreclaim, not "nofsx"
        stack      | `{"event":"irqs-on","task":"T","stack":[["f"]]}`                 | "stack" must hold strings only, not an array
        irqs       | `{"event":"irqs-on","task":"T","irqs":true}`                     | "irqs" must be a string, not true
        context    | `{"event":"irqs-on","task":"T","context":"irq"}`                 | "context" must be one of task, softirq, hardirq, nmi, not "irq"
        -          | `acquire lock l`                                                 | not JSON: '{' is expected at column 1
        -          | `{"event":"irqs-on","task":"T"`                                  | not JSON: the line ends too early
        -          | `[{"event":"irqs-on","task":"T"}]`                               | not JSON: '{' is expected at column 1
        -          | `{"event":"irqs-on","task":"T"} {}`                              | not JSON: something follows the object at column 32
        """)
    void aWrongLineEndsTheReadingOrIsCounted(String field, String line, String problem) throws IOException {
        byte[] text = (HEADER + MARK + line + "\n" + MARK).getBytes(UTF_8);
        InputException e = failure(text);
        assertThat(e).hasMessage("t:3: " + problem);
        assertThat(e.field()).isEqualTo(field);
        assertThat(e.line()).isEqualTo(3);
        TestTrace lenient = TestTrace.read(text, ReadOptions.LENIENT);
        assertThat(lenient.events()).containsExactly("2 mark task=T text=x", "4 mark task=T text=x");
        assertThat(lenient.report().skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.count()).isEqualTo(1);
            assertThat(skipped.firstLine()).isEqualTo(3);
            assertThat(skipped.firstProblem()).isEqualTo(problem);
            assertThat(skipped.reason().advice()).isNotBlank();
        });
    }

    @Test
    void aLastLineThatWasCutOffIsTheEndWithAWarning() throws IOException {
        for (ReadOptions options : new ReadOptions[] {ReadOptions.STRICT, ReadOptions.LENIENT}) {
            for (int cut = 1; cut < MARK.length() - 1; cut++) {
                TestTrace trace = TestTrace.read((HEADER + MARK + MARK.substring(0, cut)).getBytes(UTF_8), options);
                assertThat(trace.events()).hasSize(1);
                assertThat(trace.report().skipped()).isEmpty();
                assertThat(trace.report().warnings())
                        .containsExactly(new Warning(3, "the last line was cut off and is left out"));
            }
        }
    }

    @Test
    void aLastLineThatOnlyLacksItsLineFeedIsAnEvent() throws IOException {
        for (String end : new String[] {"", "\r", " "}) {
            TestTrace trace = TestTrace.read((HEADER + MARK.strip() + end).getBytes(UTF_8), ReadOptions.STRICT);
            assertThat(trace.events()).hasSize(1);
            assertThat(trace.report().warnings()).isEmpty();
        }
    }

    @Test
    void nothingAtAllIsAnError() {
        assertThat(failure(new byte[0])).hasMessage("t: is empty");
        assertThat(failure("\n \r\n".getBytes(UTF_8))).hasMessage("t: is empty");
    }

    @Test
    void aHeaderAloneIsATraceWithoutEvents() throws IOException {
        ReadReport report =
                TestTrace.read(HEADER.getBytes(UTF_8), ReadOptions.STRICT).report();
        assertThat(report.events()).isZero();
        assertThat(report.lines()).isEqualTo(1);
        assertThat(report.warnings()).containsExactly(new Warning(0, "has no events"));
    }

    @Test
    void cutCompressionIsAnErrorAndTheEndWhenLenient() throws IOException {
        byte[] text = (HEADER + MARK.repeat(100_000)).getBytes(UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(text);
        }
        for (byte[] whole : new byte[][] {gzip.toByteArray(), Zstd.compress(text)}) {
            byte[] cut = Arrays.copyOf(whole, whole.length - 3);
            assertThat(failure(cut)).hasMessage("t: the compressed data ends too early: the file was cut off");
            ReadReport report = TestTrace.read(cut, ReadOptions.LENIENT).report();
            assertThat(report.events()).isPositive();
            assertThat(report.warnings())
                    .anySatisfy(warning -> assertThat(warning.text())
                            .endsWith("the compressed data ends too early: the file was cut off"));
        }
    }

    @Test
    void binaryGarbageIsNoHeader() {
        byte[] garbage = new byte[10_000];
        new Random(3).nextBytes(garbage);
        assertThat(failure(garbage).getMessage())
                .startsWith("t:1: the first line must be the header, but is not JSON: '{' is expected at column 1");
    }

    @Test
    void invalidUtf8IsNotJson() {
        byte[] text = (HEADER + "{\"event\":\"mark\",\"task\":\"T\u00e9\",\"text\":\"x\"}\n").getBytes(ISO_8859_1);
        assertThat(failure(text)).hasMessage("t:2: not JSON: invalid UTF-8 at column 26");
    }

    @Test
    void aZeroByteInALineIsNotJson() {
        byte[] text = (HEADER + "{\"event\":\"mark\",\0\"task\":\"T\",\"text\":\"x\"}\n").getBytes(UTF_8);
        assertThat(failure(text)).hasMessage("t:2: not JSON: a field name in quotes is expected at column 17");
    }

    @Test
    void valuesNestedTooDeepAreNotRead() {
        byte[] text = (HEADER + "{\"x\":" + "[".repeat(2_000_000) + "\n").getBytes(UTF_8);
        assertThat(failure(text)).hasMessage("t:2: not JSON: values are nested deeper than 999 at column 1005");
    }

    @Test
    void aLineOfTenMegabytesIsRead() throws IOException {
        String big = "y".repeat(10_000_000);
        byte[] text =
                (HEADER + "{\"event\":\"mark\",\"task\":\"T\",\"text\":\"" + big + "\"}\n" + MARK).getBytes(UTF_8);
        assertThat(TestTrace.read(text, ReadOptions.STRICT).events())
                .containsExactly("2 mark task=T text=" + big, "3 mark task=T text=x");
    }

    @Test
    void longValuesAreShortenedInMessages() {
        byte[] text = (HEADER + "{\"event\":\"" + "e".repeat(5000) + "\",\"task\":\"T\"}\n").getBytes(UTF_8);
        assertThat(failure(text)).hasMessage("t:2: \"event\": there is no event \"" + "e".repeat(60) + "...\"");
    }

    @Test
    void blankLinesCarriageReturnsAndAByteOrderMarkAreNothing() throws IOException {
        String text = "\ufeff" + HEADER.replace("\n", "\r\n") + "\r\n  \n" + MARK.replace("\n", "\r\n") + "\n";
        TestTrace trace = TestTrace.read(text.getBytes(UTF_8), ReadOptions.STRICT);
        assertThat(trace.events()).containsExactly("4 mark task=T text=x");
        assertThat(trace.report().warnings()).isEmpty();
    }

    @Test
    void aLenientReadingCountsEachReasonAndNamesItsFirstLine() throws IOException {
        String bad = "x\n{\"event\":\"irqs-on\"}\ny\n" + MARK + "{\"event\":\"nothing\",\"task\":\"T\"}\nz\n";
        ReadReport report = TestTrace.read((HEADER + bad).getBytes(UTF_8), ReadOptions.LENIENT)
                .report();
        assertThat(report.skipped())
                .extracting(skipped -> skipped.reason().text(), Skipped::count, Skipped::firstLine)
                .containsExactly(
                        tuple("not JSON", 3L, 2L), tuple("missing field", 1L, 3L), tuple("unknown event", 1L, 6L));
        assertThat(report.skippedLines()).isEqualTo(5);
        assertThat(report.events()).isEqualTo(1);
    }

    @Test
    void aLenientReadingWithoutAHeaderReadsTheFirstEvent() throws IOException {
        TestTrace trace = TestTrace.read((MARK + MARK).getBytes(UTF_8), ReadOptions.LENIENT);
        assertThat(trace.events()).hasSize(2);
        assertThat(trace.begun().source()).isEmpty();
        assertThat(trace.report().warnings())
                .containsExactly(new Warning(1, "no header comes before the first event; read as version 1"));
    }

    @Test
    void aLenientReadingLooksForTheHeaderBehindOtherLines() throws IOException {
        String header = "{\"format\":\"fencedep-trace\",\"version\":1,\"source\":\"linux\"}\n";
        TestTrace trace = TestTrace.read(("booting\n{}\n" + header + MARK).getBytes(UTF_8), ReadOptions.LENIENT);
        assertThat(trace.events()).hasSize(1);
        assertThat(trace.begun().source()).isEqualTo("linux");
        assertThat(trace.report().warnings()).isEmpty();
        assertThat(trace.report().skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.reason().text()).isEqualTo("wrong header");
            assertThat(skipped.count()).isEqualTo(2);
        });
    }

    @Test
    void aLenientReadingOfAnythingElseIsATraceWithoutEvents() throws IOException {
        TestTrace trace = TestTrace.read("a\nb\n".getBytes(UTF_8), ReadOptions.LENIENT);
        assertThat(trace.begun().path()).isEqualTo("t");
        assertThat(trace.report().events()).isZero();
        assertThat(trace.report().skippedLines()).isEqualTo(2);
    }

    private static InputException failure(byte[] text) {
        return catchThrowableOfType(InputException.class, () -> TestTrace.read(text, ReadOptions.STRICT));
    }
}
