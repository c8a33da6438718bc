package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The recording of a whole boot, which is too large for this repository:
 * {@code mvn verify -P recordings -Dfencedep.recordings=FOLDER}, where the folder holds {@code boot.trace.zst} and
 * {@code boot.lockdep.zst}.
 */
@Tag("recordings")
class BootRecordingTest {
    @Test
    void aBootWithoutKnownBugsGivesNoErrorAndAgreesWithTheKernel() throws IOException {
        String folder = System.getProperty("fencedep.recordings");
        assertThat(folder).as("-Dfencedep.recordings=FOLDER").isNotNull();
        DependencyGraph graph = Analyses.read(List.of(Path.of(folder, "boot.trace.zst")));
        LockdepAgreement agreement = LockdepAgreement.of(graph, lines(Path.of(folder, "boot.lockdep.zst")));

        assertThat(Detector.analyse(graph, List.of()).findings())
                .noneMatch(finding -> finding.severity() == Severity.ERROR);
        assertThat(agreement.recall()).isGreaterThan(0.98);
        assertThat(agreement.precision()).isGreaterThan(0.95);
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new ZstdInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
