package io.fencedep.cli;

import io.fencedep.formats.InputException;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.formats.load.LoadedInput;
import io.fencedep.report.InputSummary;
import io.fencedep.report.Phrases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What all commands that read inputs have in common. */
final class InputOptions {
    @Parameters(
            paramLabel = "INPUT",
            arity = "1..*",
            description = "Trace, saved graph, folder, or - for standard input.")
    private List<String> inputs = new ArrayList<>();

    @Mixin
    private LoadOptions reading;

    /** Reads the inputs; what was passed over is named on standard error. */
    LoadResult load() throws IOException {
        return reading.load(inputs);
    }

    /** Says of each input how much of it is not in the graph that was made of it. */
    static void tellSkipped(LoadResult loaded) {
        for (InputSummary input : summaries(loaded)) {
            if (input.skippedLines() > 0) {
                Console.remark(input.path() + ": " + Phrases.count(input.skippedLines(), "line")
                        + " passed over, and not in this graph");
            }
        }
    }

    /** What reports say of the inputs. */
    static List<InputSummary> summaries(LoadResult loaded) {
        List<InputSummary> summaries = new ArrayList<>();
        for (LoadedInput input : loaded.inputs()) {
            summaries.add(new InputSummary(
                    input.name(),
                    input.format(),
                    input.recordings(),
                    input.skipped().stream()
                            .map(skipped -> new InputSummary.Skipped(
                                    skipped.reason().text(),
                                    skipped.count(),
                                    skipped.firstLine(),
                                    skipped.firstProblem(),
                                    skipped.reason().advice()))
                            .toList(),
                    input.unused().stream()
                            .map(unused -> new InputSummary.Unused(unused.what(), unused.count(), unused.advice()))
                            .toList(),
                    input.warnings().stream()
                            .map(warning -> warning.line() > 0
                                    ? "line " + warning.line() + ": " + warning.text()
                                    : warning.text())
                            .toList(),
                    ""));
        }
        for (InputException unreadable : loaded.unreadable()) {
            summaries.add(InputSummary.unreadable(unreadable.input(), String.valueOf(unreadable.getMessage())));
        }
        return summaries;
    }
}
