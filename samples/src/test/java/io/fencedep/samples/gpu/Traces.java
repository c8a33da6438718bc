package io.fencedep.samples.gpu;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads traces as the command line does. */
final class Traces {
    private Traces() {}

    static DependencyGraph read(String name, byte[] bytes) throws IOException, InputException {
        Path file = Files.createTempFile(name, ".jsonl");
        try {
            Files.write(file, bytes);
            return new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1)
                    .load(List.of(file.toString()))
                    .graph();
        } finally {
            Files.delete(file);
        }
    }

    /** What did not fit. */
    static List<String> anomalies(DependencyGraph graph) {
        return graph.recordings().values().stream()
                .flatMap(each -> each.anomalies().keySet().stream())
                .toList();
    }

    static List<String> scenarioFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
