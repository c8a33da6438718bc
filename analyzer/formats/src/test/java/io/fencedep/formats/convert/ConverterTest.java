package io.fencedep.formats.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.model.ClassRules;
import io.fencedep.core.model.EventKind;
import io.fencedep.formats.RandomLines;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.contractfile.ContractFiles;
import io.fencedep.formats.jsonl.JsonlFormat;
import io.fencedep.formats.load.ReadProgress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The native forms lose nothing. */
class ConverterTest {
    private static final Path SAMPLES = Path.of("../../samples");
    private static final String HEADER = "{\"format\":\"fencedep-trace\",\"version\":1,\"recording\":\"r 1\","
            + "\"source\":\"hand\",\"host\":\"h\",\"note\":\"n\",\"lacks\":[\"nest\"]}\n";

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            return files.filter(file -> file.toString().matches(".*\\.jsonl"))
                    .filter(file -> !file.toString().contains("target"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> recordings() throws IOException {
        try (Stream<Path> cuts = Files.list(SAMPLES.resolve("ftrace"));
                Stream<Path> runs = Files.list(SAMPLES.resolve("recordings"))) {
            return Stream.concat(cuts, runs)
                    .filter(path -> path.toString().contains(".trace"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsTheSameInBothFormsAndBack(Path sample) throws IOException {
        byte[] text = Files.readAllBytes(sample);
        byte[] compact = Converted.to(OutputFormat.BINARY, text, "t.fdt", List.of());
        assertThat(Converted.text(compact, ReadOptions.STRICT)).isEqualTo(Converted.text(text, ReadOptions.STRICT));
        byte[] back = Converted.to(OutputFormat.JSONL, compact, "t.jsonl", List.of());
        assertThat(back).isEqualTo(Converted.to(OutputFormat.JSONL, text, "t.jsonl", List.of()));
        List<Contract> contracts = List.of(ContractFiles.load("linux-gpu"));
        assertThat(Converted.findings(compact, contracts)).isEqualTo(Converted.findings(text, contracts));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void aKernelsRecordingHasTheSameFindingsInEveryForm(Path recording) throws IOException {
        byte[] text = Files.readAllBytes(recording);
        List<String> findings = Converted.findings(text, List.of());
        byte[] compact = Converted.to(OutputFormat.BINARY, text, "t.fdt", List.of());
        assertThat(Converted.findings(compact, List.of())).isEqualTo(findings);
        byte[] lines = Converted.to(OutputFormat.JSONL, text, "t.jsonl", List.of());
        assertThat(Converted.findings(lines, List.of())).isEqualTo(findings);
    }

    @Test
    void everyFieldOfEveryEventComesThrough() throws IOException {
        StringBuilder trace = new StringBuilder(HEADER);
        Random random = new Random(4);
        for (int round = 0; round < 40; round++) {
            for (EventKind kind : EventKind.values()) {
                trace.append(RandomLines.of(kind, random)).append('\n');
            }
        }
        byte[] text = trace.toString().getBytes(UTF_8);
        byte[] compact = Converted.to(OutputFormat.BINARY, text, "t.fdt", List.of());
        List<String> expected = Converted.text(text, ReadOptions.STRICT);
        assertThat(expected).hasSize(1 + 40 * EventKind.values().length).first().isEqualTo("hand [NEST] h n r 1");
        assertThat(Converted.text(compact, ReadOptions.STRICT)).isEqualTo(expected);
    }

    @Test
    void instancesWithoutEndComeThrough() throws IOException {
        StringBuilder trace = new StringBuilder(HEADER);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 400_000; i++) {
            String name = i % 3 == 0 ? "old" + i % 7 : "new" + i;
            names.add(name);
            trace.append("{\"event\":\"release\",\"task\":\"T\",\"lock\":\"")
                    .append(name)
                    .append("\"}\n");
        }
        byte[] compact = Converted.to(OutputFormat.BINARY, trace.toString().getBytes(UTF_8), "t.fdt", List.of());
        List<String> read = Converted.text(compact, ReadOptions.STRICT);
        assertThat(read).hasSize(names.size() + 1);
        List<String> given = read.stream()
                .skip(1)
                .map(line -> line.replaceFirst(".* instance=", ""))
                .toList();
        assertThat(given.equals(names)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a.jsonl, JSONL",
        "a.jsonl.gz, JSONL",
        "A.FDT, BINARY",
        "a.fdt.zst, BINARY",
        "a.std, STD",
        "x/a.json.zst, PERFETTO",
        "jsonl, ",
        "a.txt, "
    })
    void theEndOfANameChoosesTheFormat(String file, OutputFormat format) {
        assertThat(OutputFormat.of(file).orElse(null)).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({"JSONL, t.jsonl.gz", "JSONL, t.jsonl.zst", "BINARY, t.fdt.gz"})
    void whatIsCompressedIsReadAgain(OutputFormat format, String file) throws IOException {
        byte[] text = (HEADER + "{\"event\":\"alloc\",\"task\":\"T\",\"flags\":\"GFP_KERNEL\",\"size\":4096}\n")
                .getBytes(UTF_8);
        byte[] written = Converted.to(format, text, file, List.of());
        assertThat(Converted.text(written, ReadOptions.STRICT)).isEqualTo(Converted.text(text, ReadOptions.STRICT));
        assertThat(new String(written, UTF_8)).doesNotContain("GFP_KERNEL");
    }

    @Test
    void anOutputThatCannotBeWrittenIsTold() {
        byte[] text = (HEADER + "{\"event\":\"alloc\",\"task\":\"T\",\"flags\":\"GFP_KERNEL\"}\n").getBytes(UTF_8);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        assertThatThrownBy(() -> {
                    try (var source = TraceSource.of("t", new ByteArrayInputStream(text))) {
                        new Converter(OutputFormat.BINARY, ReadOptions.STRICT, List.of(), ClassRules.NONE)
                                .convert(
                                        source,
                                        new JsonlFormat(),
                                        () -> "",
                                        new ReadProgress().begin(source),
                                        "t",
                                        full);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no space left");
    }
}
