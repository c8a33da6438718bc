package io.fencedep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.cli.Fencedep.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher: from anywhere, through links, with the Java that it is told. */
class LauncherIT {
    private static final Path LAUNCHER = Fencedep.ROOT.resolve("cli/bin/fencedep");
    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    private Path folder;

    @Test
    void it_runs_from_any_folder() {
        Run run = Fencedep.program(LAUNCHER.toString(), "check", Fencedep.BAD)
                .in(folder)
                .run();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void it_runs_through_links_and_with_names_that_hold_blanks() throws IOException {
        Path first = Files.createSymbolicLink(folder.resolve("first"), LAUNCHER);
        Path bin = Files.createDirectory(folder.resolve("my bin"));
        Path second = Files.createSymbolicLink(
                bin.resolve("fencedep"), Path.of("..", first.getFileName().toString()));
        Path trace = Files.copy(Path.of(Fencedep.BAD), bin.resolve("a trace.jsonl"));
        Run run = Fencedep.program(second.toString(), "check", trace.toString())
                .in(folder)
                .run();
        assertThat(run.status()).as(run.err()).isEqualTo(1);
        Files.delete(second);
        Files.delete(first);
    }

    @Test
    void it_honours_java_home_and_options() {
        Run run = Fencedep.program(LAUNCHER.toString(), "--version")
                .with("JAVA_HOME", JAVA_HOME)
                .with("FENCEDEP_JAVA_OPTS", "-XX:+UseSerialGC -Xmx64m -showversion")
                .run();
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("fencedep ");
        assertThat(run.err()).contains(System.getProperty("java.version"));
    }

    @Test
    void names_are_read_as_they_are_whatever_the_locale() {
        Run run = Fencedep.program(
                        "sh",
                        "-c",
                        "cp \"$1\" \"$(printf 'sp\\303\\274r.jsonl')\" && exec \"$0\" check ./sp*.jsonl --report json=-",
                        LAUNCHER.toString(),
                        Fencedep.BAD)
                .in(folder)
                .with("LC_ALL", "C")
                .run();
        assertThat(run.status()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("\"path\": \"./sp\u00fcr.jsonl\"");
    }

    @Test
    void an_older_java_is_named_in_one_line() throws IOException {
        Path java = Files.createDirectories(folder.resolve("jdk 8/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho started\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path release = folder.resolve("jdk 8/release");
        for (String version : new String[] {"1.8.0_392", "11.0.2"}) {
            Files.writeString(release, "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
            Run run = Fencedep.program(LAUNCHER.toString(), "--version")
                    .with("JAVA_HOME", folder.resolve("jdk 8").toString())
                    .run();
            assertThat(run.status()).isEqualTo(70);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .matches("fencedep: needs Java 17 or later, and .*/java is Java (8|11); set JAVA_HOME\\R");
        }
        Files.writeString(release, "JAVA_VERSION=\"21.0.2\"\n");
        assertThat(Fencedep.program(LAUNCHER.toString(), "--version")
                        .with("JAVA_HOME", folder.resolve("jdk 8").toString())
                        .run()
                        .out())
                .isEqualTo("started\n");
    }

    @Test
    void it_says_what_is_missing() throws IOException {
        Run noJava = Fencedep.program(LAUNCHER.toString(), "--version")
                .with("JAVA_HOME", folder.toString())
                .run();
        assertThat(noJava.status()).isEqualTo(70);
        assertThat(noJava.err()).contains("no Java found");
        Path lonely = Files.copy(LAUNCHER, folder.resolve("fencedep"));
        assertThat(lonely.toFile().setExecutable(true)).isTrue();
        Run noJar = Fencedep.program(lonely.toString(), "--version").run();
        assertThat(noJar.status()).isEqualTo(70);
        assertThat(noJar.err()).contains("fencedep.jar is not there yet");
    }
}
