package io.fencedep.cli;

import static io.fencedep.cli.Fencedep.BAD;
import static io.fencedep.cli.Fencedep.CLEAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fencedep.cli.Fencedep.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong, as a process: every failure has its exit status, a message, and nothing on standard output. */
class FailureIT {
    private static final String HEADER = "{\"format\":\"fencedep-trace\",\"version\":1}\n";

    @TempDir
    private Path folder;

    @Test
    void wrong_usage_is_2() {
        for (List<String> arguments : List.of(
                List.<String>of(),
                List.of("chekc", "x"),
                List.of("check"),
                List.of("check", BAD, "--no-such-option"),
                List.of("check", BAD, "--fail-on", "sometimes"),
                List.of("check", BAD, "--jobs", "0"),
                List.of("check", BAD, "--contract", "no-such-contract"),
                List.of("check", BAD, "--input-format", "no-such-format"),
                List.of("check", BAD, "--report", "json"),
                List.of("check", BAD, "--report", "pdf=x"),
                List.of("check", BAD, "--report", "json=-", "--report", "text=-"),
                List.of("check", BAD, "--update-baseline"),
                List.of("check", BAD, "--source-root", "no/such/folder"),
                List.of("check", "-", "-"),
                List.of("graph", BAD),
                List.of("graph", BAD, "-o", "-"),
                List.of("graph", BAD, "-o", "x.png"),
                List.of("explain", "no-such-word"))) {
            Run run = Fencedep.jar(arguments.toArray(String[]::new)).run();
            assertThat(run.status()).as("%s: %s", arguments, run.err()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("fencedep: ").endsWith("--help\n");
        }
    }

    @Test
    void what_was_probably_meant_is_said() {
        meant("did you mean --fail-on?", "check", BAD, "--fial-on", "error");
        meant("'bogus' is none of error, warning, note, never", "check", BAD, "--fail-on", "bogus");
        meant(
                "did you mean mmu_notifier?",
                "graph",
                Fencedep.CLEAN,
                "-o",
                "-",
                "--format",
                "dot",
                "--around",
                "mmu_notifer");
        meant("did you mean 3bf092eecae8?", "explain", "3bf092eecae9", BAD);
        meant("did you mean 3bf092eecae8?", "graph", BAD, "-o", "-", "--format", "dot", "--finding", "3bf092eecae9");
        meant(
                "did you mean dma_fence:amdgpu-gfx -> reservation_ww_class_mutex?",
                "check",
                BAD,
                "--without",
                "dma_fence:amdgpu-gfx -> reservation_ww_clas_mutex");
    }

    private static void meant(String said, String... arguments) {
        Run run = Fencedep.jar(arguments).run();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(said);
    }

    @Test
    void inputs_that_are_missing_or_no_inputs_are_3() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "just notes\n");
        Path empty = Files.createFile(folder.resolve("empty"));
        Path none = Files.createDirectory(folder.resolve("none"));
        refused(folder.resolve("gone.jsonl").toString(), "gone.jsonl: no such file");
        refused(text.toString(), "notes.txt: is in no format that fencedep knows");
        refused(empty.toString(), "empty: is empty");
        refused(none.toString(), "none: holds no input that fencedep knows");
    }

    @Test
    void bad_lines_are_3_and_named_with_file_line_and_field() throws IOException {
        Path file = folder.resolve("t.jsonl");
        Files.writeString(file, HEADER + "{\"event\":\"acquire\",\"task\":\"a\"}\n{\"event\":\"mark\"}\n");
        refused(file.toString(), "t.jsonl:2: ");
        refused(file.toString(), "lock");
        Files.writeString(file, HEADER + "nonsense\n{}\n");
        refused(file.toString(), "t.jsonl:2: ");
        Files.writeString(file, "{\"format\":\"fencedep-trace\",\"version\":99}\n");
        refused(file.toString(), "version");
    }

    @Test
    void compressed_files_that_were_cut_off_are_3() throws IOException {
        byte[] whole = Files.readAllBytes(Fencedep.SAMPLES.resolve("recordings/a_kmalloc.trace.zst"));
        Path file = Files.write(folder.resolve("cut.zst"), Arrays.copyOf(whole, whole.length / 2));
        refused(file.toString(), "the compressed data ends too early");
    }

    @Test
    void files_without_permission_are_3() throws IOException {
        Path file = Files.copy(Path.of(BAD), folder.resolve("secret.jsonl"));
        assertThat(file.toFile().setReadable(false, false)).isTrue();
        assumeFalse(Files.isReadable(file), "this user may read everything");
        refused(file.toString(), "secret.jsonl: permission denied");
    }

    @Test
    void one_unreadable_input_takes_the_verdict_from_all() {
        Run run = Fencedep.jar("check", BAD, "gone.jsonl").run();
        assertThat(run).isEqualTo(new Run(3, "", "fencedep: gone.jsonl: no such file\n"));
    }

    @Test
    void lenient_reading_gives_the_verdict_of_the_rest_and_says_what_is_missing() throws IOException {
        Path file = folder.resolve("t.jsonl");
        Files.writeString(file, HEADER + "nonsense\n{\"event\":\"mark\",\"task\":\"a\",\"text\":\"x\"}\n");
        Run run = Fencedep.jar("check", BAD, "gone.jsonl", file.toString(), "--lenient")
                .run();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .endsWith("\nNot in this verdict: 1 of 3 inputs not read (gone.jsonl: no such file),"
                        + " 1 line passed over\n");
        assertThat(run.err()).isEqualTo("fencedep: left out gone.jsonl: no such file\n");
        assertThat(Fencedep.jar("check", "gone.jsonl", "--lenient").run().status())
                .isEqualTo(3);
    }

    @Test
    void reports_that_cannot_be_written_are_2() {
        Run run = Fencedep.jar("check", BAD, "--report", "json=" + folder.resolve("no/such/folder.json"))
                .run();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("cannot write").contains("its folder does not exist");
    }

    @Test
    void a_closed_pipe_ends_quietly() {
        String check = Fencedep.java() + " -jar " + Fencedep.JAR + " check " + BAD;
        Run run = Fencedep.program("bash", "-c", check + " | true; echo ${PIPESTATUS[0]}")
                .run();
        assertThat(run).isEqualTo(new Run(0, "1\n", ""));
    }

    @Test
    void a_full_disk_is_said() {
        String check = Fencedep.java() + " -jar " + Fencedep.JAR + " check " + CLEAN;
        Run run = Fencedep.program("sh", "-c", check + " > /dev/full").run();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("fencedep: cannot write standard output: ");
    }

    private static void refused(String input, String message) {
        Run run = Fencedep.jar("check", input).run();
        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("fencedep: ").contains(message);
        assertThat(run.err().lines()).hasSize(1);
    }
}
