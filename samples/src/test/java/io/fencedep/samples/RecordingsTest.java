package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.InputException;
import io.fencedep.formats.contractfile.ContractFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings of a small driver on a real kernel: what is buggy is found, what was fixed is quiet. */
class RecordingsTest {
    private static final Path RECORDINGS = Path.of("recordings");

    @ParameterizedTest(name = "{0} deadlocks over {1} and {2}")
    @CsvSource({
        "b_plain, dma_fence:lkbug-ring0, reservation_ww_class_mutex",
        "b_annotated, dma_fence_map, reservation_ww_class_mutex",
        "rich_b_plain, dma_fence:lkbug-ring0, reservation_ww_class_mutex",
        "rich_b_annotated, dma_fence_map, reservation_ww_class_mutex",
        "d_flush, d_work, M",
        "fd_flushwq_bad, queue:fd_wq, ma",
        "fd_timer_bad, interrupt:softirq, sa",
        "fd_cross_bad, dma_fence:fd-copy, dma_fence:fd-gfx",
        "fd_rich_flush_bad, wk_fn, ma",
        "fd_rich_timersync_bad, (&tm), sa",
        "fd_rich_sleep_bad, ma, sa",
        "fd_rich_nested_bad, &o[i]->m, &o[i]->m"
    })
    void buggyRunsAreErrors(String run, String one, String other) {
        assertThat(findings(run, List.of())).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.classNames()).contains(one, other);
        });
    }

    @ParameterizedTest
    @CsvSource({"rich_e_completion, M, completion", "fd_rich_comp_bad, ma, completion:f_comp_wait"})
    void aCompletionUnderALockThatTheCompleterOnceHeldIsAWarning(String run, String lock, String completion) {
        assertThat(worthTelling(findings(run, List.of()))).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.classNames()).containsExactlyInAnyOrder(lock, completion);
        });
    }

    @Test
    void anAllocationInASignallingSectionBreaksTheContractOfAllGpuDrivers() throws InputException {
        List<Contract> contract = List.of(ContractFiles.load("linux-gpu"));

        assertThat(worthTelling(findings("a_kmalloc", List.of()))).isEmpty();
        assertThat(findings("a_kmalloc", contract)).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.contracts()).containsExactly("linux-gpu");
            assertThat(finding.classNames()).contains("dma_fence_map", "reclaim");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a_fixed_nowait",
                "b_fixed",
                "d_fixed",
                "rich_e_fixed",
                "fd_timer_good",
                "fd_cross_good",
                "fd_abba_gate",
                "fd_rich_flush_good",
                "fd_rich_nested_good",
                "fd_rich_comp_fixed"
            })
    void fixedRunsAreQuiet(String run) {
        assertThat(worthTelling(findings(run, List.of()))).isEmpty();
    }

    @Test
    void theFixedAllocationKeepsTheContract() throws InputException {
        List<Contract> contract = List.of(ContractFiles.load("linux-gpu"));
        Set<String> rules = findings("a_fixed_nowait", contract).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(Finding::title)
                .collect(Collectors.toSet());

        assertThat(rules).isEmpty();
    }

    private static List<Finding> findings(String run, List<Contract> contracts) {
        DependencyGraph graph = Analyses.read(List.of(RECORDINGS.resolve(run + ".trace.zst")));
        return Detector.analyse(graph, contracts).findings();
    }

    private static List<Finding> worthTelling(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .toList();
    }
}
