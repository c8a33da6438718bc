package io.fencedep.cli;

import io.fencedep.core.graph.Redaction;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.formats.load.LoadedInput;
import java.util.ArrayList;
import java.util.List;

/** What was read, without the names that its owner may not want to show. */
final class Redacted {
    private Redacted() {}

    static LoadResult of(LoadResult loaded) {
        Redaction redaction = Redaction.of(loaded.graph());
        List<LoadedInput> inputs = new ArrayList<>();
        for (LoadedInput input : loaded.inputs()) {
            inputs.add(new LoadedInput(
                    "input-" + (inputs.size() + 1),
                    input.format(),
                    input.recordings().stream().map(redaction::recording).toList(),
                    input.skipped().stream().map(Redacted::skipped).toList(),
                    input.unused(),
                    input.warnings().stream()
                            .map(warning -> new ReadReport.Warning(warning.line(), Redaction.scrub(warning.text())))
                            .toList()));
        }
        return new LoadResult(inputs, loaded.unreadable(), loaded.passedOver(), redaction.graph());
    }

    /** The text of a line that cannot be read may hold anything. */
    private static ReadReport.Skipped skipped(ReadReport.Skipped skipped) {
        return new ReadReport.Skipped(skipped.reason(), skipped.count(), skipped.firstLine(), "not shown");
    }
}
