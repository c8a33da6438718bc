package io.fencedep.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A release with a known deadlock is reported, and the one that repaired it is not: see {@code known.tsv}. */
class KnownDeadlocksTest {
    private static final Path AGENT = Path.of("..", "..", "analyzer", "agent", "target", "fencedep-agent.jar")
            .toAbsolutePath();
    private static final Pattern FINDING = Pattern.compile(
            "^(error|warning): (\\w+)(?: \\([\\w-]+\\))?, \\w+, id \\w+\\R(.+?)\\R\\R",
            Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    Path folder;

    static List<String> rows() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src", "test", "resources", "known.tsv"))) {
            return lines.filter(line -> !line.startsWith("#")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_is_known_is_found_and_nothing_else(String row) throws Exception {
        String[] cells = row.split("\t");
        Path home = jdk(Integer.parseInt(cells[1]));
        assumeTrue(home != null, "no JDK " + cells[1] + " on this machine");

        List<String> found = run(home, cells[0], cells[2]);

        List<String> expected = cells[3].equals("none") ? List.of() : List.of(cells[3].split("; "));
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    private List<String> run(Path home, String program, String jars) throws Exception {
        StringBuilder path =
                new StringBuilder(Path.of("target", "classes").toAbsolutePath().toString());
        for (String jar : jars.split(" ")) {
            if (!jar.equals("-")) {
                path.append(java.io.File.pathSeparator)
                        .append(Path.of("target", "releases", jar + ".jar").toAbsolutePath());
            }
        }
        Path report = folder.resolve("report.txt");
        Process process = new ProcessBuilder(
                        home.resolve("bin/java").toString(),
                        "-javaagent:" + AGENT + "=report=" + report,
                        "-cp",
                        path.toString(),
                        "io.fencedep.libraries." + program)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("out.txt")))
                .isZero();
        return findings(Files.readString(report));
    }

    /** Errors and warnings of a text report: severity, kind and title. */
    private static List<String> findings(String report) {
        List<String> found = new ArrayList<>();
        Matcher matcher = FINDING.matcher(report);
        while (matcher.find()) {
            found.add(matcher.group(1) + " " + matcher.group(2) + " "
                    + matcher.group(3).replaceAll("\\s+", " "));
        }
        return found;
    }

    /** A home of this JDK on this machine, or null. */
    private static Path jdk(int version) throws IOException {
        if (Runtime.version().feature() == version) {
            return Path.of(System.getProperty("java.home"));
        }
        String told = System.getenv("JAVA_HOME_" + version);
        if (told != null) {
            return Path.of(told);
        }
        Path folder = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (Stream<Path> homes = Files.list(folder)) {
            return homes.filter(home -> isVersion(home, version)).findFirst().orElse(null);
        }
    }

    private static boolean isVersion(Path home, int version) {
        try {
            Path release = home.resolve("release");
            return Files.exists(release) && Files.readString(release).contains("JAVA_VERSION=\"" + version + ".");
        } catch (IOException e) {
            return false;
        }
    }
}
