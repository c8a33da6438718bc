package io.fencedep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.cli.Fencedep.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Follows traces while they are written, as a process. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WatchIT {
    private static final String HEADER = "{\"format\":\"fencedep-trace\",\"version\":1}\n";

    @TempDir
    private Path folder;

    private static String pair(String task, String outer, String inner) {
        StringBuilder lines = new StringBuilder();
        for (String lock : List.of(outer, inner)) {
            lines.append(String.format(
                    "{\"event\":\"acquire\",\"task\":\"%s\",\"lock\":\"%s\",\"class\":\"%s\"}%n", task, lock, lock));
        }
        for (String lock : List.of(inner, outer)) {
            lines.append(String.format("{\"event\":\"release\",\"task\":\"%s\",\"lock\":\"%s\"}%n", task, lock));
        }
        return lines.toString();
    }

    private static Process watch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Fencedep.java(), "-XX:TieredStopAtLevel=1", "-jar", Fencedep.JAR.toString(), "watch"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    /** Ctrl-C; what ends it otherwise, where whoever runs these tests has them ignore that. */
    private static void interrupt(Process process) throws IOException, InterruptedException {
        Path status = Path.of("/proc/self/status");
        String ignored = (Files.exists(status) ? Files.readString(status) : "")
                .lines()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        String signal = (Long.parseUnsignedLong(ignored, 16) & 2) == 0 ? "-INT" : "-TERM";
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    private static String rest(BufferedReader out) throws IOException {
        StringBuilder rest = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    @Test
    void aFindingIsPrintedWhenItClosesAndOnce() throws IOException, InterruptedException {
        Process process = watch("-");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            OutputStream in = process.getOutputStream();
            write(in, HEADER + pair("t", "a", "b") + pair("u", "b", "a"));
            assertThat(out.readLine()).startsWith("error: cycle, potential, id ");
            write(in, pair("t", "a", "b") + pair("u", "b", "a") + pair("v", "b", "a"));
            in.close();
            assertThat(rest(out)).contains("1 error, 0 warnings").doesNotContain("error: cycle");
        }
        assertThat(process.waitFor()).isEqualTo(ExitStatus.FINDINGS);
    }

    @Test
    void anInterruptEndsItWithTheSummaryAndTheStatus() throws IOException, InterruptedException {
        Process process = watch("-");
        try (OutputStream in = process.getOutputStream();
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            write(in, HEADER + pair("t", "a", "b") + pair("u", "b", "a"));
            assertThat(out.readLine()).startsWith("error: cycle");
            interrupt(process);
            assertThat(rest(out)).contains("1 error, 0 warnings, 0 notes").contains("1 input, 8 events");
        }
        assertThat(process.waitFor()).isEqualTo(ExitStatus.FINDINGS);
    }

    @Test
    void aFileIsFollowedByItsNameWhenItIsRotated() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("t.jsonl"), HEADER + pair("t", "a", "b") + pair("u", "b", "a"));
        Process process = watch(file.toString(), "--fail-on", "never");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("error: cycle");
            Files.writeString(file, pair("t", "c", "d"), StandardOpenOption.APPEND);
            Path next = Files.writeString(folder.resolve("next"), HEADER + pair("u", "d", "c") + pair("t", "c", "d"));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            String line = out.readLine();
            while (line != null && !line.startsWith("c -> d")) {
                line = out.readLine();
            }
            assertThat(line).isEqualTo("c -> d -> c");
            interrupt(process);
            assertThat(rest(out)).contains("2 errors, 0 warnings, 0 notes").contains("2 inputs, 20 events");
        }
        assertThat(process.waitFor()).isEqualTo(ExitStatus.OK);
    }

    @Test
    void aNamedPipeToWhichNobodyWritesIsLeftAtAnInterrupt() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process process = watch(pipe.toString(), "--status-every", "1");
        try (BufferedReader status = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(status.readLine()).contains("0 events");
            assertThat(new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(rest(status)).contains("is empty");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(ExitStatus.INPUT);
    }

    @Test
    void writersOfANamedPipeComeOneAfterTheOther() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process process = watch(pipe.toString(), "--reopen");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            Files.writeString(pipe, HEADER + pair("t", "a", "b"), StandardOpenOption.WRITE);
            Thread.sleep(300); // else both may be one writer to who reads
            Files.writeString(pipe, HEADER + pair("u", "b", "a"), StandardOpenOption.WRITE);
            assertThat(out.readLine()).startsWith("error: cycle");
            interrupt(process);
            assertThat(rest(out)).contains("1 error, 0 warnings, 0 notes").contains("2 inputs, 8 events");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(ExitStatus.FINDINGS);
    }

    @Test
    void whatOnlyTheEndCanTellIsInTheSummary() throws IOException {
        String stuck = pair("t", "a", "b").lines().limit(2).reduce("", (all, line) -> all + line + "\n")
                + pair("u", "b", "a").lines().limit(2).reduce("", (all, line) -> all + line + "\n");
        byte[] input = (HEADER + stuck).getBytes(StandardCharsets.UTF_8);
        Run watched = Fencedep.jar("watch").reading(input).run();
        Run checked = Fencedep.jar("check", "-").reading(input).run();
        assertThat(watched.status()).isEqualTo(checked.status());
        assertThat(watched.out().lines().filter(line -> line.contains(", id ")).toList())
                .isEqualTo(checked.out()
                        .lines()
                        .filter(line -> line.contains(", id "))
                        .toList());
    }

    @Test
    void linesThatCannotBeReadAreCounted() {
        byte[] input = (HEADER + "nonsense\n" + pair("t", "a", "b")).getBytes(StandardCharsets.UTF_8);
        Run run = Fencedep.jar("watch", "-").reading(input).run();
        assertThat(run.out() + run.err()).contains("1 line");
        assertThat(run.status()).isZero();
    }

    @Test
    void aGraphHasNothingToFollow() throws IOException {
        Path graph = folder.resolve("g.json");
        assertThat(Fencedep.jar("graph", Fencedep.BAD, "-o", graph.toString())
                        .run()
                        .status())
                .isZero();
        Run run = Fencedep.jar("watch", graph.toString()).run();
        assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
        assertThat(run.err()).contains("is a graph");
    }
}
