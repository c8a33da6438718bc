package io.fencedep.cli;

import io.fencedep.core.graph.Redaction;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.formats.load.LoadedInput;
import io.fencedep.report.Acceptance;
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
        List<InputException> unreadable = loaded.unreadable().stream()
                .map(problem -> new InputException(
                        "an input",
                        problem.line(),
                        null,
                        Console.shown(Hidden.unquoted(problem.problem(), problem.field()))))
                .toList();
        return new LoadResult(inputs, unreadable, List.of(), redaction.graph());
    }

    /** What an input's problem is, in as many words as may be shown. */
    static String message(InputException problem) {
        String message = String.valueOf(problem.getMessage());
        if (!Console.isRedacted()) {
            return message;
        }
        Console.hide(problem.input(), "an input");
        return problem.line() > 0 ? Hidden.unquoted(message, problem.field()) : message;
    }

    /** What was known of findings, in as many words as may be shown. */
    static Acceptance acceptance(Acceptance whole) {
        return new Acceptance(
                whole.compared(),
                whole.known(),
                whole.vanished().stream()
                        .map(gone -> new Acceptance.Vanished(gone.id(), Console.shown(gone.about())))
                        .toList(),
                whole.unusedSuppressions().stream().map(Console::shown).toList());
    }

    /** The text of a line that cannot be read may hold anything. */
    private static ReadReport.Skipped skipped(ReadReport.Skipped skipped) {
        return new ReadReport.Skipped(skipped.reason(), skipped.count(), skipped.firstLine(), "not shown");
    }
}
