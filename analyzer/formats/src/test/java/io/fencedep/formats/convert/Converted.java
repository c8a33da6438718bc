package io.fencedep.formats.convert;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.ClassRules;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.EventText;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.load.ReadProgress;
import io.fencedep.formats.perfetto.Mark;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Traces in memory: converted, read as text, and analysed. */
public final class Converted {
    private Converted() {}

    /** A trace as a file of this format, without compression unless the name says so. */
    public static byte[] to(OutputFormat format, byte[] trace, String file, List<Mark> marks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        convert(format, trace, file, marks, out);
        return out.toByteArray();
    }

    static Converter.Result convert(
            OutputFormat format, byte[] trace, String file, List<Mark> marks, ByteArrayOutputStream out)
            throws IOException {
        try (TraceSource source = source(trace)) {
            return new Converter(format, ReadOptions.STRICT, marks, ClassRules.NONE)
                    .convert(source, format(source), () -> "", new ReadProgress().begin(source), file, out);
        }
    }

    /** What the header says, and every event with all its fields. */
    public static List<String> text(byte[] trace, ReadOptions options) throws IOException {
        Names names = new Names();
        Instances instances = new Instances();
        List<String> lines = new ArrayList<>();
        EventSink sink = event -> lines.add(EventText.of(event, names, instances));
        try (TraceSource source = source(trace)) {
            TraceContext context = new TraceContext(names, instances, begun -> lines.add(header(begun)), sink, options);
            format(source).read(source, context);
        }
        return lines;
    }

    /** The ids of the findings of a trace, with their severity and strength. */
    static List<String> findings(byte[] trace, List<Contract> contracts) throws IOException {
        Names names = new Names();
        Instances instances = new Instances();
        List<Lowering> lowering = new ArrayList<>();
        try (TraceSource source = source(trace)) {
            TraceContext context = new TraceContext(
                    names,
                    instances,
                    begun -> lowering.add(new Lowering(names, instances, begun.source())),
                    event -> lowering.get(0).accept(event),
                    ReadOptions.STRICT);
            ReadReport report = format(source).read(source, context);
            DependencyGraph graph = lowering.get(0).finish(report.recording(), 0, List.of());
            return Detector.analyse(graph, contracts).findings().stream()
                    .map(Converted::text)
                    .toList();
        }
    }

    private static String text(Finding finding) {
        return finding.id() + " " + finding.severity() + " " + finding.strength() + " " + finding.title();
    }

    private static String header(Recording begun) {
        return begun.source() + " " + begun.lacks() + " " + begun.host() + " " + begun.note() + " " + begun.id();
    }

    private static TraceSource source(byte[] trace) {
        return TraceSource.of("t", new ByteArrayInputStream(trace));
    }

    private static TraceFormat format(TraceSource source) throws IOException {
        return (TraceFormat) FormatRegistry.standard().detect(source);
    }
}
