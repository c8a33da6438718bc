package io.fencedep.cli;

import io.fencedep.formats.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code fencedep}. */
public final class Main {
    private static final String DEBUG = "FENCEDEP_DEBUG";

    private Main() {}

    /** Runs a command and ends the process with its exit status. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command; every failure becomes a message on standard error and an exit status. */
    static int run(String... args) {
        try {
            CommandLine line = commandLine();
            return line.execute(Settings.expand(line, args));
        } catch (InputException e) {
            Console.say(String.valueOf(e.getMessage()));
            return ExitStatus.USAGE;
        } catch (OutOfMemoryError e) {
            Console.say("out of memory: give it more with FENCEDEP_JAVA_OPTS=-Xmx8g, or with java -Xmx8g -jar");
            return ExitStatus.FAULT;
        } catch (Throwable e) {
            return fault(e, args);
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new FencedepCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Console.colour() ? Ansi.ON : Ansi.OFF));
        line.setParameterExceptionHandler(Main::usage);
        line.setExecutionExceptionHandler((e, command, parsed) -> failure(e, parsed));
        line.setUsageHelpWidth(100);
        // What stands behind the program's name is the program's.
        Objects.requireNonNull(line.getSubcommands().get("record")).setStopAtPositional(true);
        return line;
    }

    private static int usage(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        Console.say(String.valueOf(e.getMessage()));
        UnmatchedArgumentException.printSuggestions(e, err);
        Console.say("see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.USAGE;
    }

    private static int failure(Exception e, CommandLine.ParseResult parsed) {
        if (e instanceof InputException input) {
            Console.say(String.valueOf(input.getMessage()));
            return ExitStatus.INPUT;
        }
        if (e instanceof OutputException output) {
            Console.say(String.valueOf(output.getMessage()));
            return ExitStatus.USAGE;
        }
        return fault(e, parsed.originalArgs().toArray(new String[0]));
    }

    private static int fault(Throwable e, String... args) {
        StackTraceElement[] trace = e.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        Console.say("a fault of fencedep " + Version.text() + " itself: " + e + where);
        Console.say("please report it, with that line, the command (" + String.join(" ", Arrays.asList(args))
                + ") and, if you may, the input; " + DEBUG + "=1 prints the stack");
        if (!System.getenv().getOrDefault(DEBUG, "").isEmpty()) {
            e.printStackTrace();
        }
        return ExitStatus.FAULT;
    }

    /** What a command throws when its files cannot be written. */
    static OutputException unwritable(String output, IOException cause) {
        return cause instanceof OutputException known ? known : new OutputException(output, cause);
    }
}
