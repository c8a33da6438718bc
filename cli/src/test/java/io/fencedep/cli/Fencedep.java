package io.fencedep.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the jar as a process, in a folder, with an input and an environment. */
final class Fencedep {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    static final Path JAR = ROOT.resolve("cli/target/fencedep.jar");
    private static final Path ARCHIVE = ROOT.resolve("cli/target/fencedep.jsa");
    static final Path SAMPLES = ROOT.resolve("samples");
    static final String BAD =
            SAMPLES.resolve("cases/gpu-reset-behind-reservation.jsonl").toString();
    static final String CLEAN = SAMPLES.resolve("cases/cross-driver-i915.jsonl").toString();
    static final String OTHER =
            SAMPLES.resolve("cases/cross-driver-amdgpu.jsonl").toString();

    /** How a run ended. */
    record Run(int status, String out, String err) {}

    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private Path folder = ROOT;
    private byte[] input = {};

    private Fencedep(List<String> command) {
        this.command = command;
    }

    /** {@code java -jar fencedep.jar}. */
    static Fencedep jar(String... arguments) {
        List<String> command = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (Files.exists(ARCHIVE)) {
            // A third of what a short run takes.
            command.add("-XX:SharedArchiveFile=" + ARCHIVE);
        }
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return new Fencedep(command);
    }

    /** Any program. */
    static Fencedep program(String... command) {
        return new Fencedep(Arrays.asList(command));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    Fencedep in(Path newFolder) {
        folder = newFolder;
        return this;
    }

    Fencedep with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Fencedep reading(byte[] newInput) {
        input = newInput;
        return this;
    }

    Run run() {
        try {
            Path out = Files.createTempFile("fencedep", ".out");
            Path err = Files.createTempFile("fencedep", ".err");
            Path in = Files.write(Files.createTempFile("fencedep", ".in"), input);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.equals("NO_COLOR") || name.startsWith("FENCEDEP"));
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("does not end: " + command);
            }
            Run run = new Run(process.exitValue(), read(out), read(err));
            Files.delete(out);
            Files.delete(err);
            Files.delete(in);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
