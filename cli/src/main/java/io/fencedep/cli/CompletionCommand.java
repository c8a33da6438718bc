package io.fencedep.cli;

import io.fencedep.report.AtomicOutput;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes shells complete commands and options. */
@Command(
        name = "completion",
        header = "Print a script that makes bash and zsh complete commands and options.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Example:", "  source <(fencedep completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String script = AutoComplete.bash("fencedep", spec.root().commandLine());
        Console.print(AtomicOutput.text(out -> out.write(script)));
        return ExitStatus.OK;
    }
}
