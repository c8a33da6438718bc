package io.fencedep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.cli.Fencedep.Run;
import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Help, version, explanations, and the jar itself. Help texts are golden files, see {@link Golden}. */
class HelpIT {
    @Test
    void help_is_a_result() throws IOException {
        for (String command : List.of(
                "",
                "check",
                "graph",
                "stats",
                "convert",
                "watch",
                "record",
                "explain",
                "diff",
                "merge",
                "completion",
                "man")) {
            Run run = command.isEmpty()
                    ? Fencedep.jar("--help").run()
                    : Fencedep.jar(command, "--help").run();
            assertThat(run.status()).isZero();
            assertThat(run.err()).isEmpty();
            Golden.check("help/" + (command.isEmpty() ? "fencedep" : command) + ".txt", run.out());
        }
    }

    @Test
    void the_version_is_that_of_the_build() {
        assertThat(Fencedep.jar("--version").run().out()).matches("fencedep \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    }

    @Test
    void words_are_explained_and_slips_are_understood() {
        assertThat(Fencedep.jar("explain", "cycle").run().out()).startsWith("# cycle\n");
        assertThat(Fencedep.jar("explain").run().out()).contains("\n  gate-lock\n");
        assertThat(Fencedep.jar("explain", "cylce").run().err()).contains("did you mean cycle?");
    }

    @Test
    void figures_and_pictures() {
        Run stats = Fencedep.jar("stats", Fencedep.BAD).run();
        assertThat(stats.status()).isZero();
        assertThat(stats.out())
                .contains("events                  24\n")
                .contains("(1 fence, 1 work, 1 queue, 1 reset, 1 lock)");
        Run dot = Fencedep.jar("graph", Fencedep.BAD, "--output", "-", "--format", "dot")
                .run();
        assertThat(dot.out()).startsWith("digraph fencedep {\n").endsWith("}\n");
    }

    @Test
    void the_jar_is_complete() throws IOException {
        try (JarFile jar = new JarFile(Fencedep.JAR.toFile())) {
            var manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Main-Class")).isEqualTo("io.fencedep.cli.Main");
            assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
            assertThat(manifest.getValue("Implementation-Version")).isNotEmpty();
            assertThat(jar.getEntry("META-INF/services/com.fasterxml.jackson.core.JsonFactory"))
                    .isNotNull();
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
        }
    }
}
