package io.fencedep.core.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.reference.Replay;
import io.fencedep.core.reference.TraceEvent;
import io.fencedep.core.schedules.Step.Do;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is said of a program's recording is true of the program.
 *
 * <p>The normal build tries a thousand for each claim, {@code mvn -Pfuzz test -pl analyzer/core} a hundred thousand;
 * {@code -Dfuzz.seed=N} and {@code -Dfuzz.traces=N} say which and how many. A failure prints the seed, the program and the
 * recording.
 */
class VerdictAgainstSchedulesTest {
    private static final long FIRST = Long.getLong("fuzz.seed", 1);
    private static final long COUNT = Long.getLong("fuzz.traces", 1000);
    private static final int STATES = 30_000;

    /** A program, and what one run of it shows. */
    private record Tried(long seed, Program program, Recorded recorded, List<Finding> found) {
        static Optional<Tried> of(long seed, Program program, String source) {
            return of(seed, program, source, 1);
        }

        static Optional<Tried> of(long seed, Program program, String source, int objects) {
            return Schedules.recorded(program, objects, new Random(seed)).map(recorded -> {
                var graph = Replay.graph(recorded.events(), source, "r");
                return new Tried(
                        seed,
                        program,
                        recorded,
                        Detector.analyse(graph, List.of()).findings());
            });
        }

        boolean shows(Severity least) {
            return found.stream().anyMatch(finding -> finding.severity().compareTo(least) <= 0);
        }

        List<Finding> errors() {
            return found.stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .collect(Collectors.toList());
        }

        void fails(String why) {
            fail(why + ", seed " + seed + "\n" + program
                    + recorded.events().stream().map(TraceEvent::json).collect(Collectors.joining("\n")) + "\n"
                    + found.stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
    }

    @Test
    void twoLocksOfThreadsAreAnErrorExactlyWhenSomeScheduleDeadlocks() {
        long deadlocks = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Program program = RandomPrograms.twoLocks(seed);
            Optional<Tried> tried = Tried.of(seed, program, "jvm");
            Optional<Boolean> truth = Schedules.deadlock(program.withWriters(), STATES);
            if (tried.isPresent()
                    && truth.isPresent()
                    && !tried.get().recorded().refused()) {
                deadlocks += truth.get() ? 1 : 0;
                if (truth.get() != tried.get().shows(Severity.ERROR)) {
                    tried.get().fails(truth.get() ? "deadlocks" : "never deadlocks");
                }
            }
        }
        assertThat(deadlocks).isGreaterThan(COUNT / 100);
    }

    /** Rings of more than two locks may need a thread to be in two places. */
    @Test
    void twoObjectsOfAClassAreAnErrorExactlyWhenSomeScheduleDeadlocks() {
        long deadlocks = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Program program = RandomPrograms.fourLocks(seed);
            int objects = 1 << seed % 3;
            Optional<Tried> tried = Tried.of(seed, program, "jvm", objects);
            Optional<Boolean> truth = Schedules.deadlock(program.withWriters(), STATES);
            if (tried.isPresent()
                    && truth.isPresent()
                    && !tried.get().recorded().refused()) {
                deadlocks += truth.get() ? 1 : 0;
                boolean longer = tried.get().errors().stream()
                        .allMatch(finding -> finding.steps().size() > 2);
                if (truth.get() != tried.get().shows(Severity.ERROR) && (truth.get() || !longer)) {
                    tried.get().fails(truth.get() ? "deadlocks" : "never deadlocks");
                }
            }
        }
        assertThat(deadlocks).isGreaterThan(COUNT / 100);
    }

    /** With room for two it may take two holders that were not seen at once. */
    @Test
    void whatCanDeadlockIsAnErrorWhereTheRecordingTellsAllThatSignalsNeed() {
        long deadlocks = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Program program = RandomPrograms.any(seed);
            boolean one = program.permits() == 1 && (program.works().isEmpty() || program.workers() == 1);
            Severity least = one ? Severity.ERROR : Severity.WARNING;
            if (tells(program)
                    && Schedules.deadlock(program.withWriters(), STATES).orElse(false)) {
                deadlocks++;
                for (String source : List.of("linux", "jvm")) {
                    Tried.of(seed, program, source)
                            .filter(tried -> !tried.shows(least))
                            .ifPresent(tried -> tried.fails("deadlocks"));
                }
            }
        }
        assertThat(deadlocks).isGreaterThan(COUNT / 100);
    }

    /**
     * Not of waits for any of several fences: a finding does not name what keeps the others from their signals. Nor, in a
     * kernel, where a body waits twice for one fence: there some other task may begin in the middle.
     */
    @Test
    void anErrorDeadlocksWhenAllIsDoneTwiceAndNothingElseIsInTheWay() {
        long errors = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Program program = RandomPrograms.any(seed);
            Optional<Tried> tried = Tried.of(seed, program, seed % 2 == 0 ? "linux" : "jvm");
            if (program.waitsForAny() || seed % 2 == 0 && program.waitsTwice()) {
                continue;
            }
            for (Finding finding : tried.map(Tried::errors).orElse(List.of())) {
                errors++;
                deadlocksAsNamed(tried.get(), finding);
            }
        }
        assertThat(errors).isGreaterThan(COUNT / 100);
    }

    /** Where notifiers run without a word of reclaim, nothing tells that another time they may not. */
    @Test
    void whatCanDeadlockWhileMemoryIsFreedIsAnErrorAndNothingElse() {
        agree(
                RandomPrograms::kernel,
                program -> tells(program) && !(program.has(new Step(Do.ALLOC, 1)) && program.waitsTwice()));
    }

    @Test
    void whatCanDeadlockOverResetsAndPagesIsAnErrorAndNothingElse() {
        agree(RandomPrograms::device, VerdictAgainstSchedulesTest::tells);
    }

    @Test
    void spinningLocksAndInterruptsAreAnErrorExactlyWhenSomeScheduleDeadlocks() {
        agree(RandomPrograms::interrupted, program -> true);
    }

    /** Of kernels, what can deadlock is an error, if the recording tells it, and an error deadlocks as claimed above. */
    private static void agree(LongFunction<Program> programs, Predicate<Program> tells) {
        long deadlocks = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Program program = programs.apply(seed);
            Tried tried = Tried.of(seed, program, "linux")
                    .filter(each -> !each.recorded().refused())
                    .orElse(null);
            if (tried == null) {
                continue;
            }
            if (tells.test(program)
                    && Schedules.deadlock(program.withWriters(), STATES).orElse(false)) {
                deadlocks++;
                if (!tried.shows(Severity.ERROR)) {
                    tried.fails("deadlocks");
                }
            }
            if (!program.waitsTwice()) {
                tried.errors().stream()
                        .filter(finding -> !needsThree(finding))
                        .forEach(finding -> deadlocksAsNamed(tried, finding));
            }
        }
        assertThat(deadlocks).isGreaterThan(COUNT / 100);
    }

    private static boolean tells(Program program) {
        return program.tellsAll() && !program.waitsAgain();
    }

    private static void deadlocksAsNamed(Tried tried, Finding finding) {
        Program named = tried.program().only(classes(finding), waiting(finding)).withWriters();
        if (!deadlocksTwice(named)) {
            tried.fails(finding.title() + " never deadlocks");
        }
    }

    /** Whether it needs a task to be in three places. */
    private static boolean needsThree(Finding finding) {
        return finding.steps().stream()
                .filter(step -> step.witness() != null)
                .collect(Collectors.groupingBy(step -> step.witness().task(), Collectors.counting()))
                .values()
                .stream()
                .anyMatch(steps -> steps > 2);
    }

    /** Whether it does, or would take too long to try, with whichever of the fences of a class are waited for. */
    private static boolean deadlocksTwice(Program program) {
        return IntStream.range(0, 1 << program.fences())
                .anyMatch(crossed ->
                        Schedules.deadlock(program.twice(crossed), STATES).orElse(true));
    }

    private static Set<String> classes(Finding finding) {
        return finding.steps().stream().map(step -> step.from().className()).collect(Collectors.toSet());
    }

    /** For each class who waits for it. */
    private static Map<String, Set<String>> waiting(Finding finding) {
        return finding.steps().stream()
                .filter(step -> step.witness() != null)
                .collect(Collectors.groupingBy(
                        step -> step.to().className(),
                        Collectors.mapping(step -> step.witness().task(), Collectors.toSet())));
    }
}
