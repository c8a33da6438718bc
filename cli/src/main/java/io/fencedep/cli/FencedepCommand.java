package io.fencedep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program without a command. */
@Command(
        name = "fencedep",
        header = "Finds deadlocks of locks and fences in recorded traces.",
        description = "A trace needs not hang: an order of waits that could is enough.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            CheckCommand.class,
            GraphCommand.class,
            StatsCommand.class,
            ConvertCommand.class,
            WatchCommand.class,
            RecordCommand.class,
            RecordKernelCommand.class,
            ExplainCommand.class,
            DiffCommand.class,
            MergeCommand.class,
            CompletionCommand.class,
            ManCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Inputs are traces in any supported format, plain or compressed, saved graphs, folders of these,",
            "or - for standard input. Several inputs are one analysis.",
            "",
            "Example:",
            "  fencedep check trace.jsonl",
            "",
            "What is always wanted goes into .fencedep.yaml, options by command: {check: {baseline: known.txt}}"
        })
final class FencedepCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command");
    }
}
