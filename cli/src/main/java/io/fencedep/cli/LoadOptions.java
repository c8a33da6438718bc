package io.fencedep.cli;

import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.load.LoadResult;
import java.io.IOException;
import java.util.Collections;
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

    @Option(
            names = "--redact",
            description = "Leave out paths, hosts, and the names of commands; lines of traces are not shown.")
    private boolean redact;

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
        LoadResult result = reading.reading(() -> reading.loader(jobs).load(inputs));
        List<String> passedOver = result.passedOver();
        passedOver.stream().limit(MAX_NAMED).forEach(file -> Console.remark("passed over " + file + ": no input"));
        if (passedOver.size() > MAX_NAMED) {
            Console.remark("passed over " + (passedOver.size() - MAX_NAMED) + " more files: no inputs");
        }
        for (InputException unreadable : result.unreadable()) {
            Console.say("left out " + unreadable.getMessage());
        }
        return redact ? Redacted.of(result) : result;
    }
}
