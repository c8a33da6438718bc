package io.fencedep.cli;

import io.fencedep.core.detect.Finding;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.formats.load.LoadedInput;
import io.fencedep.formats.load.TraceLines;
import io.fencedep.formats.load.TraceTimes;
import io.fencedep.report.Excerpts;
import io.fencedep.report.Phrases;
import io.fencedep.report.text.TraceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How inputs are read, whichever these are. */
final class LoadOptions {
    /** How many files that are no inputs are named. */
    private static final int MAX_NAMED = 20;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--jobs", paramLabel = "N", description = "Inputs read at the same time; one for each processor.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Mixin
    @SuppressWarnings("UnusedVariable") // An option by itself, as methods of one class come in no certain order.
    private final RedactOption redact = new RedactOption();

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing but what was asked for, and what went wrong.")
    void beQuiet(boolean wanted) {
        Console.setQuiet(wanted);
    }

    /** Reads the inputs; what was passed over is named on standard error. */
    LoadResult load(List<String> inputs) throws IOException {
        if (Collections.frequency(inputs, TraceSource.STDIN) > 1) {
            throw new ParameterException(spec.commandLine(), "standard input can be read only once");
        }
        if (jobs < 1) {
            throw new ParameterException(spec.commandLine(), "--jobs must be at least 1");
        }
        for (int i = 0; i < inputs.size(); i++) {
            Console.hide(inputs.get(i), "input-" + (i + 1));
        }
        LoadResult result = sorted(reading.reading(() -> reading.loader(jobs).load(inputs)));
        tellPassedOver(result.passedOver());
        for (InputException unreadable : result.unreadable()) {
            Console.say("left out " + Redacted.message(unreadable));
        }
        return Console.isRedacted() ? Redacted.of(result) : result;
    }

    /** The order in which inputs are named changes nothing, not even in reports. */
    private static LoadResult sorted(LoadResult loaded) {
        List<LoadedInput> inputs = new ArrayList<>(loaded.inputs());
        inputs.sort(Comparator.comparing(LoadedInput::name));
        return new LoadResult(inputs, loaded.unreadable(), loaded.passedOver(), loaded.graph());
    }

    private static void tellPassedOver(List<String> files) {
        int named = Console.isRedacted() ? 0 : MAX_NAMED;
        files.stream().limit(named).forEach(file -> Console.remark("passed over " + file + ": no input"));
        if (files.size() > named) {
            Console.remark("passed over " + Phrases.count(files.size() - named, named == 0 ? "file" : "more file")
                    + " that " + (files.size() - named == 1 ? "is no input" : "are no inputs"));
        }
    }

    /** What the traces themselves tell of findings; nothing, where nothing may be shown. */
    static Excerpts excerpts(LoadResult loaded, Collection<Finding> findings) {
        return Console.isRedacted()
                ? Excerpts.NONE
                : new Excerpts(
                        TraceLines.read(loaded.inputs(), Excerpts.wanted(findings, TraceText.CONTEXT)),
                        TraceTimes.read(loaded.inputs(), Excerpts.moments(findings)));
    }
}
