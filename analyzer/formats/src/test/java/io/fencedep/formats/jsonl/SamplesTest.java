package io.fencedep.formats.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample traces in the native format. */
class SamplesTest {
    private static final Path SAMPLES = Path.of("../../samples");

    @ParameterizedTest
    @MethodSource("traces")
    void everySampleIsReadWholeAndWrittenAlike(Path trace) throws IOException {
        TestTrace read = TestTrace.read(Files.readAllBytes(trace), ReadOptions.STRICT);
        ReadReport report = read.report();
        assertThat(report.events()).isEqualTo(Files.readAllLines(trace).size() - 1);
        assertThat(report.warnings()).isEmpty();
        TestTrace again = TestTrace.read(read.written(), ReadOptions.STRICT);
        assertThat(again.events()).isEqualTo(read.events());
    }

    @Test
    void everyFileThatIsExpectedIsThere() throws IOException {
        Path scenarios = SAMPLES.resolve("scenarios");
        List<String> rows = Files.readAllLines(scenarios.resolve("expected.tsv"));
        assertThat(rows).hasSizeGreaterThan(150);
        for (String row : rows.subList(1, rows.size())) {
            for (String file : row.split("\t", -1)[0].split("[ ,]+")) {
                assertThat(scenarios.resolve(file)).exists();
            }
        }
    }

    static List<Path> traces() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .filter(file -> !file.toString().contains("target"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
