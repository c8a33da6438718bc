package io.fencedep.cli;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.gate.Baseline;
import io.fencedep.gate.FailOn;
import io.fencedep.gate.Suppressions;
import io.fencedep.gate.Verdict;
import io.fencedep.report.Phrases;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "  fencedep check recordings/ --baseline known.txt --report sarif=out.sarif --source-root .",
            "  fencedep check recordings/ --baseline known.txt --update-baseline",
            "  fencedep check trace.jsonl --without 'lock_a -> lock_b'",
            "  zcat ftrace.txt.gz | fencedep check -"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private InputOptions inputs;

    @Mixin
    private ContractOption contracts;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description =
                    "Fail on new findings this bad or worse: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private FailOn failOn = FailOn.ERROR;

    @Mixin
    private GateOption gate;

    @Mixin
    private WithoutOption without;

    @Mixin
    private ReportOption reports;

    @Override
    public Integer call() throws IOException {
        gate.validate();
        reports.validate();
        List<Contract> promised = contracts.load();
        Suppressions suppressions = gate.suppressions();
        Baseline known = gate.known();
        LoadResult loaded = inputs.load();
        DependencyGraph graph = without.apply(loaded.graph());
        Analysis analysis = Detector.analyse(graph, promised, suppressions);
        if (!without.isEmpty()) {
            tried(Detector.analyse(loaded.graph(), promised, suppressions), analysis);
        }
        Verdict verdict = Verdict.of(analysis, known, suppressions);
        reports.write(reports.data(loaded, graph, analysis, verdict.acceptance()), failOn.severity());
        if (gate.accept(verdict, failOn.severity(), loaded)) {
            return ExitStatus.OK;
        }
        return failOn.demandedBy(verdict) ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    /** Says what the trial did. */
    private void tried(Analysis with, Analysis left) {
        long before = count(with);
        long after = count(left);
        Console.remark("without " + without + ": "
                + (after < before
                        ? (before - after) + " of " + Phrases.count(before, "finding") + " gone"
                        : "as many findings as with it"));
    }

    private static long count(Analysis analysis) {
        return analysis.findings().stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .count();
    }
}
