package io.fencedep.cli;

import io.fencedep.core.detect.Analysis;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.report.AtomicOutput;
import io.fencedep.report.ReportData;
import io.fencedep.report.text.StatsText;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Figures about inputs; no verdict. */
@Command(
        name = "stats",
        header = "Print figures: events, tasks, classes, dependencies, longest chains, unsignalled fences.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {"", "Examples:", "  fencedep stats trace.jsonl", "  fencedep stats recordings/ --lenient"})
final class StatsCommand implements Callable<Integer> {
    @Mixin
    private InputOptions inputs;

    @Override
    public Integer call() throws IOException {
        LoadResult loaded = inputs.load();
        Analysis none = new Analysis(List.of(), List.of(), List.of());
        ReportData data = new ReportData(InputOptions.summaries(loaded), loaded.graph(), none);
        Console.print(AtomicOutput.text(out -> StatsText.write(data, Console.colour(), out)));
        return ExitStatus.OK;
    }
}
