package io.fencedep.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The steps of samples/maven/README.md, followed in a copy, against the repository that this build has made. */
class SampleIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path SAMPLE = Path.of("../../samples/maven");
    private static final String RED = "one_guest_orders_and_another_complains";

    @Test
    void step_by_step() throws IOException, InterruptedException {
        List<String> commands = commands(Files.readString(SAMPLE.resolve("README.md")));
        assertThat(commands).hasSize(5).first().isEqualTo("mvn install -DskipTests");
        Path copy = copy();

        assertThat(run(copy, commands.get(1))).isTrue();
        assertThat(SurefireResults.of(copy).values()).hasSize(2).containsOnly("");

        assertThat(run(copy, commands.get(2))).isFalse();
        assertThat(SurefireResults.of(copy).get("CafeTest." + RED))
                .contains("cafe.Cafe.kitchen -> cafe.Cafe.till", "Cafe.java:");
        assertThat(SurefireResults.of(copy).get("CafeTest.a_guest_orders_and_complains"))
                .isEmpty();

        assertThat(run(copy, commands.get(3))).isTrue();
        assertThat(copy.resolve("known.txt")).content().contains("cafe.Cafe.till");
        assertThat(run(copy, commands.get(4))).isTrue();
    }

    @Test
    void what_the_readme_says_of_poms_is_what_the_sample_has() throws IOException {
        String page = Files.readString(Path.of("../../README.md"));
        String inPom =
                squeezed(Files.readString(SAMPLE.resolve("pom.xml"))).replace("${fencedep.version}", "0.1.0-SNAPSHOT");
        int begin = page.indexOf("```xml\n") + 7;
        String[] parts = page.substring(begin, page.indexOf("```", begin)).split("\n\n");

        assertThat(parts).hasSize(2).allSatisfy(part -> assertThat(inPom).contains(squeezed(part)));
    }

    private static String squeezed(String xml) {
        return xml.replaceAll("\\s+", "");
    }

    private static List<String> commands(String page) {
        List<String> commands = new ArrayList<>();
        Matcher lines = Pattern.compile("^ +(mvn .*)$", Pattern.MULTILINE).matcher(page);
        while (lines.find()) {
            commands.add(lines.group(1));
        }
        return commands;
    }

    private static Path copy() throws IOException {
        Path copy = Files.createDirectories(TARGET.resolve("it"))
                .resolve("sample-" + ProcessHandle.current().pid());
        try (Stream<Path> files = Files.walk(SAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = SAMPLE.relativize(file);
                if (!relative.startsWith("target")) {
                    Path to = copy.resolve(relative);
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
        return copy;
    }

    /** The settings of the other projects, for a repository that takes from the user's what it lacks. */
    private static Path settings() throws IOException {
        String url = Path.of(System.getProperty("user.repository")).toUri().toString();
        String text = Files.readString(Path.of("src/it/settings.xml")).replace("@localRepositoryUrl@", url);
        return Files.writeString(TARGET.resolve("sample-settings.xml"), text);
    }

    /** Whether it succeeds. */
    private static boolean run(Path folder, String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.set(0, Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
        words.addAll(List.of(
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + TARGET.resolve("local-repo"),
                "-s",
                settings().toString()));
        Path log = Files.createTempFile(TARGET, "sample", ".log");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // Short-lived: the second compiler would not pay.
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process process = builder.start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("does not end: " + command);
        }
        return process.exitValue() == 0;
    }
}
