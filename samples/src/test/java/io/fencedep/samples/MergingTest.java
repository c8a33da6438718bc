package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.graphfile.GraphFileWriter;
import io.fencedep.report.InputSummary;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.output.ReportFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Merging does not care for order, grouping or repetition: graphs and reports come out the same, byte for byte. */
class MergingTest {
    private static final int ROUNDS = 40;
    private static final List<ReportFormat> FORMATS =
            List.of(ReportFormat.TEXT, ReportFormat.JSON, ReportFormat.SARIF, ReportFormat.MARKDOWN);

    @Test
    void any_order_and_grouping_gives_the_same_bytes() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<Path> traces = new ArrayList<>();
        for (String folder : List.of("scenarios", "cases", "lockdep")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".jsonl"))
                        .sorted()
                        .forEach(traces::add);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            List<Path> chosen = new ArrayList<>();
            for (int i = 2 + random.nextInt(5); i > 0; i--) {
                chosen.add(traces.get(random.nextInt(traces.size())));
            }
            String expected = shown(merge(chosen));
            List<Path> again = new ArrayList<>(chosen);
            again.add(chosen.get(random.nextInt(chosen.size())));
            Collections.shuffle(again, random);
            assertThat(shown(grouped(again, random)))
                    .as("seed %d, round %d: %s, then %s", seed, round, chosen, again)
                    .isEqualTo(expected);
        }
    }

    private static DependencyGraph merge(List<Path> traces) {
        return Analyses.read(traces);
    }

    private static DependencyGraph grouped(List<Path> traces, Random random) {
        return merged(traces.stream().map(trace -> merge(List.of(trace))).toList(), random);
    }

    /** Merges neighbours at random until one is left; some are saved and read back in between. */
    static DependencyGraph merged(List<DependencyGraph> all, Random random) {
        List<DependencyGraph> graphs = new ArrayList<>(all);
        while (graphs.size() > 1) {
            int at = random.nextInt(graphs.size() - 1);
            DependencyGraph both = Analyses.merged(List.of(graphs.get(at + 1), graphs.get(at)));
            graphs.remove(at + 1);
            graphs.set(at, random.nextBoolean() ? Analyses.saved(both) : both);
        }
        return graphs.get(0);
    }

    /** A graph as it is saved, and every report of it. */
    static String shown(DependencyGraph graph) {
        try {
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            GraphFileWriter.write(graph, saved);
            StringWriter out = new StringWriter();
            out.write(saved.toString(StandardCharsets.UTF_8));
            List<InputSummary> one = List.of(new InputSummary(
                    "all", "fencedep-graph", List.copyOf(graph.recordings().values()), List.of(), List.of(), ""));
            ReportData data = new ReportData(one, graph, Detector.analyse(graph, List.of()));
            for (ReportFormat format : FORMATS) {
                format.write(data, ReportOptions.PLAIN, out);
            }
            return out.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
