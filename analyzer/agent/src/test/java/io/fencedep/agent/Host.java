package io.fencedep.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program in a JVM of its own, with the shipped jar as its agent. */
public final class Host {
    /** The shipped jar. */
    public static final Path JAR = Path.of("target", "fencedep-agent.jar").toAbsolutePath();
    /** Where the programs under test are. */
    public static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();

    private static final int LIMIT = 60;
    private static final String[] FOLDERS = {"/usr/lib/jvm", "/opt/java", "/opt/jdk"};

    /** How a run ended, and what it printed. */
    public record Run(int status, String out, String err) {}

    private Host() {}

    /** A home of this JDK version on this machine, or null. */
    public static Path jdk(int version) throws IOException {
        if (Runtime.version().feature() == version) {
            return Path.of(System.getProperty("java.home"));
        }
        String told = System.getenv("JAVA_HOME_" + version);
        if (told != null) {
            return Path.of(told);
        }
        for (String folder : FOLDERS) {
            if (Files.isDirectory(Path.of(folder))) {
                try (Stream<Path> homes = Files.list(Path.of(folder))) {
                    Path home = homes.filter(each -> isJdk(each, version))
                            .findFirst()
                            .orElse(null);
                    if (home != null) {
                        return home;
                    }
                }
            }
        }
        return null;
    }

    private static boolean isJdk(Path home, int version) {
        Path release = home.resolve("release");
        try {
            return Files.isExecutable(home.resolve("bin/java"))
                    && Files.exists(release)
                    && Files.readString(release).contains("JAVA_VERSION=\"" + version + ".");
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs a program with these options of the agent. */
    static Run run(Path jdk, Path folder, String options, Class<?> program, String... arguments) throws Exception {
        return run(LIMIT, jdk, folder, options, program, arguments);
    }

    /** Runs a program that does not end until this file says so, and ends it then; what the file says is the answer. */
    static String runUntil(String said, Path jdk, Path folder, String options, Path report, Class<?> program)
            throws Exception {
        Process process = start(jdk, folder, options, program);
        try {
            for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT); System.nanoTime() < end; ) {
                if (Files.exists(report) && Files.readString(report).contains(said)) {
                    return Files.readString(report);
                }
                Thread.sleep(20);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        throw new AssertionError(
                program + " says nothing of " + said + ": " + Files.readString(folder.resolve("err.txt")));
    }

    /** The same, for programs that may run so many seconds. */
    static Run run(int seconds, Path jdk, Path folder, String options, Class<?> program, String... arguments)
            throws Exception {
        return ended(seconds, start(jdk, folder, options, program, arguments), folder);
    }

    /** Runs what these arguments of {@code java} say, the agent among them. */
    public static Run java(Path jdk, Path folder, String... arguments) throws Exception {
        return ended(LIMIT, start(jdk, folder, List.of(arguments)), folder);
    }

    private static Run ended(int seconds, Process process, Path folder) throws Exception {
        File out = folder.resolve("out.txt").toFile();
        File err = folder.resolve("err.txt").toFile();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("the program hangs: " + Files.readString(err.toPath()));
        }
        return new Run(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    private static Process start(Path jdk, Path folder, String options, Class<?> program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of("-javaagent:" + JAR + (options.isEmpty() ? "" : "=" + options), program.getName()));
        command.addAll(List.of(arguments));
        return start(jdk, folder, command);
    }

    private static Process start(Path jdk, Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                jdk.resolve("bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                CLASSES.toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
    }
}
