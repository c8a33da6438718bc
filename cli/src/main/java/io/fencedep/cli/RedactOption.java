package io.fencedep.cli;

import picocli.CommandLine.Option;

/** Whether paths, hosts and names of commands are left out of all that is printed. */
final class RedactOption {
    @Option(
            names = "--redact",
            description = "Leave out paths, hosts, and the names of commands; lines of traces are not shown.")
    void redact(boolean wanted) {
        Console.setRedacted(wanted);
    }
}
