package io.fencedep.cli;

import io.fencedep.core.detect.Severity;
import io.fencedep.formats.InputException;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.gate.Baseline;
import io.fencedep.gate.Suppressions;
import io.fencedep.gate.Verdict;
import io.fencedep.report.Phrases;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is known already: a baseline of accepted findings, and suppressions. */
final class GateOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Known findings, by id: they are no reason to fail, and are not printed again.")
    private @Nullable Path baseline;

    @Option(
            names = "--update-baseline",
            description = "Write what is found to the baseline, warnings included, and do not fail for it.")
    private boolean update;

    @Option(
            names = "--suppressions",
            paramLabel = "FILE",
            description = "What is not to be reported, with reasons; it becomes a note.")
    private @Nullable Path suppressions;

    /** Refuses what cannot be, before anything is read. */
    void validate() {
        if (update && baseline == null) {
            throw new ParameterException(spec.commandLine(), "--update-baseline needs --baseline FILE");
        }
    }

    Suppressions suppressions() throws InputException {
        if (suppressions == null) {
            return Suppressions.NONE;
        }
        Console.hide(suppressions.toString(), "suppressions");
        return Suppressions.read(suppressions.toString());
    }

    /** The baseline to compare with: none while it is written anew. */
    @Nullable
    Baseline known() throws InputException {
        if (baseline != null) {
            Console.hide(baseline.toString(), "the baseline");
        }
        return baseline == null || update ? null : Baseline.read(baseline.toString());
    }

    /**
     * Writes the baseline if it is to be written.
     *
     * @return whether it was, so that nothing is left to fail for
     */
    boolean accept(Verdict verdict, @Nullable Severity failOn, LoadResult loaded) throws IOException {
        Path file = baseline;
        if (!update || file == null) {
            return false;
        }
        if (!loaded.unreadable().isEmpty()) {
            throw new InputException(
                    file.toString(),
                    0,
                    null,
                    "the baseline stays as it was: "
                            + Phrases.count(loaded.unreadable().size(), "input")
                            + " could not be read, and what is in there would be dropped");
        }
        Severity least = failOn == Severity.NOTE ? Severity.NOTE : Severity.WARNING;
        Baseline accepted = Baseline.of(verdict.acceptable(least));
        try {
            accepted.write(file);
        } catch (InputException e) {
            throw e;
        } catch (IOException e) {
            throw new OutputException(file.toString(), e);
        }
        Console.remark(file + ": " + Phrases.count(accepted.entries().size(), "known finding"));
        return true;
    }
}
