package io.fencedep.formats.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fencedep.formats.perfetto.Mark;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a timeline shows, and that it is well formed whatever the trace. */
class TimelineTest {
    private static final String HEADER = "{\"format\":\"fencedep-trace\",\"version\":1}\n";

    static List<Path> samples() throws IOException {
        List<Path> samples = new ArrayList<>(ConverterTest.samples().stream()
                .filter(file -> !file.toString().contains("lockdep"))
                .toList());
        samples.addAll(ConverterTest.recordings());
        return samples;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyTrackIsWellNestedAndEveryArrowHasATail(Path sample) throws IOException {
        Map<Integer, Integer> open = new HashMap<>();
        Map<Integer, BigDecimal> last = new HashMap<>();
        Map<String, Integer> tails = new HashMap<>();
        Map<String, Integer> fences = new TreeMap<>();
        for (JsonNode event : timeline(Files.readAllBytes(sample), List.of())) {
            int track = event.get("tid").asInt();
            String arrow = event.path("cat").asText() + event.path("id").asText();
            switch (event.get("ph").asText()) {
                case "B" -> open.merge(track, 1, Integer::sum);
                case "E" -> assertThat(open.merge(track, -1, Integer::sum)).isNotNegative();
                case "s" -> tails.merge(arrow, 1, Integer::sum);
                case "f" -> assertThat(tails).containsKey(arrow);
                case "b" -> fences.merge(arrow, 1, Integer::sum);
                case "e" -> assertThat(fences.merge(arrow, -1, Integer::sum)).isNotNegative();
                default -> assertThat(event.get("ph").asText()).isIn("M", "X", "i", "n");
            }
            if ("BE".contains(event.get("ph").asText())) {
                BigDecimal time = event.get("ts").decimalValue();
                assertThat(time).isGreaterThanOrEqualTo(last.getOrDefault(track, BigDecimal.ZERO));
                last.put(track, time);
            }
        }
        assertThat(tails.values()).allMatch(count -> count == 1);
    }

    @Test
    void holdsAndWaitsAreSlicesOnTheirTasksTrack() throws IOException {
        assertThat(shown("""
                T acquire  "lock":"a","class":"A","time":1000,"at":"f.c:1"
                T acquired "lock":"a","time":5000
                T acquire  "lock":"b","time":6000
                T release  "lock":"a","time":7000
                T release  "lock":"b","time":9000
                """))
                .containsExactly(
                        "M thread_name T",
                        "X wait for A a 1.000+4.000",
                        "B A a 5.000",
                        "B b 6.000",
                        "E 7.000",
                        "E 7.000",
                        "B b 7.000",
                        "E 9.000");
    }

    @Test
    void aFenceHasATrackOfItsOwnAndAnArrowToWhoWaited() throws IOException {
        assertThat(shown("""
                T fence-create  "fence":"f","class":"F","time":0
                U fence-wait    "fence":"f","time":2000
                T signalling-begin "fence":"f","time":3000
                T fence-signal  "fence":"f","time":4000
                U fence-waited  "fence":"f","time":5000
                """))
                .containsExactly(
                        "M thread_name T",
                        "b F f 0.000",
                        "M thread_name U",
                        "B signalling f 3.000",
                        "X signal F f 4.000+0.001",
                        "s fence 4.000",
                        "e F f 4.000",
                        "E 4.000",
                        "X wait for f 2.000+3.000",
                        "X saw the signal of f 5.000+0.001",
                        "f fence 5.000");
    }

    @Test
    void aSignalThatIsOneOfSeveralEndsNothing() throws IOException {
        assertThat(shown("""
                T fence-create  "fence":"f","class":"F","time":0
                T signalling-begin "fence":"f","time":1000
                T fence-signal  "fence":"f","time":2000,"count":1
                T fence-signal  "fence":"f","time":4000
                """))
                .containsExactly(
                        "M thread_name T",
                        "b F f 0.000",
                        "B signalling f 1.000",
                        "X signal F f 2.000+0.001",
                        "X signal F f 4.000+0.001",
                        "s fence 4.000",
                        "e F f 4.000",
                        "E 4.000");
    }

    @Test
    void anInterruptIsASliceAndAWaitWithoutEndStaysOpen() throws IOException {
        assertThat(shown("""
                T acquire "lock":"a","try":true
                T acquire "lock":"i","try":true,"context":"hardirq"
                T release "lock":"a"
                T fence-wait "fence":"f"
                """))
                .containsExactly(
                        "M thread_name T",
                        "B a 1.000",
                        "B hardirq 2.000",
                        "B i 2.000",
                        "E 3.000",
                        "E 3.000",
                        "E 3.000",
                        "B wait for f 4.000");
    }

    @Test
    void marksAreJoinedInTheOrderOfLines() throws IOException {
        byte[] trace = trace("""
                T mark "text":"x"
                U mark "text":"y"
                """);
        List<Mark> marks = List.of(new Mark(3, "cycle 12ab: waits", "d", 7), new Mark(2, "cycle 12ab: holds", "d", 7));
        assertThat(lines(timeline(trace, marks)))
                .contains(
                        "i cycle 12ab: holds 1.000", "s finding 1.000", "i cycle 12ab: waits 2.000", "f finding 2.000");
    }

    private static List<String> shown(String events) throws IOException {
        return lines(timeline(trace(events), List.of()));
    }

    private static byte[] trace(String events) {
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
        return trace.toString().getBytes(UTF_8);
    }

    private static List<String> lines(JsonNode events) {
        List<String> lines = new ArrayList<>();
        for (JsonNode event : events) {
            String phase = event.get("ph").asText();
            if (phase.equals("M")) {
                lines.add("M " + event.get("name").asText() + " "
                        + event.get("args").get("name").asText());
            } else {
                lines.add((phase + " " + event.path("name").asText()).strip() + " "
                        + event.get("ts").asText()
                        + (event.has("dur") ? "+" + event.get("dur").asText() : ""));
            }
        }
        lines.remove(0);
        return lines;
    }

    private static JsonNode timeline(byte[] trace, List<Mark> marks) throws IOException {
        byte[] json = Converted.to(OutputFormat.PERFETTO, trace, "t.json", marks);
        return JsonMapper.builder()
                .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .readTree(json)
                .get("traceEvents");
    }
}
