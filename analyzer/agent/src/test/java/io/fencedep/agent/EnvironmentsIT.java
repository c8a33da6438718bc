package io.fencedep.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fencedep.programs.Attaches;
import io.fencedep.programs.CommonPoolBad;
import io.fencedep.programs.ExitsBad;
import io.fencedep.programs.Facts;
import io.fencedep.programs.HangsBad;
import io.fencedep.programs.PrintsDirectives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
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
    void who_attaches_it_to_a_program_that_runs_is_told_what_to_do_and_the_program_goes_on(int version)
            throws Exception {
        Host.Run run = Host.java(
                jdk(version),
                folder,
                "-Djdk.attach.allowAttachSelf=true",
                "-XX:+EnableDynamicAgentLoading",
                Attaches.class.getName(),
                Host.JAR.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err())
                .startsWith("fencedep: not recording")
                .contains("-javaagent")
                .hasLineCount(1);
        assertThat(run.out()).contains("goes on");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void the_second_compiler_is_kept_off_what_rewrites_and_analyses_where_there_is_a_first_one(int version)
            throws Exception {
        String directive = "io/fencedep/core/*.*";

        assertThat(compilersTold(version, "-XX:TieredStopAtLevel=4")).contains(directive);
        assertThat(compilersTold(version, "-XX:-TieredCompilation")).doesNotContain(directive);
        assertThat(compilersTold(version, "-XX:CompilationMode=high-only")).doesNotContain(directive);
    }

    @Test
    void a_jvm_that_makes_an_aot_cache_is_left_alone() throws Exception {
        Path jar = folder.resolve("programs.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> classes = Files.list(Host.CLASSES.resolve("io/fencedep/programs"))) {
            for (Path each : classes.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry("io/fencedep/programs/" + each.getFileName()));
                out.write(Files.readAllBytes(each));
            }
        }
        Host.Run run = Host.java(
                jdk(25),
                folder,
                "-XX:AOTMode=record",
                "-XX:AOTConfiguration=program.aotconf",
                agent("report=report.txt"),
                "-cp",
                jar.toString(),
                ExitsBad.class.getName());

        assertThat(run.status()).as(run.err()).isEqualTo(5);
        assertThat(run.err()).containsOnlyOnce("fencedep: not recording: this JVM runs to make an AOT cache");
        assertThat(folder.resolve("program.aotconf")).isNotEmptyFile();
        assertThat(folder.resolve("report.txt")).doesNotExist();
    }

    /** What the JVM's compilers were told. */
    private String compilersTold(int version, String compilers) throws Exception {
        Host.Run run = Host.java(
                jdk(version), folder, compilers, agent("report=report.txt"), PrintsDirectives.class.getName());
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void a_java_with_the_fewest_modules_is_enough_and_what_needs_more_is_named(int version) throws Exception {
        Host.Run run = Host.java(
                jdk(version),
                folder,
                "--limit-modules=java.base,java.instrument",
                agent("hang=1,report=report.xml,report=report.html,graph=graph.json,report=report.txt"),
                HangsBad.class.getName(),
                "report.txt");

        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.err())
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

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void a_common_pool_of_one_thread_is_larger_on_another_machine_unless_the_program_wants_one(int version)
            throws Exception {
        String bad = "1 error, 0 warnings";
        String one = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=1";

        assertThat(commonPool(version, "-XX:ActiveProcessorCount=2").err()).contains(bad);
        assertThat(commonPool(version, "-XX:ActiveProcessorCount=4").err()).contains(bad);
        assertThat(commonPool(version, one).err()).doesNotContain("error");
    }

    private Host.Run commonPool(int version, String flag) throws Exception {
        return Host.java(
                jdk(version),
                folder,
                flag,
                agent("report=common.txt"),
                "-cp",
                Host.CLASSES.toString(),
                CommonPoolBad.class.getName());
    }

    @Test
    void two_processes_with_the_same_files_take_nothing_from_each_other() throws Exception {
        Path classes = Compiled.of(folder, Map.of("Waits.java", WAITS));
        String options = "report=" + folder.resolve("report.txt") + ",graph=" + folder.resolve("graph.json") + ",trace="
                + folder.resolve("trace.jsonl");
        List<CompletableFuture<Host.Run>> runs = new ArrayList<>();
        for (String each : List.of("one", "other")) {
            Path own = Files.createDirectory(folder.resolve(each));
            runs.add(CompletableFuture.supplyAsync(() -> run(own, options, classes)));
        }
        await(folder.resolve("one/began"));
        await(folder.resolve("other/began"));
        Files.createFile(folder.resolve("go"));

        for (CompletableFuture<Host.Run> each : runs) {
            assertThat(each.get().status()).as(each.get().err()).isZero();
        }
        assertThat(files("report.*\\.txt"))
                .hasSize(2)
                .allSatisfy(file -> assertThat(file).content().contains("Waits.one -> Waits.other"));
        assertThat(files("graph.*\\.json")).hasSize(2);
        assertThat(files("trace.*\\.jsonl"))
                .hasSize(2)
                .allSatisfy(file -> assertThat(Traces.findings(file)).hasSize(1));
        assertThat(runs.get(0).get().err() + runs.get(1).get().err())
                .contains("fencedep: another process writes " + folder.resolve("report.txt") + " too");
    }

    private static final String WAITS = """
            import java.nio.file.*;
            public class Waits {
                static final Object one = new Object(), other = new Object();
                static void both(Object first, Object second) {
                    synchronized (first) { synchronized (second) { } }
                }
                static void in(Runnable code) throws Exception {
                    Thread thread = new Thread(code);
                    thread.start();
                    while (thread.isAlive()) { Thread.sleep(1); }
                }
                public static void main(String[] args) throws Exception {
                    System.setErr(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
                    Files.createFile(Path.of("began"));
                    while (!Files.exists(Path.of("../go"))) { Thread.sleep(5); }
                    in(() -> both(one, other));
                    in(() -> both(other, one));
                }
            }
            """;

    private static Host.Run run(Path folder, String options, Path classes) {
        try {
            return Host.java(
                    Path.of(System.getProperty("java.home")),
                    folder,
                    agent(options),
                    "-cp",
                    classes.toString(),
                    "Waits");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(Path file) throws InterruptedException {
        for (int i = 0; i < 3000 && !Files.exists(file); i++) {
            Thread.sleep(10);
        }
        assertThat(file).exists();
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .toList();
        }
    }

    @Test
    void what_is_found_is_printed_where_the_jvm_prints_whatever_the_program_makes_of_its_streams() throws Exception {
        Path classes = Compiled.of(folder, Map.of("Waits.java", WAITS));
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.createFile(folder.resolve("go"));

        Host.Run run = run(own, "fail=true", classes);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("Waits.one -> Waits.other", "because of fail=true this JVM ends with status 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void who_is_told_to_end_by_a_signal_leaves_reports_behind_also_where_folders_have_odd_names(int version)
            throws Exception {
        Path own = Files.createDirectory(folder.resolve("a (folder) & more"));
        Path jar = Files.copy(Host.JAR, own.resolve("the agent.jar"));
        Path classes = Compiled.of(
                own,
                Map.of("Sleeps.java", WAITS.replace("Waits", "Sleeps").replace("in(() -> both(other, one));", """
                        in(() -> both(other, one));
                        Files.createFile(Path.of("asleep"));
                        Thread.sleep(60_000);
                        """)));
        Files.createFile(folder.resolve("go"));
        Process process = new ProcessBuilder(
                        jdk(version).resolve("bin/java").toString(),
                        "-javaagent:" + jar + "=report=" + own.resolve("the report.txt") + ",graph=graph.json",
                        "-cp",
                        classes.toString(),
                        "Sleeps")
                .directory(own.toFile())
                .redirectError(own.resolve("err.txt").toFile())
                .start();
        await(own.resolve("asleep"));
        process.destroy();

        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(own.resolve("the report.txt")).content().contains("Sleeps.one -> Sleeps.other");
        assertThat(own.resolve("graph.json")).isNotEmptyFile();
        assertThat(own.resolve("err.txt"))
                .content()
                .isEqualTo("fencedep: 1 error, 0 warnings: " + own.resolve("the report.txt") + "\n");
    }

    /** As Kotlin compiles {@code by lazy}: one type stands for all such properties of a program. */
    @Test
    void lazy_properties_of_kotlin_have_the_names_of_the_properties() throws Exception {
        Path classes = Compiled.of(
                folder,
                Map.of(
                        "kotlin/Lazy.java",
                        "package kotlin; public interface Lazy { Object getValue(); }",
                        "kotlin/SynchronizedLazyImpl.java",
                        """
                        package kotlin;
                        public class SynchronizedLazyImpl implements Lazy {
                            final Runnable code;
                            public SynchronizedLazyImpl(Runnable code) { this.code = code; }
                            public synchronized Object getValue() { code.run(); return this; }
                        }
                        """,
                        "Shop.java",
                        """
                        import kotlin.*;
                        public class Shop {
                            static final Object till = new Object();
                            final Lazy price$delegate = lazy(() -> { synchronized (till) { } });
                            final Lazy name$delegate = lazy(() -> { });
                            final Lazy other$delegate = lazy(() -> { });
                            static Lazy lazy(Runnable code) { return new SynchronizedLazyImpl(code); }
                            static void in(Runnable code) throws Exception {
                                Thread thread = new Thread(code);
                                thread.start();
                                while (thread.isAlive()) { Thread.sleep(1); }
                            }
                            public static void main(String[] args) throws Exception {
                                Shop shop = new Shop();
                                in(() -> shop.price$delegate.getValue());
                                in(() -> { synchronized (till) { shop.name$delegate.getValue(); } });
                                in(() -> { synchronized (till) { shop.other$delegate.getValue(); } });
                                if (args.length > 0) {
                                    in(() -> { synchronized (till) { shop.price$delegate.getValue(); } });
                                }
                            }
                        }
                        """));
        String[] clean = {agent("report=clean.txt"), "-cp", classes.toString(), "Shop"};
        String[] bad = {agent("report=bad.txt"), "-cp", classes.toString(), "Shop", "bad"};
        Path jdk = Path.of(System.getProperty("java.home"));

        assertThat(Host.java(jdk, folder, clean).err()).isEmpty();
        assertThat(Host.java(jdk, folder, bad).err()).contains("1 error, 0 warnings");
        assertThat(folder.resolve("bad.txt")).content().contains("Shop.price -> Shop.till -> Shop.price");
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
