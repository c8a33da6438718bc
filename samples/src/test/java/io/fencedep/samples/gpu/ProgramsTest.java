package io.fencedep.samples.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.jsonl.JsonlWriter;
import io.fencedep.primitives.Recorder;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each buggy program is found from a run that did not hang, and each fixed one is clean. */
class ProgramsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A run of a program. */
    private record Played(Recorder recorder, Machine.Outcome outcome) {}

    private static Played play(Program program, boolean fixed, boolean hang, Recorder.Builder builder)
            throws Exception {
        Recorder recorder = builder.id("r")
                .name(program.name(fixed))
                .source(program.source())
                .build();
        Machine machine = new Machine(recorder, hang);
        program.script().declare(machine, fixed);
        return new Played(recorder, machine.play(LIMIT));
    }

    private static List<Finding> findings(Program program, DependencyGraph graph) throws Exception {
        return Detector.analyse(graph, Main.contracts(program)).findings();
    }

    private static List<Finding> telling(List<Finding> findings) {
        return findings.stream()
                .filter(each -> each.severity() != Severity.NOTE)
                .toList();
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream()
                .map(each -> each.id() + " " + each.severity() + " " + each.title())
                .toList();
    }

    private interface Check {
        void of(Program program) throws Exception;
    }

    private static Collection<DynamicTest> each(String what, Check check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Program program : Catalogue.PROGRAMS) {
            tests.add(DynamicTest.dynamicTest(program.name(false) + " " + what, () -> check.of(program)));
        }
        return tests;
    }

    @TestFactory
    Collection<DynamicTest> buggy_programs_are_found_although_they_did_not_hang() {
        return each("is found", program -> {
            Played played = play(program, false, false, Recorder.builder());
            assertThat(played.outcome().stuck()).isEmpty();
            List<Finding> found = telling(findings(program, played.recorder().graph()));
            assertThat(found)
                    .as("%s", ids(found))
                    .anyMatch(finding -> finding.severity() == program.severity()
                            && finding.kind() == program.kind()
                            && finding.classNames().containsAll(program.classes()));
        });
    }

    @TestFactory
    Collection<DynamicTest> fixed_programs_are_clean() {
        return each("is clean when fixed", program -> {
            Played played = play(program, true, false, Recorder.builder());
            assertThat(played.outcome().stuck()).isEmpty();
            assertThat(ids(telling(findings(program, played.recorder().graph()))))
                    .isEmpty();
        });
    }

    @TestFactory
    Collection<DynamicTest> a_trace_of_the_run_says_the_same() {
        return each("gives the same by its trace", program -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Recorder.Builder tracing = Recorder.builder()
                    .trace((names, instances, recording) -> new JsonlWriter(out, names, instances, recording));
            Played traced = play(program, false, false, tracing);
            traced.recorder().close();
            Played plain = play(program, false, false, Recorder.builder());
            List<String> expected =
                    ids(telling(findings(program, plain.recorder().graph())));
            assertThat(ids(telling(findings(program, traced.recorder().graph()))))
                    .isEqualTo(expected);
            DependencyGraph read = Traces.read("trace", out.toByteArray());
            assertThat(ids(telling(findings(program, read)))).isEqualTo(expected);
            assertThat(Traces.anomalies(read)).isEmpty();
        });
    }

    @TestFactory
    @Tag("bounds")
    Collection<DynamicTest> buggy_programs_hang_when_they_are_driven_to() {
        return each("hangs", program -> {
            Played played = play(program, false, true, Recorder.builder());
            assertThat(played.outcome().hung()).as("%s", played.outcome()).isEqualTo(program.hangs());
        });
    }

    @TestFactory
    @Tag("bounds")
    Collection<DynamicTest> fixed_programs_come_to_their_end_even_then() {
        return each("does not hang when fixed", program -> {
            Played played = play(program, true, true, Recorder.builder());
            assertThat(played.outcome().stuck()).isEmpty();
        });
    }

    @Test
    void every_row_of_the_scenarios_that_shows_a_bug_has_a_program() throws Exception {
        List<String> rows = Traces.scenarioFiles().stream()
                .filter(file -> file.endsWith(".bad.jsonl"))
                .map(file -> file.replace(".jsonl", ""))
                .toList();
        assertThat(Catalogue.PROGRAMS.stream().map(program -> program.name(false)))
                .containsExactlyInAnyOrderElementsOf(rows);
    }
}
