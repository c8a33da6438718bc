package io.fencedep.formats.graphfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.contractfile.ContractFiles;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A saved graph is the whole analysis. */
class SavedSamplesTest {
    private static final Path SAMPLES = Path.of("../../samples");

    @Test
    void a_saved_graph_gives_the_findings_that_its_trace_gave() throws IOException {
        List<Contract> contracts = new ArrayList<>();
        for (String name : ContractFiles.builtIn()) {
            contracts.add(ContractFiles.load(name));
        }
        List<Path> traces = traces();
        assertThat(traces).hasSizeGreaterThan(400);
        for (Path trace : traces) {
            DependencyGraph graph = load(trace);
            byte[] saved = save(graph);
            DependencyGraph back = new GraphFile()
                    .read(TraceSource.of("saved", new ByteArrayInputStream(saved)), ReadOptions.STRICT)
                    .graph();

            assertThat(save(back)).as(trace.toString()).isEqualTo(saved);
            assertThat(Detector.analyse(back, contracts))
                    .as(trace.toString())
                    .isEqualTo(Detector.analyse(graph, contracts));
        }
    }

    private static DependencyGraph load(Path trace) throws IOException {
        return new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1)
                .load(List.of(trace.toString()))
                .graph();
    }

    private static byte[] save(DependencyGraph graph) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GraphFileWriter.write(graph, out);
        return out.toByteArray();
    }

    private static List<Path> traces() throws IOException {
        List<Path> traces = new ArrayList<>();
        for (String folder : List.of("scenarios", "lockdep")) {
            try (Stream<Path> files = Files.walk(SAMPLES.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".jsonl"))
                        .sorted()
                        .forEach(traces::add);
            }
        }
        return traces;
    }
}
