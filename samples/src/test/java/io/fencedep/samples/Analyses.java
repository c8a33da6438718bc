package io.fencedep.samples;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.formats.GraphFormat;
import io.fencedep.formats.InputException;
import io.fencedep.formats.InputFormat;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.contractfile.ContractFiles;
import io.fencedep.formats.graphfile.GraphFileWriter;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** From inputs in memory to findings, for tests that change traces. */
final class Analyses {
    private Analyses() {}

    /** What this input shows. */
    static DependencyGraph read(String name, byte[] bytes) {
        return read(name, new ByteArrayInputStream(bytes));
    }

    /** What this input shows. */
    static DependencyGraph read(String name, InputStream stream) {
        try (TraceSource source = TraceSource.of(name, stream)) {
            InputFormat format = FormatRegistry.standard().detect(source);
            if (format instanceof GraphFormat graphs) {
                return graphs.read(source, ReadOptions.STRICT).graph();
            }
            List<Lowering> lowering = new ArrayList<>();
            Names names = new Names();
            Instances instances = new Instances();
            TraceContext context = new TraceContext(
                    names,
                    instances,
                    recording -> lowering.add(new Lowering(names, instances, recording.source())),
                    event -> lowering.get(0).accept(event),
                    ReadOptions.STRICT);
            ReadReport report = ((TraceFormat) format).read(source, context);
            return lowering.get(0).finish(report.recording(), report.skippedLines(), List.of());
        } catch (InputException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** What these files show together. */
    static DependencyGraph read(List<Path> files) {
        return merged(
                files.stream().map(file -> read(file.toString(), bytes(file))).toList());
    }

    /** What these graphs show together. */
    static DependencyGraph merged(Collection<DependencyGraph> graphs) {
        DependencyGraph all = new DependencyGraph();
        graphs.forEach(all::merge);
        return all;
    }

    /** The same graph after it was saved and read back. */
    static DependencyGraph saved(DependencyGraph graph) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            GraphFileWriter.write(graph, out);
            return read("saved", out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contracts that a line of a table asks for. */
    static List<Contract> contracts(Expected row) {
        try {
            List<Contract> contracts = new ArrayList<>();
            for (String name : row.contracts()) {
                contracts.add(ContractFiles.load(name));
            }
            return contracts;
        } catch (InputException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static List<Finding> findings(DependencyGraph graph, List<Contract> contracts) {
        return Detector.analyse(graph, contracts).findings();
    }

    /** The ids of the findings that are not mere notes, each with its severity. */
    static SortedMap<String, String> ids(List<Finding> findings) {
        SortedMap<String, String> ids = new TreeMap<>();
        findings.forEach(finding -> ids.put(finding.id(), finding.severity().text() + " " + finding.title()));
        return ids;
    }

    static List<Finding> errors(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }

    /** How often something did not fit, with its name, over all recordings. */
    static Set<String> anomalies(DependencyGraph graph) {
        Set<String> all = new TreeSet<>();
        graph.recordings()
                .values()
                .forEach(recording -> recording
                        .anomalies()
                        .forEach(
                                (kind, anomaly) -> all.add(recording.recording().path() + ":" + anomaly.firstLine()
                                        + ": " + anomaly.count() + " " + kind)));
        return all;
    }

    static long anomalyCount(DependencyGraph graph) {
        return graph.recordings().values().stream()
                .flatMap(recording -> recording.anomalies().values().stream())
                .mapToLong(anomaly -> anomaly.count())
                .sum();
    }
}
