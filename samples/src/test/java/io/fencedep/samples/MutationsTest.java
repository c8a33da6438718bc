package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.DependencyGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What may be changed in a trace with an error without changing the verdict, and what must change it. */
class MutationsTest {
    private static final int SEEDS = 4;

    /** Tasks that carry a step of an error without which there still is one. */
    private static final Map<String, String> DISPENSABLE = Map.of(
            "N08b-ww-without-context.bad.jsonl exec1",
            "both tasks lock two reservations without a context, and each one alone is a recursion");

    private static final List<Expected> ERRORS = Stream.concat(
                    Expected.scenarios().stream(), Expected.lockdep().stream())
            .filter(Expected::isError)
            .toList();

    @TestFactory
    Stream<DynamicTest> without_any_one_task_of_its_finding_a_trace_shows_no_error() {
        return Expected.scenarios().stream()
                .filter(Expected::isError)
                .flatMap(row -> tasksOfErrors(row).stream()
                        .filter(task -> !DISPENSABLE.containsKey(row.files().get(0) + " " + task))
                        .map(task -> dynamicTest("without " + task + ": " + row, () -> {
                            List<Finding> findings = findings(
                                    row,
                                    traces(row).stream()
                                            .map(trace -> trace.only(event ->
                                                    !Trace.text(event, "task").equals(task)))
                                            .toList());
                            assertThat(Analyses.ids(Analyses.errors(findings))).isEmpty();
                        })));
    }

    @TestFactory
    Stream<DynamicTest> names_of_instances_do_not_matter() {
        return same((traces, random) -> {
            var renaming = Mutants.renamedInstances(random, false);
            return traces.stream().map(renaming).toList();
        });
    }

    @TestFactory
    Stream<DynamicTest> addresses_do_not_matter() {
        return same((traces, random) -> {
            var renaming = Mutants.renamedInstances(random, true);
            return traces.stream().map(renaming).toList();
        });
    }

    @TestFactory
    Stream<DynamicTest> names_of_tasks_do_not_matter() {
        return same((traces, random) -> {
            var renaming = Mutants.renamedTasks();
            return traces.stream().map(renaming).toList();
        });
    }

    @TestFactory
    Stream<DynamicTest> line_numbers_do_not_matter() {
        return same((traces, random) ->
                traces.stream().map(trace -> Mutants.moved(trace, random)).toList());
    }

    @TestFactory
    Stream<DynamicTest> the_order_of_independent_lines_does_not_matter() {
        return same((traces, random) ->
                traces.stream().map(trace -> Mutants.reordered(trace, random)).toList());
    }

    @Test
    void most_traces_have_independent_lines() {
        List<Trace> traces = ERRORS.stream()
                .flatMap(row -> traces(row).stream())
                .filter(trace -> trace.tasks().size() > 1)
                .toList();
        assertThat(traces.stream()
                        .filter(trace ->
                                !Mutants.reordered(trace, new Random(1)).equals(trace)))
                .hasSizeGreaterThan(traces.size() / 2);
    }

    @TestFactory
    Stream<DynamicTest> unrelated_traffic_does_not_matter() {
        return same((traces, random) ->
                traces.stream().map(trace -> Mutants.visited(trace, random)).toList());
    }

    @TestFactory
    Stream<DynamicTest> the_order_of_inputs_does_not_matter() {
        List<DependencyGraph> graphs = Expected.scenarios().stream()
                .flatMap(row -> row.paths().stream())
                .distinct()
                .map(path -> Analyses.read(List.of(path)))
                .toList();
        List<Finding> inOrder = Analyses.findings(Analyses.merged(graphs), List.of());
        return new Random(SEEDS)
                .longs(SEEDS)
                .mapToObj(seed -> dynamicTest("all scenarios, seed " + seed, () -> {
                    List<DependencyGraph> shuffled = new ArrayList<>(graphs);
                    Collections.shuffle(shuffled, new Random(seed));
                    assertThat(Analyses.findings(Analyses.merged(shuffled), List.of()))
                            .isEqualTo(inOrder);
                }));
    }

    private static Stream<DynamicTest> same(BiFunction<List<Trace>, Random, List<Trace>> mutation) {
        return ERRORS.stream()
                .map(row -> dynamicTest(row.toString(), () -> {
                    List<Trace> traces = traces(row);
                    SortedMap<String, String> wanted = Analyses.ids(findings(row, traces));
                    Random seeds = new Random(row.files().hashCode());
                    for (int i = 0; i < SEEDS; i++) {
                        long seed = seeds.nextLong();
                        List<Trace> changed = mutation.apply(traces, new Random(seed));
                        assertThat(Analyses.ids(findings(row, changed)))
                                .as("seed %d: %s", seed, changed)
                                .isEqualTo(wanted);
                    }
                }));
    }

    private static List<Trace> traces(Expected row) {
        return row.paths().stream().map(Trace::read).toList();
    }

    private static List<Finding> findings(Expected row, List<Trace> traces) {
        List<DependencyGraph> graphs = new ArrayList<>();
        for (Trace trace : traces) {
            graphs.add(trace.graph("trace " + graphs.size()));
        }
        return Analyses.findings(Analyses.merged(graphs), Analyses.contracts(row));
    }

    /** Whoever is named in the witnesses of the errors. */
    private static Set<String> tasksOfErrors(Expected row) {
        Set<String> tasks = new TreeSet<>();
        for (Finding finding : Analyses.errors(findings(row, traces(row)))) {
            for (FindingStep step : finding.steps()) {
                if (step.witness() != null) {
                    tasks.add(step.witness().task());
                }
            }
        }
        return tasks;
    }
}
