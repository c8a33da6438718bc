package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.model.InterruptContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What may be changed in a trace with an error without changing the verdict, and what must change it. */
class MutationsTest {
    private static final int SEEDS = 3;
    private static final int ORDERS = 8;

    private static final List<Expected> ROWS = Stream.of(
                    Expected.scenarios(), Expected.lockdep(), Expected.cases(), Expected.bugs())
            .flatMap(List::stream)
            .filter(row -> row.files().stream().allMatch(file -> file.endsWith(".jsonl")))
            .toList();

    private static final List<Expected> FOUND =
            ROWS.stream().filter(Expected::isFound).toList();

    /**
     * Without one of its tasks a trace shows nothing new, and nothing any more that needed that task: a finding needs a
     * task when only that task has shown one of its steps.
     */
    @TestFactory
    Stream<DynamicTest> without_any_one_task_what_needs_it_is_gone_and_nothing_is_new() {
        return FOUND.stream()
                .map(row -> dynamicTest(row.toString(), () -> {
                    List<Trace> traces = traces(row).stream()
                            .map(Mutants::classesSaidEverywhere)
                            .toList();
                    DependencyGraph graph = graph(traces);
                    List<Finding> before = serious(Analyses.findings(graph, Analyses.contracts(row)));
                    Set<String> tasks = new TreeSet<>();
                    traces.forEach(trace -> tasks.addAll(trace.tasks()));
                    for (String task : tasks) {
                        List<Trace> without = traces.stream()
                                .map(trace -> trace.only(
                                        event -> !Trace.text(event, "task").equals(task)))
                                .toList();
                        SortedMap<String, String> left = Analyses.ids(before.stream()
                                .filter(finding -> !Needs.task(graph, finding, task))
                                .toList());
                        List<Finding> after = serious(findings(row, without)).stream()
                                .filter(finding -> !mayNowSleep(graph, finding))
                                .toList();
                        assertThat(Analyses.ids(after).keySet())
                                .as("without %s", task)
                                .isSubsetOf(left.keySet());
                    }
                }));
    }

    /** What waits for an item that nobody runs any more: that it runs in interrupts, so that nobody sleeps, is not seen. */
    private static boolean mayNowSleep(DependencyGraph before, Finding finding) {
        ResourceClass waitedFor = before.classOf(finding.steps().get(0).to());
        return finding.kind() == FindingKind.WAIT_CONTEXT
                && waitedFor != null
                && waitedFor.isSpunFor(InterruptContext.TASK);
    }

    @Test
    void most_bad_traces_need_each_of_their_tasks() {
        int needed = 0;
        int all = 0;
        for (Expected row : FOUND) {
            List<Trace> traces = traces(row);
            DependencyGraph graph = graph(traces);
            List<Finding> found = serious(Analyses.findings(graph, Analyses.contracts(row)));
            Set<String> tasks = new TreeSet<>();
            traces.forEach(trace -> tasks.addAll(trace.tasks()));
            for (String task : tasks) {
                all++;
                needed += found.stream().allMatch(finding -> Needs.task(graph, finding, task)) ? 1 : 0;
            }
        }
        assertThat(needed).isGreaterThan(all / 2);
    }

    @TestFactory
    Stream<DynamicTest> the_line_that_gives_a_class_does_not_matter() {
        return same((traces, random) -> traces.stream()
                .map(trace -> Mutants.classesSaidOnce(trace, random))
                .toList());
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
        return same(
                ORDERS,
                (traces, random) -> traces.stream()
                        .map(trace -> Mutants.reordered(trace, random))
                        .toList());
    }

    @Test
    void many_traces_of_several_tasks_could_have_happened_in_another_order() {
        List<Trace> traces = FOUND.stream()
                .flatMap(row -> traces(row).stream())
                .filter(trace -> trace.tasks().size() > 1)
                .toList();
        long reordered = traces.stream()
                .filter(trace -> LongStream.range(0, ORDERS)
                        .anyMatch(seed ->
                                !Mutants.reordered(trace, new Random(seed)).equals(trace)))
                .count();
        assertThat(reordered).isGreaterThan(traces.size() / 2);
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
        return same(SEEDS, mutation);
    }

    private static Stream<DynamicTest> same(int times, BiFunction<List<Trace>, Random, List<Trace>> mutation) {
        return ROWS.stream()
                .map(row -> dynamicTest(row.toString(), () -> {
                    List<Trace> traces = traces(row);
                    SortedMap<String, String> wanted = Analyses.ids(findings(row, traces));
                    Random seeds = new Random(row.files().hashCode());
                    for (int i = 0; i < times; i++) {
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
        return Analyses.findings(graph(traces), Analyses.contracts(row));
    }

    private static DependencyGraph graph(List<Trace> traces) {
        List<DependencyGraph> graphs = new ArrayList<>();
        for (Trace trace : traces) {
            graphs.add(trace.graph("trace " + graphs.size()));
        }
        return Analyses.merged(graphs);
    }

    private static List<Finding> serious(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .toList();
    }
}
