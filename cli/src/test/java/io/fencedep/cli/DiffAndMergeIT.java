package io.fencedep.cli;

import static io.fencedep.cli.Fencedep.BAD;
import static io.fencedep.cli.Fencedep.CLEAN;
import static io.fencedep.cli.Fencedep.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.cli.Fencedep.Run;
import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diff} and {@code merge}, as processes. */
class DiffAndMergeIT {
    @TempDir
    private Path folder;

    private int files;

    @Test
    void only_what_was_introduced_makes_diff_fail() throws IOException {
        Run worse = Fencedep.jar("diff", CLEAN, "samples/cases/gpu-reset-behind-reservation.jsonl")
                .run();
        assertThat(worse.status()).as(worse.err()).isEqualTo(1);
        Golden.check("reports/diff.txt", worse.out());
        Run better = Fencedep.jar("diff", BAD, CLEAN).run();
        assertThat(better.status()).isZero();
        assertThat(better.out())
                .contains("Fixed\n  3bf092eecae8  error  cycle  ")
                .contains("(or its code did not run: no reservation_ww_class_mutex)");
        Run same = Fencedep.jar("diff", BAD, BAD).run();
        assertThat(same.status()).isZero();
        assertThat(same.out()).contains("Remaining\n  3bf092eecae8").contains("0 findings introduced");
        assertThat(Fencedep.jar("diff", CLEAN, BAD, "--fail-on", "never").run().status())
                .isZero();
    }

    @Test
    void diff_takes_folders_and_graphs_and_writes_reports() throws IOException {
        Path before = Files.createDirectory(folder.resolve("before"));
        Path after = Files.createDirectory(folder.resolve("after"));
        Files.copy(Path.of(CLEAN), before.resolve("a.jsonl"));
        Files.copy(Path.of(CLEAN), after.resolve("a.jsonl"));
        Files.copy(Path.of(OTHER), after.resolve("b.jsonl"));
        Path json = folder.resolve("r.json");
        Run run = Fencedep.jar("diff", before.toString(), after.toString(), "--report", "json=" + json)
                .run();
        assertThat(run.status()).isEqualTo(1);
        assertThat(json).content().contains("\"state\": \"new\"").contains("\"id\": \"810c46087b0b\"");
    }

    @Test
    void merged_graphs_give_what_their_inputs_give_in_any_order() throws IOException {
        Path one = folder.resolve("one.json");
        Path two = folder.resolve("two.json");
        assertThat(Fencedep.jar("merge", CLEAN, OTHER, "-o", one.toString()).run())
                .isEqualTo(new Run(0, "", ""));
        assertThat(Fencedep.jar("merge", OTHER, one.toString(), "-o", two.toString())
                        .run()
                        .status())
                .isZero();
        assertThat(Files.readAllBytes(two)).isEqualTo(Files.readAllBytes(one));
        Run merged = Fencedep.jar("check", two.toString()).run();
        assertThat(merged.status()).isEqualTo(1);
        assertThat(merged.out())
                .contains("No one input shows it; it takes these: " + OTHER + ",")
                .contains(CLEAN);
    }

    @Test
    void order_grouping_and_repetition_of_inputs_change_no_byte_of_graphs_and_reports() throws IOException {
        String third = Fencedep.SAMPLES
                .resolve("cases/allocation-waits-for-fence.jsonl")
                .toString();
        List<List<String>> groupings = List.of(
                List.of(CLEAN, OTHER, BAD, third),
                List.of(third, BAD, OTHER, CLEAN, BAD),
                List.of(merged(BAD, CLEAN), merged(third, merged(OTHER, BAD))));
        byte[] graph = Files.readAllBytes(Path.of(merged(groupings.get(0).toArray(new String[0]))));
        for (List<String> grouping : groupings) {
            assertThat(Path.of(merged(grouping.toArray(new String[0])))).hasBinaryContent(graph);
        }
        String[] formats = {"text", "json", "sarif", "junit", "markdown", "github", "html"};
        Map<String, byte[]> reports = reports(formats, CLEAN, OTHER, BAD, third);
        reports(formats, third, BAD, OTHER, CLEAN)
                .forEach((format, bytes) ->
                        assertThat(bytes).as(format).isEqualTo(reports.getOrDefault(format, new byte[0])));
    }

    /** The file of what these inputs give together. */
    private String merged(String... inputs) {
        String file = folder.resolve("merged-" + files++ + ".json").toString();
        List<String> arguments = new ArrayList<>(List.of("merge", "-o", file));
        arguments.addAll(List.of(inputs));
        assertThat(Fencedep.jar(arguments.toArray(new String[0])).run()).isEqualTo(new Run(0, "", ""));
        return file;
    }

    private Map<String, byte[]> reports(String[] formats, String... inputs) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("check", "--all"));
        for (String format : formats) {
            arguments.add("--report=" + format + "=" + folder.resolve("report." + format));
        }
        arguments.addAll(List.of(inputs));
        assertThat(Fencedep.jar(arguments.toArray(new String[0])).run().status())
                .isEqualTo(1);
        Map<String, byte[]> reports = new TreeMap<>();
        for (String format : formats) {
            reports.put(format, Files.readAllBytes(folder.resolve("report." + format)));
        }
        return reports;
    }

    @Test
    void a_cut_is_tried_without_its_dependency() {
        String cut = "reservation_ww_class_mutex -> dma_fence:amdgpu-gfx";
        Run run = Fencedep.jar("check", BAD, "--without", cut).run();
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEqualTo("fencedep: without " + cut + ": 1 of 1 finding gone\n");
        Run none = Fencedep.jar("check", BAD, "--without", "a -> b").run();
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("no dependency a -> b was seen");
        assertThat(Fencedep.jar("check", BAD, "--without", "a b").run().status())
                .isEqualTo(2);
    }
}
