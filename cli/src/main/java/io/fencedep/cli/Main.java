package io.fencedep.cli;

import io.fencedep.formats.InputException;
import io.fencedep.formats.convert.OutputFormat;
import io.fencedep.gate.FailOn;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
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
        word(line, FailOn.class);
        word(line, GraphCommand.Format.class);
        word(line, OutputFormat.class);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Console.colour() ? Ansi.ON : Ansi.OFF));
        line.setParameterExceptionHandler(Main::usage);
        line.setExecutionExceptionHandler((e, command, parsed) -> failure(e, parsed));
        line.setUsageHelpWidth(100);
        // What stands behind the program's name is the program's.
        Objects.requireNonNull(line.getSubcommands().get("record")).setStopAtPositional(true);
        return line;
    }

    /** Values that are one of a few words, in whatever case; what is none of them is answered in the words of the help. */
    private static <E extends Enum<E>> void word(CommandLine line, Class<E> type) {
        line.registerConverter(type, value -> {
            List<String> words = new ArrayList<>();
            for (E each : type.getEnumConstants()) {
                if (each.toString().equalsIgnoreCase(value)) {
                    return each;
                }
                words.add(each.toString());
            }
            throw new TypeConversionException("'" + value + "' is none of " + String.join(", ", words));
        });
    }

    /** Options that look like the one that there is not. */
    private static String meantOption(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched) || !unmatched.isUnknownOption()) {
            return "";
        }
        Set<String> known = e.getCommandLine().getCommandSpec().optionsMap().keySet();
        return Meant.oneOf(unmatched.getUnmatched().get(0).split("=", 2)[0], known);
    }

    private static int usage(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        String meant = meantOption(e);
        Console.say(e.getMessage() + meant);
        if (meant.isEmpty()) {
            UnmatchedArgumentException.printSuggestions(e, err);
        }
        Console.say("see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.USAGE;
    }

    private static int failure(Exception e, CommandLine.ParseResult parsed) {
        if (e instanceof InputException input) {
            Console.say(Redacted.message(input));
            return ExitStatus.INPUT;
        }
        if (e instanceof OutputException output) {
            Console.hide(output.output(), "the output");
            Console.say(String.valueOf(output.getMessage()));
            return ExitStatus.USAGE;
        }
        return fault(e, parsed.originalArgs().toArray(new String[0]));
    }

    private static int fault(Throwable e, String... args) {
        StackTraceElement[] trace = e.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        boolean redacted = Console.isRedacted();
        Console.say("a fault of fencedep " + Version.text() + " itself: "
                + (redacted ? e.getClass().getName() : e) + where);
        Console.say("please report it, with that line, the command ("
                + (redacted ? "not shown" : String.join(" ", Arrays.asList(args)))
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
