package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.model.ClassRules;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.convert.Converter;
import io.fencedep.formats.convert.OutputFormat;
import io.fencedep.formats.ftrace.FtraceFormat;
import io.fencedep.formats.load.ReadProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Events of kernels without lockdep and with it: each sample reaches its verdict, and reaches it in the native format too. */
class KernelEventsTest {
    private static final List<String> FOLDERS = List.of("kernel-events", "kernel-locks", "kernel-arguments");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> verdicts() {
        return rows().map(row -> dynamicTest(row.toString(), () -> check(row)));
    }

    @TestFactory
    Stream<DynamicTest> the_native_form_gives_the_same_findings() {
        return rows().map(row -> dynamicTest(row.toString(), () -> convert(row)));
    }

    @ParameterizedTest
    @FieldSource("FOLDERS")
    void no_trace_is_without_a_verdict(String folder) throws IOException {
        List<String> named = Expected.kernel(folder).stream()
                .flatMap(row -> row.files().stream())
                .distinct()
                .toList();
        try (Stream<Path> files = Files.list(Expected.SAMPLES.resolve(folder))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".trace")))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @TestFactory
    Stream<DynamicTest> other_probes_give_the_same_findings() {
        return Expected.kernel("kernel-arguments").stream()
                .map(row -> dynamicTest(
                        row.toString(),
                        () -> assertThat(told(otherProbes(row.paths().get(0))))
                                .isEqualTo(told(row.paths().get(0)))));
    }

    /** With other names, without places, in another order, and with addresses in place of functions. */
    private Path otherProbes(Path path) throws IOException {
        String text = KernelFormsTest.otherProbes(Files.readString(path))
                .replaceAll(": \\(__probe\\S+\\)", ": (ffffffff811d6b20)");
        return Files.writeString(folder.resolve("other.trace"), text);
    }

    private static Stream<Expected> rows() {
        return FOLDERS.stream().flatMap(folder -> Expected.kernel(folder).stream());
    }

    private static void check(Expected row) {
        DependencyGraph graph = Analyses.read(row.paths());
        List<Finding> findings = Detector.analyse(graph, List.of()).findings();
        assertThat(row.isMetBy(findings)).as("found %s", Analyses.ids(findings)).isTrue();
        assertThat(Analyses.anomalyCount(graph)).isZero();
    }

    private void convert(Expected row) throws IOException {
        Path path = row.paths().get(0);
        Path copy = folder.resolve("copy.jsonl");
        try (TraceSource source = TraceSource.open(path);
                OutputStream out = Files.newOutputStream(copy)) {
            new Converter(OutputFormat.JSONL, ReadOptions.STRICT, List.of(), ClassRules.NONE)
                    .convert(source, new FtraceFormat(), () -> "", new ReadProgress().begin(source), "copy.jsonl", out);
        }
        assertThat(told(copy)).isEqualTo(told(path));
    }

    private static List<String> told(Path path) {
        return Detector.analyse(Analyses.read(List.of(path)), List.of()).findings().stream()
                .map(finding -> finding.id() + " " + finding.severity() + " " + finding.strength())
                .toList();
    }
}
