package io.fencedep.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fencedep.programs.ExitsBad;
import io.fencedep.programs.Facts;
import io.fencedep.programs.HangsBad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent does where a JVM is not started in the plainest way. */
class EnvironmentsIT {
    private static final String RING = "io.fencedep.programs.ExitsBad.one -> io.fencedep.programs.ExitsBad.other";

    @TempDir
    Path folder;

    @Test
    void a_program_under_a_security_manager_cannot_tell_and_is_reported_although_it_may_write_no_file()
            throws Exception {
        policy(
                "grant codeBase \"" + Host.JAR.toUri() + "\" { permission java.security.AllPermission; };\n"
                        + "grant { permission java.lang.RuntimePermission \"exitVM.*\"; permission java.lang.RuntimePermission \"shutdownHooks\"; };\n");
        Host.Run alone = underSecurityManager("-Xlog:disable", Facts.class);
        Host.Run recorded = underSecurityManager(agent("report=facts.txt"), Facts.class);
        assertThat(recorded.out()).contains("InterruptedException").isEqualTo(alone.out());
        assertThat(recorded.status()).as(recorded.err()).isEqualTo(alone.status());

        Host.Run exits = underSecurityManager(agent("report=report.txt"), ExitsBad.class);
        assertThat(exits.status()).as(exits.err()).isEqualTo(5);
        assertThat(Files.readString(folder.resolve("report.txt"))).contains(RING);
    }

    @Test
    void a_security_manager_that_forbids_the_agent_is_named_with_what_to_grant() throws Exception {
        policy(
                "grant { permission java.lang.RuntimePermission \"exitVM.*\"; permission java.lang.RuntimePermission \"shutdownHooks\"; };\n");
        Host.Run exits = underSecurityManager(agent("report=report.txt"), ExitsBad.class);

        assertThat(exits.status()).isEqualTo(5);
        assertThat(exits.err())
                .contains("fencedep: not recording: the security manager forbids it", "java.security.AllPermission")
                .doesNotContain("\tat ");
    }

    private void policy(String text) throws Exception {
        Files.writeString(folder.resolve("test.policy"), text);
    }

    private Host.Run underSecurityManager(String flag, Class<?> program) throws Exception {
        return Host.java(
                jdk(17),
                folder,
                flag,
                "-Djava.security.manager",
                "-Djava.security.policy==" + folder.resolve("test.policy"),
                program.getName());
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void the_agent_twice_is_told_in_a_line_and_the_first_records(int version) throws Exception {
        Host.Run run = Host.java(
                jdk(version), folder, agent("report=first.txt"), agent("report=second.txt"), ExitsBad.class.getName());

        assertThat(run.status()).as(run.err()).isEqualTo(5);
        assertThat(run.err()).contains("fencedep: this JVM has the agent twice").doesNotContain("\tat ", "Exception");
        assertThat(folder.resolve("first.txt")).content().contains(RING);
        assertThat(folder.resolve("second.txt")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void a_java_with_the_fewest_modules_is_enough_and_what_needs_more_is_named(int version) throws Exception {
        Host.Run run = Host.java(
                jdk(version),
                folder,
                "--limit-modules=java.base,java.instrument",
                agent("hang=1,report=report.xml,report=report.txt,report=report.html,graph=graph.json"),
                HangsBad.class.getName(),
                "report.txt");

        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.err())
                .contains("deadlock, observed: io.fencedep.programs.HangsBad.lock")
                .containsOnlyOnce("cannot write report.xml: this Java was built without javax.xml.stream")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("report.txt")).content().contains("error: deadlock, observed");
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(folder.resolve("graph.json")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void modules_that_export_nothing_are_seen(int version) throws Exception {
        Map<String, String> sources = Map.of(
                "module-info.java", "module app { }",
                "app/Main.java", """
                        package app;
                        public class Main {
                            static final Object one = new Object(), other = new Object();
                            static void both(Object first, Object second) {
                                synchronized (first) { synchronized (second) { } }
                            }
                            static void in(String name, Runnable code) throws Exception {
                                Thread thread = new Thread(code, name);
                                thread.start();
                                while (thread.isAlive()) { Thread.sleep(1); }
                            }
                            public static void main(String[] args) throws Exception {
                                in("a", () -> both(one, other));
                                in("b", () -> both(other, one));
                                System.out.println(Main.class.getModule());
                            }
                        }
                        """);
        Path classes = Compiled.of(folder, sources);

        Host.Run run = Host.java(
                jdk(version),
                folder,
                agent("report=report.txt"),
                "--module-path",
                classes.toString(),
                "-m",
                "app/app.Main");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("module app\n");
        assertThat(folder.resolve("report.txt")).content().contains("app.Main.one -> app.Main.other -> app.Main.one");
    }

    private static String agent(String options) {
        return "-javaagent:" + Host.JAR + "=" + options;
    }

    private static Path jdk(int version) throws Exception {
        Path home = Host.jdk(version);
        assumeTrue(home != null, "no JDK " + version + " on this machine");
        return home;
    }
}
