package io.fencedep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Command(name = "break")
    static final class Broken implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("impossible");
        }
    }

    @AfterEach
    void restore() {
        System.setErr(before);
    }

    @Test
    void a_fault_of_fencedep_is_70_one_line_and_a_request() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        CommandLine line = Main.commandLine();
        line.addSubcommand(new Broken());
        assertThat(line.execute("break")).isEqualTo(70);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .anyMatch(text ->
                        text.contains("a fault of fencedep") && text.contains("IllegalStateException: impossible at "))
                .anyMatch(text -> text.contains("please report it") && text.contains("FENCEDEP_DEBUG=1"));
    }
}
