package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.reference.Replay;
import io.fencedep.core.reference.TraceEvent;
import io.fencedep.core.schedules.Program;
import io.fencedep.core.schedules.RandomPrograms;
import io.fencedep.core.schedules.Schedules;
import io.fencedep.core.schedules.Step;
import io.fencedep.core.schedules.Step.Do;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Runs of small programs, of which it is known whether they can deadlock, as a kernel would print them.
 *
 * <p>{@code mvn -Pfuzz test -pl samples} tries many more; {@code -Dfuzz.seed=N} and {@code -Dfuzz.traces=N} say which and
 * how many. A failure prints its seed, the program and the text.
 */
class KernelTextTest {
    private static final long FIRST = Long.getLong("fuzz.seed", 1);
    private static final long COUNT = Long.getLong("fuzz.traces", 200);
    private static final int STATES = 30_000;
    /** So many waits may need the code of one task three times at once. */
    private static final int MANY = 4;

    /** A program, and the text of one run of it. */
    private record Printed(long seed, Program program, List<TraceEvent> run, KernelText.Form form, String text) {
        /** Empty when none of a few runs came to its end. */
        static Optional<Printed> of(long seed, Program program, boolean sections) {
            Random random = new Random(seed);
            return Schedules.recorded(program, random).map(recorded -> {
                KernelText.Form form = KernelText.Form.any(random, sections);
                return new Printed(seed, program, recorded.events(), form, KernelText.of(recorded.events(), form));
            });
        }

        Printed with(KernelDamage damage) {
            return new Printed(seed, program, run, form, damage.of(text, new Random(seed)));
        }

        List<Finding> findings() {
            DependencyGraph graph = Analyses.read("text", text.getBytes(StandardCharsets.UTF_8));
            return Detector.analyse(graph, List.of()).findings();
        }

        void fails(Object why) {
            fail("seed " + seed + ": " + why + "\n" + form + "\n" + program + text);
        }
    }

    @Test
    void a_text_shows_what_the_same_run_shows_as_a_native_trace() {
        long found = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Program program = seed % 3 == 0 ? RandomPrograms.twoLocks(seed) : RandomPrograms.any(seed);
            Printed printed = Printed.of(seed, program, true).orElse(null);
            if (printed == null) {
                continue;
            }
            DependencyGraph told = Replay.graph(KernelView.of(printed.run(), printed.form()), "ftrace", "r");
            SortedSet<String> expected =
                    verdicts(Detector.analyse(told, List.of()).findings());
            found += expected.size();
            if (!verdicts(printed.findings()).equals(expected)) {
                printed.fails(verdicts(printed.findings()) + " instead of " + expected);
            }
        }
        assertThat(found).isGreaterThan(COUNT / 10);
    }

    private static SortedSet<String> verdicts(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.severity().text() + " " + finding.kind().text() + " "
                        + finding.classNames().stream()
                                .map(KernelText::classOf)
                                .sorted()
                                .toList())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void an_error_deadlocks_when_all_is_done_twice_and_nothing_else_is_in_the_way() {
        long errors = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            errors += trueErrors(seed, RandomPrograms.any(seed), List.of());
        }
        assertThat(errors).isGreaterThan(COUNT / 20);
    }

    /** Locks that spin, of tasks and of interrupts; lines without flags do not tell whose they are. */
    @Test
    void interrupts_are_an_error_exactly_when_some_schedule_deadlocks() {
        long deadlocks = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Program program = RandomPrograms.interrupted(seed);
            Printed printed = Printed.of(seed, program, false).orElse(null);
            if (printed == null || !printed.form().flags()) {
                continue;
            }
            List<Finding> errors = Analyses.errors(printed.findings());
            boolean deadlock = Schedules.deadlock(program, STATES).orElse(!errors.isEmpty());
            deadlocks += deadlock ? 1 : 0;
            if (deadlock && errors.isEmpty()) {
                printed.fails("deadlocks");
            }
            for (Finding finding : errors) {
                if (finding.steps().size() < MANY && !deadlocksTwice(named(program, finding))) {
                    printed.fails(finding.title() + " never deadlocks");
                }
            }
        }
        assertThat(deadlocks).isGreaterThan(COUNT / 20);
    }

    @Test
    void an_error_while_memory_is_freed_deadlocks() {
        long errors = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            errors += trueErrors(seed, RandomPrograms.kernel(seed), List.of());
        }
        assertThat(errors).isGreaterThan(COUNT / 20);
    }

    @Test
    void a_recording_that_lacks_lines_shows_no_error_that_cannot_deadlock() {
        long errors = 0;
        for (long seed = FIRST; seed < FIRST + COUNT / 2; seed++) {
            errors += trueErrors(seed, RandomPrograms.any(seed), Arrays.asList(KernelDamage.values()));
        }
        assertThat(errors).isGreaterThan(COUNT / 100);
    }

    /**
     * Sections are one annotation for all fences: what is waited for under a lock that another fence's signal needs is an
     * error there, as for the kernel's own lock validator, so of programs with two fences only those without are tried. Nor
     * does a text tell that a wait has a bound.
     */
    private static long trueErrors(long seed, Program program, List<KernelDamage> damages) {
        Printed whole = Printed.of(seed, program, program.fences() < 2).orElse(null);
        boolean givesUp =
                IntStream.range(0, program.fences()).anyMatch(fence -> program.has(new Step(Do.WAIT_A_WHILE, fence)));
        if (whole == null || program.waitsForAny() || program.waitsTwice() || givesUp) {
            return 0;
        }
        List<Printed> all = damages.isEmpty()
                ? List.of(whole)
                : damages.stream().map(whole::with).toList();
        long errors = 0;
        for (Printed printed : all) {
            for (Finding finding : Analyses.errors(printed.findings())) {
                errors++;
                if (finding.steps().size() < MANY && !deadlocksTwice(named(program, finding))) {
                    printed.fails(finding.title() + " never deadlocks");
                }
            }
        }
        return errors;
    }

    /** Whether it does, or would take too long to try, with whichever of the fences of a class are waited for. */
    private static boolean deadlocksTwice(Program program) {
        return IntStream.range(0, 1 << program.fences())
                .anyMatch(crossed ->
                        Schedules.deadlock(program.twice(crossed), STATES).orElse(true));
    }

    /** What a finding names of a program. A completion may be that of a flush or of a task that ends. */
    private static Program named(Program program, Finding finding) {
        Set<String> classes = new HashSet<>();
        Map<String, Set<String>> waiting = new HashMap<>();
        for (FindingStep step : finding.steps()) {
            for (String from : meant(program, step.from().className())) {
                classes.add(from);
            }
            if (step.witness() != null) {
                String task = step.witness().task().replaceFirst("-\\d+$", "");
                for (String to : meant(program, step.to().className())) {
                    waiting.computeIfAbsent(to, first -> new HashSet<>()).add(task);
                }
            }
        }
        return program.only(classes, waiting).withWriters();
    }

    private static List<String> meant(Program program, String printed) {
        return switch (printed) {
            case "dma_fence_map" ->
                IntStream.range(0, program.fences())
                        .mapToObj(fence -> "F" + fence)
                        .toList();
            case "completion" ->
                IntStream.range(0, program.bodies())
                        .boxed()
                        .flatMap(body -> List.of("W" + body, "task:" + Program.taskName(body)).stream())
                        .toList();
            default -> List.of(KernelText.classOf(printed));
        };
    }
}
