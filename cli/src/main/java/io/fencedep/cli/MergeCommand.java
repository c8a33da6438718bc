package io.fencedep.cli;

import io.fencedep.formats.graphfile.GraphFileWriter;
import io.fencedep.formats.load.LoadResult;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes one graph out of many. */
@Command(
        name = "merge",
        header = "Merge any number of runs, tests or machines into one graph.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Order and grouping of the inputs do not matter, and an input that is given twice counts once.",
            "",
            "Examples:",
            "  fencedep merge shard-1.json shard-2.json -o all.json",
            "  fencedep merge recordings/ --output - | fencedep check -"
        })
final class MergeCommand implements Callable<Integer> {
    @Mixin
    private InputOptions inputs;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where the graph goes, or - for standard output.")
    private String output = "";

    @Override
    public Integer call() throws IOException {
        LoadResult loaded = inputs.load();
        ReportTarget.write(output, out -> GraphFileWriter.write(loaded.graph(), out));
        InputOptions.tellSkipped(loaded);
        return ExitStatus.OK;
    }
}
