package io.fencedep.cli;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.report.ReportData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Analyses, prints, and fails when there is something to fail for. */
@Command(
        name = "check",
        header = "Analyse inputs, print what can deadlock, and fail if something does.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit status: 0 nothing to fail for, 1 findings, 2 wrong usage, 3 an input that cannot be read,",
            "70 a fault of fencedep itself.",
            "",
            "Examples:",
            "  fencedep check trace.jsonl",
            "  fencedep check trace.jsonl --contract linux-gpu --contract our-driver.yaml",
            "  fencedep check i915.jsonl amdgpu.jsonl --all",
            "  fencedep check recordings/ --fail-on warning --report json=findings.json",
            "  zcat ftrace.txt.gz | fencedep check -"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions inputs;

    @Mixin
    private ContractOption contracts;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Fail on findings this bad or worse: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private FailOn failOn = FailOn.ERROR;

    @Option(
            names = "--report",
            paramLabel = "FORMAT=FILE",
            converter = ReportTarget.Converter.class,
            description = "Write a report, text or json, to FILE, or to standard output if FILE is -; may be repeated."
                    + " Without a text report and without one on standard output, the text report goes there.")
    private List<ReportTarget> reports = new ArrayList<>();

    @Option(names = "--all", description = "Print notes too; the JSON report always has them.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        if (reports.stream().filter(ReportTarget::isStdout).count() > 1) {
            throw new ParameterException(spec.commandLine(), "only one report can go to standard output");
        }
        List<Contract> promised = contracts.load();
        LoadResult loaded = inputs.load();
        Analysis analysis = Detector.analyse(loaded.graph(), promised);
        ReportData data = new ReportData(InputOptions.summaries(loaded), loaded.graph(), analysis);
        for (ReportTarget report : targets()) {
            report.write(data, all);
        }
        return failOn.demandedBy(analysis.findings()) ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    /** Files first: whoever sees the end of standard output finds them complete. */
    private List<ReportTarget> targets() {
        List<ReportTarget> targets = new ArrayList<>();
        reports.stream().filter(report -> !report.isStdout()).forEach(targets::add);
        reports.stream().filter(ReportTarget::isStdout).forEach(targets::add);
        boolean shown =
                reports.stream().anyMatch(report -> report.isStdout() || report.format() == ReportTarget.Format.TEXT);
        if (!shown) {
            targets.add(new ReportTarget(ReportTarget.Format.TEXT, ReportTarget.STDOUT));
        }
        return targets;
    }
}
