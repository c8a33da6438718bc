package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.registry.FormatRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every line of the tables of expected verdicts. */
class VerdictsTest {

    @TestFactory
    Stream<DynamicTest> scenarios() {
        return tests(Expected.scenarios(), VerdictsTest::load);
    }

    @TestFactory
    Stream<DynamicTest> scenarios_saved_as_graphs() {
        return tests(
                Expected.scenarios(),
                row -> Analyses.merged(row.paths().stream()
                        .map(path -> Analyses.saved(Analyses.read(List.of(path))))
                        .toList()));
    }

    @TestFactory
    Stream<DynamicTest> bugs() {
        return tests(Expected.bugs(), VerdictsTest::load);
    }

    @TestFactory
    Stream<DynamicTest> bugs_saved_as_graphs() {
        return tests(
                Expected.bugs(),
                row -> Analyses.merged(row.paths().stream()
                        .map(path -> Analyses.saved(Analyses.read(List.of(path))))
                        .toList()));
    }

    @TestFactory
    Stream<DynamicTest> rules_of_lockdep() {
        return tests(Expected.lockdep(), VerdictsTest::load);
    }

    @TestFactory
    Stream<DynamicTest> rules_of_lockdep_saved_as_graphs() {
        return tests(Expected.lockdep(), row -> Analyses.saved(Analyses.read(row.paths())));
    }

    @Test
    void the_tables_are_whole() {
        assertThat(Expected.scenarios()).hasSizeGreaterThanOrEqualTo(171);
        assertThat(Expected.lockdep()).hasSizeGreaterThanOrEqualTo(334);
        assertThat(Expected.bugs()).hasSizeGreaterThanOrEqualTo(196);
    }

    private static Stream<DynamicTest> tests(List<Expected> rows, Function<Expected, DependencyGraph> reader) {
        return rows.stream().map(row -> dynamicTest(row.toString(), () -> check(row, reader.apply(row))));
    }

    private static void check(Expected row, DependencyGraph graph) {
        List<Finding> findings = Analyses.findings(graph, Analyses.contracts(row));
        assertThat(row.isMetBy(findings))
                .as("wanted %s %s %s, found %s", row.severities(), row.kind(), row.classes(), Analyses.ids(findings))
                .isTrue();
        if (row.anomalies() != Expected.ANY) {
            assertThat(Analyses.anomalyCount(graph))
                    .as("anomalies %s", Analyses.anomalies(graph))
                    .isEqualTo(row.anomalies());
        }
    }

    /** As the command line does it. */
    private static DependencyGraph load(Expected row) {
        try {
            List<String> names = row.paths().stream().map(Path::toString).toList();
            return new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 2)
                    .load(names)
                    .graph();
        } catch (InputException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
