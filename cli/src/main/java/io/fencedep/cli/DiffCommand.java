package io.fencedep.cli;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.gate.Differential;
import io.fencedep.gate.Differential.State;
import io.fencedep.gate.FailOn;
import io.fencedep.gate.Suppressions;
import io.fencedep.gate.Verdict;
import io.fencedep.report.Acceptance;
import io.fencedep.report.ReportData;
import io.fencedep.report.diff.Change;
import io.fencedep.report.diff.ChangeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two states of the same thing: a gate for one change. */
@Command(
        name = "diff",
        header = "Compare before and after: findings introduced, fixed and remaining, new and vanished dependencies.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "BEFORE and AFTER are traces, saved graphs, or folders of these. Only what was introduced makes it fail.",
            "In reports, what was there before is known, and what was introduced is new.",
            "",
            "Examples:",
            "  fencedep diff main.json patch.json",
            "  fencedep diff before/ after/ --fail-on warning --report sarif=new.sarif"
        })
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BEFORE", description = "Trace, saved graph or folder before the change.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "AFTER", description = "The same after the change.")
    private String after = "";

    @Mixin
    private LoadOptions reading;

    @Mixin
    private ContractOption contracts;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Fail on introduced findings this bad or worse: ${COMPLETION-CANDIDATES}"
                    + " (default: ${DEFAULT-VALUE}).")
    private FailOn failOn = FailOn.ERROR;

    @Option(
            names = "--suppressions",
            paramLabel = "FILE",
            description = "What is not to be reported, with reasons; it becomes a note.")
    private @Nullable Path suppressions;

    @Mixin
    private ReportOption reports;

    @Override
    public Integer call() throws IOException {
        reports.validate();
        Console.hide(before, "BEFORE");
        Console.hide(after, "AFTER");
        List<Contract> promised = contracts.load();
        Suppressions suppressed = suppressions == null ? Suppressions.NONE : Suppressions.read(suppressions.toString());
        State old = state(reading.load(List.of(before)), promised, suppressed);
        LoadResult loaded = reading.load(List.of(after));
        State now = state(loaded, promised, suppressed);
        Change change = Differential.between(old, now);
        Verdict verdict = new Verdict(now.analysis(), acceptance(old, change, suppressed.unused(now.analysis())));
        ReportData data = reports.data(loaded, now.graph(), now.analysis(), verdict.acceptance());
        reports.write(data, failOn.severity(), (options, out) -> ChangeText.write(change, data, options, out));
        return failOn.demandedBy(verdict) ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    private static State state(LoadResult loaded, List<Contract> promised, Suppressions suppressed) {
        Analysis analysis = Detector.analyse(loaded.graph(), promised, suppressed);
        return new State(loaded.graph(), analysis);
    }

    private static Acceptance acceptance(State old, Change change, List<String> unused) {
        Set<String> known =
                old.analysis().findings().stream().map(finding -> finding.id()).collect(Collectors.toSet());
        List<Acceptance.Vanished> fixed = change.fixed().stream()
                .map(gone -> new Acceptance.Vanished(
                        gone.finding().id(),
                        gone.finding().kind().text() + "  " + gone.finding().title()))
                .toList();
        return new Acceptance(true, known, fixed, unused);
    }
}
