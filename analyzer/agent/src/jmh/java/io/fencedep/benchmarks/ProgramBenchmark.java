package io.fencedep.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What the agent costs whole programs: each runs without and with it, in turn, on the JVMs in the system property {@code
 * jdks}. Of a database's work the processor time is what a busy machine falsifies least; of a start, the wall-clock time.
 */
class ProgramBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 4);
    private static final String[] DATABASE = {DatabaseWorkload.class.getName(), "6", "15000"};
    private static final String[] SMALL_DATABASE = {DatabaseWorkload.class.getName(), "1", "1"};

    @Test
    void ratios() throws Exception {
        String agent = new File(System.getProperty("agent", "target/fencedep-agent.jar")).getAbsolutePath();
        for (String jdk :
                System.getProperty("jdks", System.getProperty("java.home")).split(File.pathSeparator)) {
            Map<String, List<Long>> times = new TreeMap<>();
            for (int i = 0; i < ROUNDS; i++) {
                for (String option : new String[] {"-Dplain=true", "-javaagent:" + agent}) {
                    String suffix = option.startsWith("-D") ? "" : "+agent";
                    List<String> lines = run(times, "database, process" + suffix, jdk, option, DATABASE);
                    lines.forEach(line -> {
                        String[] numbers = line.split(" ");
                        add(times, "database, wall clock of a round" + suffix, Long.parseLong(numbers[0]));
                        add(times, "database, processor time of its threads" + suffix, Long.parseLong(numbers[1]));
                        add(times, "database, processor time of a round" + suffix, Long.parseLong(numbers[2]));
                    });
                    for (int j = 0; j < 4; j++) {
                        run(times, "hello, process" + suffix, jdk, option, StartWorkload.class.getName());
                        run(times, "start of a database, process" + suffix, jdk, option, SMALL_DATABASE);
                    }
                }
            }
            print(new File(jdk).getName(), times);
        }
    }

    private static List<String> run(
            Map<String, List<Long>> times, String name, String jdk, String option, String... program)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                new File(jdk, "bin/java").getPath(), option, "-Xmx1g", "-cp", System.getProperty("java.class.path")));
        command.addAll(Arrays.asList(program));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with " + process.exitValue());
        }
        add(times, name, (System.nanoTime() - start) / 1_000_000);
        return out.lines().toList();
    }

    private static void add(Map<String, List<Long>> times, String name, long time) {
        times.computeIfAbsent(name, ignored -> new ArrayList<>()).add(time);
    }

    private static void print(String jdk, Map<String, List<Long>> times) {
        times.forEach((name, plain) -> {
            List<Long> watched = times.get(name + "+agent");
            if (watched != null) {
                System.out.printf(
                        Locale.ROOT,
                        "RATIO %s %s: smallest %d ms %d ms %.2f median %d ms %d ms %.2f%n",
                        jdk,
                        name,
                        at(plain, 0),
                        at(watched, 0),
                        (double) at(watched, 0) / at(plain, 0),
                        at(plain, 0.5),
                        at(watched, 0.5),
                        (double) at(watched, 0.5) / at(plain, 0.5));
            }
        });
    }

    private static long at(List<Long> values, double share) {
        return values.stream()
                .sorted()
                .skip((long) ((values.size() - 1) * share))
                .findFirst()
                .orElseThrow();
    }
}
