package io.fencedep.maven;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Severity;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.contractfile.ContractFiles;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.formats.registry.FormatRegistry;
import io.fencedep.gate.Baseline;
import io.fencedep.gate.Suppressions;
import io.fencedep.gate.Verdict;
import io.fencedep.report.AtomicOutput;
import io.fencedep.report.Excerpts;
import io.fencedep.report.InputSummary;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.output.ReportFormat;
import io.fencedep.report.source.SourceRoot;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all graphs together show, and what of it is new.
 *
 * @param data what reports show
 * @param verdict which findings were known
 */
record Judgement(ReportData data, Verdict verdict) {
    /**
     * What is held against the graphs.
     *
     * @param baseline known findings; null for none
     * @param accepted further baselines, written by the tests themselves
     * @param suppressions what is not to be reported; null for none
     * @param contracts names or files
     */
    record Terms(
            @Nullable File baseline,
            List<String> accepted,
            @Nullable File suppressions,
            List<String> contracts) {}

    /** Reads the inputs and judges what they show together. */
    static Judgement of(List<String> inputs, Terms terms) throws IOException {
        List<Contract> contracts = new ArrayList<>();
        for (String each : terms.contracts()) {
            contracts.add(ContractFiles.load(each));
        }
        File file = terms.suppressions();
        Suppressions suppressions =
                (file == null ? Suppressions.NONE : Suppressions.read(file.toString())).andTestRunners();
        Baseline known = known(terms);
        LoadResult loaded = new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1).load(inputs);
        Verdict verdict = Verdict.of(Detector.analyse(loaded.graph(), contracts, suppressions), known, suppressions);
        List<InputSummary> summaries = loaded.inputs().stream()
                .map(input ->
                        new InputSummary(input.name(), input.format(), input.recordings(), List.of(), List.of(), ""))
                .toList();
        ReportData data =
                new ReportData(summaries, loaded.graph(), verdict.analysis(), verdict.acceptance(), Excerpts.NONE);
        return new Judgement(data, verdict);
    }

    /** All that is known; null when nobody keeps a baseline and no test accepted anything. */
    private static @Nullable Baseline known(Terms terms) throws IOException {
        if (terms.baseline() == null && terms.accepted().isEmpty()) {
            return null;
        }
        SortedMap<String, String> entries = new TreeMap<>();
        File baseline = terms.baseline();
        if (baseline != null) {
            entries.putAll(Baseline.read(baseline.toString()).entries());
        }
        for (String each : terms.accepted()) {
            entries.putAll(Baseline.read(each).entries());
        }
        return new Baseline(entries);
    }

    /** What was accepted or suppressed, and is not found any more: lines for people. */
    List<String> notNeeded() {
        List<String> lines = new ArrayList<>();
        verdict.acceptance()
                .vanished()
                .forEach(each -> lines.add("accepted, but not found any more: " + each.id() + "  " + each.about()));
        verdict.acceptance().unusedSuppressions().forEach(each -> lines.add("a suppression fits nothing: " + each));
        return lines;
    }

    /** Writes a report, in a folder that need not be there. */
    void write(ReportFormat format, Path file, @Nullable Severity failOn, SourceRoot sources) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        ReportOptions options = new ReportOptions(false, false, failOn, sources);
        AtomicOutput.write(file, AtomicOutput.text(out -> format.write(data, options, out)));
    }

    /** The text report's first lines. */
    List<String> head(int lines) throws IOException {
        StringWriter out = new StringWriter();
        ReportFormat.TEXT.write(data, ReportOptions.PLAIN, out);
        List<String> all = out.toString().lines().toList();
        return all.subList(0, Math.min(lines, all.size()));
    }
}
