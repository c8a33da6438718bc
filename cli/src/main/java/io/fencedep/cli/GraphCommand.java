package io.fencedep.cli;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.graphfile.GraphFileWriter;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.report.Acceptance;
import io.fencedep.report.AtomicOutput;
import io.fencedep.report.Phrases;
import io.fencedep.report.dot.DotGraph;
import io.fencedep.report.graph.Drawing;
import io.fencedep.report.graph.GraphMl;
import io.fencedep.report.html.HtmlReport;
import io.fencedep.report.svg.GraphSvg;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes the dependency graph of its inputs. */
@Command(
        name = "graph",
        header = "Write the dependency graph, or a part of it: as a picture, for other tools, or to be read again.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "A json graph holds the whole analysis: check on it gives what check on its inputs gives.",
            "",
            "Examples:",
            "  fencedep graph trace.jsonl --output graph.json",
            "  fencedep graph trace.jsonl --output ring.svg --component mmap_lock",
            "  fencedep graph trace.jsonl --output near.graphml --around mmap_lock --depth 2",
            "  fencedep graph trace.jsonl --output - --format dot | dot -Tpdf > graph.pdf"
        })
final class GraphCommand implements Callable<Integer> {
    /** What a graph can be written as. */
    enum Format {
        DOT,
        SVG,
        GRAPHML,
        HTML,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Pictures of more classes are hard to read. */
    private static final int LARGE = 300;

    private static final Analysis NOTHING = new Analysis(List.of(), List.of(), List.of());

    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions inputs;

    @Mixin
    private ContractOption contracts;

    @Mixin
    private SelectionOption selection;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description =
                    "Where to: a name that ends in .svg, .dot, .html, .graphml or .json, or - for standard output.")
    private String output = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "What: ${COMPLETION-CANDIDATES}; without it, the end of the file's name decides.")
    private @Nullable Format format;

    @Override
    public Integer call() throws IOException {
        Format chosen = format();
        List<Contract> promised = contracts.load();
        LoadResult loaded = inputs.load();
        DependencyGraph graph = loaded.graph();
        Analysis analysis = chosen == Format.JSON && !selection.isGiven() ? NOTHING : Detector.analyse(graph, promised);
        DependencyGraph part = selection.of(graph, analysis);
        AtomicOutput.Body body = body(chosen, loaded, part, SelectionOption.within(part, analysis));
        ReportTarget.write(output, body);
        int classes = part.classes().size();
        if ((chosen == Format.SVG || chosen == Format.DOT) && classes > LARGE) {
            Console.remark(Phrases.count(classes, "class")
                    + " in one picture: --component, --around or --finding draw a" + " part of it, and .html walks it");
        }
        InputOptions.tellSkipped(loaded);
        return ExitStatus.OK;
    }

    private static AtomicOutput.Body body(Format format, LoadResult loaded, DependencyGraph graph, Analysis analysis) {
        if (format == Format.JSON) {
            return out -> GraphFileWriter.write(graph, out);
        }
        Drawing drawing = Drawing.of(graph, analysis);
        return AtomicOutput.text(out -> {
            switch (format) {
                case DOT -> DotGraph.write(drawing, out);
                case SVG -> GraphSvg.write(drawing, out);
                case GRAPHML -> GraphMl.write(drawing, out);
                case HTML -> HtmlReport.write(ReportOption.data(loaded, graph, analysis, Acceptance.NONE, true), out);
                case JSON -> throw new IllegalStateException("written as bytes");
            }
        });
    }

    private Format format() {
        Format said = format;
        if (said != null) {
            return said;
        }
        for (Format known : Format.values()) {
            if (output.endsWith("." + known)) {
                return known;
            }
        }
        throw new ParameterException(
                spec.commandLine(),
                "cannot tell what to write from the name '" + output
                        + "': say --format dot, svg, html, graphml or json");
    }
}
