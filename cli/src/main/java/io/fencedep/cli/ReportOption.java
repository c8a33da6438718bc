package io.fencedep.cli;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.report.Acceptance;
import io.fencedep.report.Excerpts;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.html.HtmlReport;
import io.fencedep.report.output.ReportFormat;
import io.fencedep.report.source.SourceRoot;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which reports are written, and where to. */
final class ReportOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--report",
            paramLabel = "FORMAT=FILE",
            converter = ReportTarget.Converter.class,
            completionCandidates = ReportTarget.Formats.class,
            description = "Write a report (text, json, sarif, junit, markdown, github or html) to FILE, or to standard"
                    + " output if FILE is -; may be repeated. Without a text report and without one on standard"
                    + " output, the text report goes there.")
    private List<ReportTarget> reports = new ArrayList<>();

    @Option(
            names = "--source-root",
            paramLabel = "FOLDER",
            description = "Where the source files are that places name: sarif and github locate findings in them.")
    private @Nullable Path sourceRoot;

    @Option(names = "--all", description = "Print notes and known findings too; json and sarif always have them.")
    private boolean all;

    /** Refuses what cannot be, before anything is read. */
    void validate() {
        if (reports.stream().filter(ReportTarget::isStdout).count() > 1) {
            throw new ParameterException(spec.commandLine(), "only one report can go to standard output");
        }
        Path root = sourceRoot;
        if (root != null && !Files.isDirectory(root)) {
            throw new ParameterException(spec.commandLine(), "--source-root: " + root + " is no folder");
        }
    }

    /** Writes a text report of a command's own. */
    @FunctionalInterface
    interface TextBody {
        void write(ReportOptions options, Writer out) throws IOException;
    }

    /** What reports are made of; with what the traces themselves tell, if a report shows it. */
    ReportData data(LoadResult loaded, DependencyGraph graph, Analysis analysis, Acceptance acceptance) {
        boolean shown = reports.stream().anyMatch(report -> report.format() == ReportFormat.HTML);
        return data(loaded, graph, analysis, acceptance, shown);
    }

    /** What reports are made of; with what the traces themselves tell, if that is wanted. */
    static ReportData data(
            LoadResult loaded, DependencyGraph graph, Analysis analysis, Acceptance acceptance, boolean excerpts) {
        List<Finding> told =
                analysis.findings().stream().limit(HtmlReport.STORIES).toList();
        return new ReportData(
                InputOptions.summaries(loaded),
                graph,
                analysis,
                Redacted.acceptance(acceptance),
                excerpts ? LoadOptions.excerpts(loaded, told) : Excerpts.NONE);
    }

    /** Writes all reports. */
    void write(ReportData data, @Nullable Severity failOn) throws IOException {
        write(data, failOn, (options, out) -> ReportFormat.TEXT.write(data, options, out));
    }

    /** Writes all reports, the text report in words of the command's own. */
    void write(ReportData data, @Nullable Severity failOn, TextBody text) throws IOException {
        Path root = sourceRoot;
        SourceRoot sources = root == null ? SourceRoot.UNKNOWN : SourceRoot.of(root);
        ReportOptions options = new ReportOptions(false, all, failOn, sources);
        for (ReportTarget report : targets()) {
            report.write(data, options, text);
        }
    }

    /** Files first: whoever sees the end of standard output finds them complete. */
    private List<ReportTarget> targets() {
        List<ReportTarget> targets = new ArrayList<>();
        reports.stream().filter(report -> !report.isStdout()).forEach(targets::add);
        reports.stream().filter(ReportTarget::isStdout).forEach(targets::add);
        boolean shown = reports.stream().anyMatch(report -> report.isStdout() || report.format() == ReportFormat.TEXT);
        if (!shown && !Console.isQuiet()) {
            targets.add(new ReportTarget(ReportFormat.TEXT, ReportTarget.STDOUT));
        }
        return targets;
    }
}
