package io.fencedep.formats.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What STD can say is written, and the rest is counted. */
class StdOutputTest {
    private static final String HEADER = "{\"format\":\"fencedep-trace\",\"version\":1}\n";

    @Test
    void locksAreTakenWhereTheirTaskIsKnownToHaveThem() throws IOException {
        assertThat(std("""
                T acquire  "lock":"a","at":"f.c:1"
                U acquire  "lock":"a"
                T release  "lock":"a"
                U acquired "lock":"a"
                U release  "lock":"a"
                """)).containsExactly("T|acq(a)|f.c:1", "T|rel(a)|4", "U|acq(a)|3", "U|rel(a)|6");
    }

    @Test
    void whoWaitsAtTheEndHasARequest() throws IOException {
        assertThat(std("""
                T acquire "lock":"a"
                T acquire "lock":"b"
                U acquire "lock":"a"
                """)).containsExactly("T|acq(a)|2", "T|req(b)|3", "U|req(a)|4");
    }

    @Test
    void triesAccessesStartsAndJoinsAreWritten() throws IOException {
        assertThat(std("""
                T task-start "child":"U"
                U acquire    "lock":"a","try":true
                U write      "var":"x y"
                U read       "var":"z|(1)%"
                U release    "lock":"a"
                T task-join  "child":"U"
                T task-joined "child":"U"
                """))
                .containsExactly(
                        "T|fork(U)|2",
                        "U|acq(a)|3",
                        "U|w(x%20y)|4",
                        "U|r(z%7c%281%29%25)|5",
                        "U|rel(a)|6",
                        "T|join(U)|7");
    }

    @Test
    void whatItCannotSayIsCounted() throws IOException {
        Map<String, Long> leftOut = new TreeMap<>();
        assertThat(std("""
                T acquire "lock":"a"
                T acquire "lock":"a","reentrant":true
                T release "lock":"a"
                T release "lock":"a"
                T release "lock":"a"
                T acquire "lock":"r","mode":"read"
                T release "lock":"r"
                T acquire "lock":"s","try":true,"failed":true
                T acquire "lock":"t","timeout":5
                T acquired "lock":"t","result":"timeout"
                T acquire "lock":"i","context":"hardirq"
                T fence-wait "fence":"f"
                """, leftOut)).containsExactly("T|acq(a)|2", "T|rel(a)|5");
        assertThat(leftOut)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "acquire of a lock that its task holds", 1L,
                        "release of a lock that its task goes on to hold", 1L,
                        "release of a lock that its task does not hold", 1L,
                        "acquire for reading", 1L,
                        "release after reading", 1L,
                        "try that failed", 1L,
                        "acquire that timed out", 1L,
                        "acquire in an interrupt", 1L,
                        "fence-wait", 1L));
    }

    private static List<String> std(String events) throws IOException {
        return std(events, new TreeMap<>());
    }

    private static List<String> std(String events, Map<String, Long> leftOut) throws IOException {
        StringBuilder trace = new StringBuilder(HEADER);
        for (String line : events.split("\n")) {
            String[] parts = line.split(" +", 3);
            trace.append("{\"task\":\"")
                    .append(parts[0])
                    .append("\",\"event\":\"")
                    .append(parts[1])
                    .append("\",");
            trace.append(parts[2]).append("}\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        leftOut.putAll(Converted.convert(OutputFormat.STD, trace.toString().getBytes(UTF_8), "t.std", List.of(), out)
                .leftOut());
        return out.toString(UTF_8).lines().toList();
    }
}
