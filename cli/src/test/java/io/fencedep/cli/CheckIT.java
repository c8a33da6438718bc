package io.fencedep.cli;

import static io.fencedep.cli.Fencedep.BAD;
import static io.fencedep.cli.Fencedep.CLEAN;
import static io.fencedep.cli.Fencedep.OTHER;
import static io.fencedep.cli.Fencedep.SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.cli.Fencedep.Run;
import io.fencedep.report.testing.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check}, as a process: what it prints where, and how it ends. */
class CheckIT {
    private static final String STALL =
            SAMPLES.resolve("scenarios/55-timeout-is-a-stall.bad.jsonl").toString();

    @TempDir
    private Path folder;

    @Test
    void nothing_found_is_0() {
        Run run = Fencedep.jar("check", CLEAN).run();
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("Nothing found that can deadlock.\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void an_error_is_1_on_standard_output_alone() {
        Run run = Fencedep.jar("check", BAD).run();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).startsWith("error: cycle, potential, id ").contains("1 error, 0 warnings");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void fail_on_draws_the_line() {
        assertThat(Fencedep.jar("check", BAD, "--fail-on", "never").run().status())
                .isZero();
        assertThat(Fencedep.jar("check", STALL).run().status()).isZero();
        assertThat(Fencedep.jar("check", STALL, "--fail-on=warning").run().status())
                .isEqualTo(1);
    }

    @Test
    void several_inputs_are_one_analysis_in_any_order_and_with_any_number_of_jobs() {
        Run one = Fencedep.jar("check", CLEAN, OTHER, "--jobs", "1").run();
        Run two = Fencedep.jar("check", CLEAN, OTHER, "--jobs", "2").run();
        Run turned = Fencedep.jar("check", OTHER, CLEAN).run();
        assertThat(one.status()).isEqualTo(1);
        assertThat(two).isEqualTo(one);
        assertThat(turned).isEqualTo(one);
        assertThat(one.out()).contains(CLEAN + ":10").contains(OTHER + ":11");
    }

    @Test
    void whole_reports_are_golden() throws IOException {
        for (String name :
                List.of("gpu-reset-behind-reservation", "allocation-waits-for-fence", "notifier-waits-for-fence")) {
            Run run = Fencedep.jar("check", "samples/cases/" + name + ".jsonl").run();
            Golden.check("reports/" + name + ".txt", run.out());
        }
        String i915 = "samples/cases/cross-driver-i915.jsonl";
        String amdgpu = "samples/cases/cross-driver-amdgpu.jsonl";
        Golden.check(
                "reports/cross-driver.txt",
                Fencedep.jar("check", i915, amdgpu).run().out());
        Golden.check(
                "reports/cross-driver.json",
                Fencedep.jar("check", i915, amdgpu, "--report=json=-").run().out());
        Golden.check(
                "reports/cross-driver-contract.txt",
                Fencedep.jar("check", amdgpu, "--contract=linux-gpu").run().out());
    }

    @Test
    void a_contract_adds_what_the_trace_does_not_show() throws IOException {
        Run builtIn = Fencedep.jar("check", OTHER, "--contract", "linux-gpu").run();
        assertThat(builtIn.status()).isEqualTo(1);
        assertThat(builtIn.out()).contains("Contract linux-gpu: without it, nothing here closes the ring.");
        Path file = folder.resolve("mine.yaml");
        Files.copy(SAMPLES.resolve("contracts/linux-gpu.yaml"), file);
        assertThat(Fencedep.jar("check", OTHER, "--contract", "hmm", "--contract", file.toString())
                        .run()
                        .status())
                .isEqualTo(1);
    }

    @Test
    void standard_input_is_read_compressed_or_not() throws IOException {
        byte[] trace = Files.readAllBytes(Path.of(BAD));
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(trace);
        }
        assertThat(Fencedep.jar("check", "-").reading(trace).run().status()).isEqualTo(1);
        assertThat(Fencedep.jar("check", "-").reading(gzip.toByteArray()).run().status())
                .isEqualTo(1);
    }

    @Test
    void a_folder_is_walked_and_what_is_no_input_is_named() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        Files.copy(Path.of(BAD), deep.resolve("t.jsonl"));
        Files.writeString(folder.resolve("notes.txt"), "no trace\n");
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve(".git/config"), "no trace\n");
        Run run = Fencedep.jar("check", folder.toString()).run();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("fencedep: passed over " + folder.resolve("notes.txt") + ": no input\n");
    }

    @Test
    void reports_go_where_they_are_told_and_agree() throws IOException {
        Path json = folder.resolve("r.json");
        Path text = folder.resolve("r.txt");
        Run both = Fencedep.jar("check", BAD, "--report", "json=" + json, "--report", "text=" + text)
                .run();
        assertThat(both.status()).isEqualTo(1);
        assertThat(both.out()).isEmpty();
        Run shown = Fencedep.jar("check", BAD, "--report", "json=" + json).run();
        assertThat(shown.out()).isEqualTo(Files.readString(text));
        Run piped = Fencedep.jar("check", BAD, "--report=json=-").run();
        assertThat(piped.out()).isEqualTo(Files.readString(json)).startsWith("{\n  \"format\": \"fencedep-report\"");
    }

    @Test
    void a_saved_graph_gives_the_same_findings() {
        Path graph = folder.resolve("g.json");
        assertThat(Fencedep.jar("graph", BAD, "-o", graph.toString()).run()).isEqualTo(new Run(0, "", ""));
        Run fromTrace = Fencedep.jar("check", BAD).run();
        assertThat(Fencedep.jar("check", graph.toString()).run()).isEqualTo(fromTrace);
        assertThat(Fencedep.jar("check", graph.toString(), BAD).run().out())
                .isEqualTo(fromTrace.out().replace("1 input,", "2 inputs,"));
    }

    @Test
    void colour_is_for_terminals_that_want_it() {
        Pattern escape = Pattern.compile("\u001b\\[");
        assertThat(Fencedep.jar("check", BAD).with("TERM", "xterm").run().out()).doesNotContainPattern(escape);
        Fencedep terminal = Fencedep.program(
                        Fencedep.java(), "-Dfencedep.terminal=true", "-jar", Fencedep.JAR.toString(), "check", BAD)
                .with("TERM", "xterm");
        assertThat(terminal.run().out()).containsPattern(escape);
        assertThat(terminal.with("NO_COLOR", "1").run().out()).doesNotContainPattern(escape);
    }
}
