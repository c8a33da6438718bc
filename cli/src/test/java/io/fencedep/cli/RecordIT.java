package io.fencedep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.cli.Fencedep.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of the JVM under the agent that the jar carries, as processes. */
class RecordIT {
    private static final String PROGRAM = """
            public class Bank {
                static final Object from = new Object();
                static final Object to = new Object();

                public static void main(String[] args) throws Exception {
                    boolean fixed = args[0].equals("fixed");
                    Thread one = new Thread(() -> move(from, to));
                    Thread two = new Thread(() -> later(fixed));
                    one.start();
                    two.start();
                    one.join();
                    two.join();
                    System.out.println(String.join(" ", args));
                    System.exit(Integer.parseInt(args[1]));
                }

                static void later(boolean fixed) {
                    try {
                        Thread.sleep(500);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    move(fixed ? from : to, fixed ? to : from);
                }

                static void move(Object first, Object second) {
                    synchronized (first) {
                        synchronized (second) {
                            Thread.onSpinWait();
                        }
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeProgram() throws IOException {
        Files.writeString(folder.resolve("Bank.java"), PROGRAM);
    }

    private Run record(String... arguments) {
        return Fencedep.jar(arguments).in(folder).run();
    }

    @Test
    void aProgramThatCanDeadlockFails() {
        Run run = record("record", "--", Fencedep.java(), "Bank.java", "bad", "0", "--graph");
        assertThat(run.out()).isEqualTo("bad 0 --graph\n");
        assertThat(run.err()).contains("error: cycle").contains("Bank.java");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void itsOwnFailureIsKept() {
        assertThat(record("record", "--", Fencedep.java(), "Bank.java", "bad", "7")
                        .status())
                .isEqualTo(7);
        assertThat(record("record", "--no-fail", "--", Fencedep.java(), "Bank.java", "bad", "0")
                        .status())
                .isZero();
    }

    @Test
    void aProgramThatCannotDoesNot() {
        Run run = record("record", "--", Fencedep.java(), "Bank.java", "fixed", "0");
        assertThat(run.err()).doesNotContain("error: ");
        assertThat(run.status()).isZero();
    }

    @Test
    void theGraphIsForTheGateAndTheReportInTheFormatOfItsName() throws IOException {
        record("record", "--graph", "g.json", "--report", "r.sarif", "--", Fencedep.java(), "Bank.java", "bad", "0");
        assertThat(folder.resolve("r.sarif")).content().contains("\"2.1.0\"");
        Run check = record("check", "g.json");
        assertThat(check.status()).isEqualTo(ExitStatus.FINDINGS);
        assertThat(check.out()).startsWith("error: cycle");
    }

    @Test
    void aScriptHandsTheAgentOn() {
        Run run = Fencedep.jar(
                        "record",
                        "--no-fail",
                        "--report",
                        "%p.json",
                        "--",
                        "sh",
                        "-c",
                        Fencedep.java() + " Bank.java bad 0")
                .in(folder)
                .run();
        assertThat(run.status()).isZero();
        assertThat(folder.toFile().list((in, name) -> name.matches("\\d+\\.json")))
                .hasSize(1);
    }

    @Test
    void whatCannotRunIsWrongUsage() {
        Run run = record("record", "--", "./no-such-program");
        assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.err()).contains("cannot run ./no-such-program");
        assertThat(record("record", "--graph", "a,b", "--", "java").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(record("record").status()).isEqualTo(ExitStatus.USAGE);
    }
}
