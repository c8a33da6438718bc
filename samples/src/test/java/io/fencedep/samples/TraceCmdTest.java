package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same run as a binary file and as the texts that are printed of it: the same findings, the same dependencies. */
class TraceCmdTest {
    private static final Path FOLDER = Path.of("trace-cmd");

    @ParameterizedTest
    @ValueSource(strings = {"swsync-latency.trace.zst", "swsync.trace.zst"})
    void theFileAndItsTextsGiveTheSameFindings(String text) {
        assertThat(findings("swsync.dat")).isNotEmpty().isEqualTo(findings(text));
    }

    @Test
    void theFileAndItsTextWithFlagsGiveTheSameDependencies() {
        assertThat(dependencies("swsync.dat"))
                .hasSizeGreaterThan(200)
                .isEqualTo(dependencies("swsync-latency.trace.zst"));
    }

    @Test
    void noneOfThemIsWorseThanANote() {
        assertThat(Detector.analyse(read("swsync.dat"), List.of()).findings())
                .extracting(Finding::severity)
                .containsOnly(Severity.NOTE);
    }

    private static Set<String> findings(String file) {
        return Detector.analyse(read(file), List.of()).findings().stream()
                .map(finding -> finding.id() + " " + finding.severity() + " " + finding.classNames())
                .collect(Collectors.toSet());
    }

    private static Set<String> dependencies(String file) {
        return read(file).dependencies().stream()
                .map(dependency -> dependency.from() + " -> " + dependency.to() + " " + dependency.basis() + " "
                        + dependency.count())
                .collect(Collectors.toSet());
    }

    private static DependencyGraph read(String file) {
        return Analyses.read(List.of(FOLDER.resolve(file)));
    }
}
