package io.fencedep.agent.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fencedep.agent.Host;
import io.fencedep.agent.schedules.RandomJava.Flavour;
import io.fencedep.agent.schedules.Schedules.Lucky;
import io.fencedep.agent.schedules.Thing.Kind;
import io.fencedep.programs.driven.Driver;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the agent says of a random program is true of it.
 *
 * <p>The normal build runs a hundred programs in one JVM, {@code mvn -Pfuzz verify -pl analyzer/agent -am} five thousand;
 * {@code -Dfuzz.seed=N} and {@code -Dfuzz.programs=N} say from which seed on and how many,
 * {@code -Dfuzz.only=POOLS,TASKS} of which flavours. A failure prints the program.
 */
class VerdictAgainstSchedulesIT {
    private static final long FIRST = Long.getLong("fuzz.seed", 1);
    private static final int COUNT = Integer.getInteger("fuzz.programs", 100);
    private static final String ONLY = System.getProperty("fuzz.only", "");
    private static final int AT_ONCE = 150;
    private static final int WORLDS = 30_000;
    private static final Flavour[] FLAVOURS = Arrays.stream(Flavour.values())
            .filter(each -> (',' + ONLY + ',').contains("," + each + ",") || ONLY.isEmpty())
            .toArray(Flavour[]::new);
    private static final String PACKAGE = "random.programs";
    private static final Pattern NAME = Pattern.compile("random\\.programs\\.(P\\d+)\\b");
    private static final Pattern IT = Pattern.compile("\\.(?:it|when)(\\d+)\\b");

    @TempDir
    Path folder;

    /** A program, and a schedule in which it does not deadlock. */
    private record Tried(JavaProgram program, Flavour flavour, Lucky lucky, boolean deadlocks) {
        /** Whether it can, if all is done twice, and nothing else is in the way: other fences, or limits of pools. */
        boolean couldDeadlock(Set<Integer> fences, boolean limited) {
            JavaProgram waiting = program.withFences(fences);
            JavaProgram open = limited ? waiting : waiting.withoutLimits();
            return deadlocks || isDeadlock(open) || isDeadlock(open.twice());
        }

        /**
         * Whether it can without anybody who uses up what several can have at once: that this many do was not seen, unless
         * they did it at once.
         */
        boolean needsNoCounts() {
            return Schedules.deadlock(program.withoutCounts(), WORLDS).orElse(false);
        }

        private static boolean isDeadlock(JavaProgram program) {
            return Schedules.deadlock(program, WORLDS).orElse(true);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void whatTheAgentSaysOfAProgramIsTrueOfItsSchedules(int version) throws Exception {
        Path home = Host.jdk(version);
        assumeTrue(home != null, "no JDK " + version + " on this machine");
        long deadlocks = 0;
        long seed = FIRST;
        for (int done = 0; done < COUNT; ) {
            Map<String, Tried> programs = new LinkedHashMap<>();
            for (; programs.size() < Math.min(AT_ONCE, COUNT - done); seed++) {
                String name = "P" + seed;
                tried(seed, flavour(seed)).ifPresent(tried -> programs.put(name, tried));
            }
            done += programs.size();
            Map<String, List<JsonNode>> found = run(home, programs);
            List<String> wrong = new ArrayList<>();
            programs.forEach((name, tried) -> wrong(tried, found.getOrDefault(name, List.of()))
                    .ifPresent(why -> wrong.add(name + " " + why + "\n" + tried.program + tried.lucky + "\n")));
            assertThat(wrong).isEmpty();
            deadlocks += programs.values().stream().filter(Tried::deadlocks).count();
        }
        assertThat(deadlocks).isGreaterThan(COUNT / 20);
    }

    /** What the program of this seed has. */
    static Flavour flavour(long seed) {
        return FLAVOURS[(int) (seed % FLAVOURS.length)];
    }

    private static Optional<Tried> tried(long seed, Flavour flavour) {
        JavaProgram program = RandomJava.of(seed, flavour);
        if (program.bodies().stream().filter(code -> !code.isEmpty()).count() < 2) {
            return Optional.empty();
        }
        return Schedules.lucky(program, new Random(seed))
                .flatMap(lucky -> Schedules.deadlock(program, WORLDS)
                        .map(deadlocks -> new Tried(program, flavour, lucky, deadlocks)));
    }

    private Map<String, List<JsonNode>> run(Path home, Map<String, Tried> programs) throws Exception {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(
                List.of("--release", "17", "-g", "-nowarn", "-proc:none", "-d", classes.toString(), "-cp"));
        arguments.add(Host.CLASSES.toString());
        for (Map.Entry<String, Tried> each : programs.entrySet()) {
            Path source = sources.resolve(each.getKey() + ".java");
            Tried tried = each.getValue();
            String text = new JavaSource(tried.program, PACKAGE, each.getKey(), tried.lucky.steps()).text();
            Files.writeString(source, text);
            arguments.add(source.toString());
        }
        int compiled = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(compiled).isZero();
        Path names = folder.resolve("names.txt");
        Files.write(
                names,
                programs.keySet().stream().map(name -> PACKAGE + "." + name).toList());
        Host.Run run = Host.java(
                home,
                folder,
                "-javaagent:" + Host.JAR + "=report=report.json,exclude=io.fencedep.programs.driven",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                Host.CLASSES + File.pathSeparator + classes,
                Driver.class.getName(),
                names.toString());
        assertThat(run.status()).as(run.err()).isZero();
        return findings();
    }

    /** What was found, by the program that it is about: no finding is about two. */
    private Map<String, List<JsonNode>> findings() throws Exception {
        Map<String, List<JsonNode>> byProgram = new TreeMap<>();
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        for (JsonNode each : report.get("findings")) {
            Set<String> names = new TreeSet<>();
            Matcher matcher = NAME.matcher(each.get("title").asText());
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
            assertThat(names).as(each.toString()).hasSize(1);
            byProgram
                    .computeIfAbsent(names.iterator().next(), ignored -> new ArrayList<>())
                    .add(each);
        }
        return byProgram;
    }

    /** What is wrong with what was said; empty when nothing is. */
    private static Optional<String> wrong(Tried tried, List<JsonNode> found) {
        boolean warned = false;
        boolean isError = false;
        for (JsonNode each : found) {
            String severity = each.get("severity").asText();
            warned |= !severity.equals("note");
            isError |= severity.equals("error");
            String title = each.get("title").asText();
            Set<Integer> fences = fences(tried, title);
            boolean limited = title.contains("place:");
            // Which of the items of a pool waits for a signal that another one gives is not told by what is reported.
            boolean isClear = !limited || fences.isEmpty();
            if (severity.equals("error") && isClear && !tried.couldDeadlock(fences, limited)) {
                return Optional.of("never deadlocks: " + title);
            }
        }
        if (tried.deadlocks && tried.lucky.complete()) {
            boolean certain = tried.flavour.isCertain() && tried.needsNoCounts();
            if (certain ? !isError : !warned && signalsAreSimple(tried.program)) {
                return Optional.of("can deadlock");
            }
        }
        return Optional.empty();
    }

    /** The fences that a finding names, for a flag by its lock. */
    private static Set<Integer> fences(Tried tried, String title) {
        Set<Integer> named = new TreeSet<>();
        Matcher matcher = IT.matcher(title);
        while (matcher.find()) {
            named.add(Integer.parseInt(matcher.group(1)));
        }
        Set<Integer> fences = new TreeSet<>();
        for (int i = 0; i < tried.program.things().size(); i++) {
            Thing thing = tried.program.things().get(i);
            boolean isFlag = thing.kind() == Kind.FLAG && named.contains(thing.behind());
            if (isFlag || named.contains(i) && !thing.kind().lasts()) {
                fences.add(i);
            }
        }
        return tried.program.together(fences);
    }

    /** Whether each signal is one of its kind, by a thread that is there from the beginning. */
    private static boolean signalsAreSimple(JavaProgram program) {
        return !program.has(Kind.QUEUE)
                && !program.has(Kind.PERMITS)
                && !program.has(Kind.HANDOVER)
                && !program.has(Kind.STAGE)
                && !program.has(Kind.EITHER)
                && !program.has(Kind.THREAD)
                && !program.has(Kind.TASK);
    }
}
