package io.fencedep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fencedep.cli.Fencedep.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code convert}, as a process. */
class ConvertIT {
    private static final String RECORDING =
            Fencedep.SAMPLES.resolve("recordings/b_annotated.trace.zst").toString();

    @TempDir
    private Path folder;

    @Test
    void a_recording_keeps_its_findings_and_its_identity() throws IOException {
        Run compact = Fencedep.jar("convert", RECORDING, "r.fdt").in(folder).run();
        assertThat(compact).isEqualTo(new Run(0, "", ""));
        assertThat(Fencedep.jar("convert", "r.fdt", "r.jsonl").in(folder).run().status())
                .isZero();
        List<String> ids = ids(Fencedep.jar("check", RECORDING).run());
        assertThat(ids).isNotEmpty();
        assertThat(ids(Fencedep.jar("check", "r.fdt").in(folder).run())).isEqualTo(ids);
        assertThat(ids(Fencedep.jar("check", "r.jsonl").in(folder).run())).isEqualTo(ids);
        assertThat(Files.readString(folder.resolve("r.jsonl"))
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .containsPattern("\"recording\":\"[0-9a-f]{16}-[0-9a-f]+\"");
        assertThat(Files.size(folder.resolve("r.fdt")) * 10).isLessThan(Files.size(folder.resolve("r.jsonl")));
    }

    @Test
    void from_a_pipe_into_a_pipe() throws IOException {
        byte[] input = Files.readAllBytes(Path.of(Fencedep.BAD));
        Run run = Fencedep.jar("convert", "-", "-", "--output-format", "jsonl")
                .reading(input)
                .run();
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSameSizeAs(Files.readAllLines(Path.of(Fencedep.BAD)));
    }

    @Test
    void what_std_cannot_say_is_counted_on_standard_error() {
        Run run = Fencedep.jar("convert", Fencedep.BAD, "-", "--output-format", "std")
                .run();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("|acq(bo:3f2a)|i915_gem_execbuffer.c:981\n");
        assertThat(run.err()).matches("fencedep: left out \\d+ events that std cannot say: .*1 fence-wait.*\n");
    }

    @Test
    void a_timeline_shows_its_findings_from_a_file_and_from_a_pipe() throws IOException {
        assertThat(Fencedep.jar("convert", Fencedep.BAD, "t.json").in(folder).run())
                .isEqualTo(new Run(0, "", ""));
        JsonNode file = new JsonMapper().readTree(Files.readAllBytes(folder.resolve("t.json")));
        assertThat(marks(file)).contains("cycle 3bf092eecae8: waits for dma_fence:amdgpu-gfx");
        Run piped = Fencedep.jar("convert", "-", "-", "--output-format", "perfetto")
                .reading(Files.readAllBytes(Path.of(Fencedep.BAD)))
                .run();
        assertThat(marks(new JsonMapper().readTree(piped.out()))).isEqualTo(marks(file));
    }

    @Test
    void a_wrong_name_is_wrong_usage() {
        Run run = Fencedep.jar("convert", Fencedep.BAD, "out.txt").in(folder).run();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("fencedep: 'out.txt' does not end as any format's files do");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_bad_input_leaves_no_output_behind() throws IOException {
        Files.writeString(folder.resolve("bad.jsonl"), "{\"format\":\"fencedep-trace\",\"version\":1}\n{}\n");
        Run run = Fencedep.jar("convert", "bad.jsonl", "out.fdt").in(folder).run();
        assertThat(run).isEqualTo(new Run(3, "", "fencedep: bad.jsonl:2: \"event\" is missing\n"));
        Run printed = Fencedep.jar("convert", "bad.jsonl", "-", "--output-format", "jsonl")
                .in(folder)
                .run();
        assertThat(printed.status()).isEqualTo(3);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_graph_has_no_events() {
        assertThat(Fencedep.jar("graph", Fencedep.BAD, "--output", "g.json")
                        .in(folder)
                        .run()
                        .status())
                .isZero();
        Run run = Fencedep.jar("convert", "g.json", "g.jsonl").in(folder).run();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .isEqualTo("fencedep: g.json: is a graph (fencedep-graph), which has no events to convert\n");
    }

    private static List<String> ids(Run run) {
        return run.out().lines().filter(line -> line.contains(", id ")).toList();
    }

    private static List<String> marks(JsonNode timeline) {
        return StreamSupport.stream(timeline.get("traceEvents").spliterator(), false)
                .filter(event -> event.path("cat").asText().equals("finding")
                        && event.get("ph").asText().equals("i"))
                .map(event -> event.get("name").asText())
                .toList();
    }
}
