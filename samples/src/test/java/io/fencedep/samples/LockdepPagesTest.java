package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a kernel printed of its own validator, which was silent. */
class LockdepPagesTest {
    private static final Path FOLDER = Path.of("lockdep-pages");

    @Test
    void theClassesOfASilentKernelAreQuiet() {
        DependencyGraph graph = Analyses.read(List.of(FOLDER.resolve("fences.lockdep.zst")));

        assertThat(graph.classes()).hasSizeGreaterThan(500);
        assertThat(graph.dependencies()).hasSizeGreaterThan(1_300);
        assertThat(Detector.analyse(graph, List.of()).findings()).isEmpty();
    }

    @Test
    void chainsAloneAreNoMoreThanASuspicion() {
        DependencyGraph graph = Analyses.read(List.of(FOLDER.resolve("fences.lockdep_chains.zst")));

        assertThat(graph.dependencies()).hasSizeGreaterThan(2_000);
        assertThat(Detector.analyse(graph, List.of()).findings())
                .extracting(Finding::severity)
                .doesNotContain(Severity.ERROR);
    }
}
