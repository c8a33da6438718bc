package io.fencedep.cli;

import io.fencedep.cli.kernel.Recipe;
import io.fencedep.cli.kernel.Tracefs;
import io.fencedep.formats.InputException;
import io.fencedep.report.AtomicOutput;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says how to record the running kernel. */
@Command(
        name = "record-kernel",
        header = "Print the commands that record the running kernel, and what it cannot tell.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Nothing is changed and nothing is run: look at the commands, then give them to a root shell.",
            "",
            "Examples:",
            "  fencedep record-kernel --print",
            "  fencedep record-kernel --print --tracefs /mnt/target/sys/kernel/tracing"
        })
final class RecordKernelCommand implements Callable<Integer> {
    /** Asked for, so that a later version may do what this one prints. */
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--print", required = true, description = "Print the commands.")
    private boolean print;

    @Option(
            names = "--tracefs",
            paramLabel = "FOLDER",
            description = "Where tracefs is mounted, or a copy of it (default: ${DEFAULT-VALUE}).")
    private Path tracefs = Path.of("/sys/kernel/tracing");

    @Option(
            names = "--arch",
            paramLabel = "ARCH",
            defaultValue = "${sys:os.arch}",
            description = "The kernel's architecture: amd64 or aarch64; without it, that of this machine.")
    private String architecture = "";

    @Override
    public Integer call() throws IOException {
        Tracefs found;
        try {
            found = new Tracefs(tracefs);
        } catch (NoSuchFileException e) {
            throw new InputException(
                    tracefs.toString(),
                    0,
                    null,
                    "is no tracefs (mount -t tracefs nodev " + tracefs + "), or not for you");
        } catch (IOException e) {
            throw new InputException(tracefs.toString(), 0, null, "cannot be read: " + e.getMessage());
        }
        String commands = String.join("\n", new Recipe(found, architecture).lines()) + "\n";
        Console.print(AtomicOutput.text(out -> out.append(commands)));
        return ExitStatus.OK;
    }
}
