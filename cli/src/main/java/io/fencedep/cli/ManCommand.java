package io.fencedep.cli;

import io.fencedep.report.AtomicOutput;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints manual pages, made of what {@code --help} says. */
@Command(
        name = "man",
        header = "Print the manual page of a command, for man to show.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Examples:",
            "  fencedep man check | man -l -",
            "  fencedep man > /usr/local/share/man/man1/fencedep.1"
        })
final class ManCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..1",
            completionCandidates = Commands.class,
            description = "Which command; without it, fencedep itself.")
    private @Nullable String command;

    /** The names of all commands. */
    static final class Commands extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Commands() {
            super(List.of(FencedepCommand.class.getAnnotation(Command.class).subcommands()).stream()
                    .map(each -> each.getAnnotation(Command.class).name())
                    .toList());
        }
    }

    @Override
    public Integer call() throws IOException {
        CommandLine root = spec.root().commandLine();
        CommandLine meant = command == null ? root : root.getSubcommands().get(command);
        if (meant == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no command '" + command + "'; there are "
                            + String.join(", ", root.getSubcommands().keySet()));
        }
        Console.print(AtomicOutput.text(out -> page(meant.getCommandSpec(), out)));
        return ExitStatus.OK;
    }

    private static void page(CommandSpec command, Writer out) throws IOException {
        Help help = new Help(command, Help.defaultColorScheme(Ansi.OFF));
        String name = command.qualifiedName("-");
        out.write(".TH " + name.toUpperCase(Locale.ROOT) + " 1 \"\" \"fencedep " + Version.text() + "\"\n");
        out.write(".SH NAME\n" + text(name) + " \\- "
                + text(String.join(" ", command.usageMessage().header())) + "\n");
        out.write(".SH SYNOPSIS\n.nf\n" + text(help.synopsis(0)) + ".fi\n");
        String[] description = command.usageMessage().description();
        if (description.length > 0) {
            out.write(".SH DESCRIPTION\n" + text(String.join("\n", description)) + "\n");
        }
        out.write(".SH OPTIONS\n");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            Text[][] rows = help.createDefaultParameterRenderer()
                    .render(parameter, help.parameterLabelRenderer(), help.colorScheme());
            entry(parameter.paramLabel(), rows, out);
        }
        for (OptionSpec option : command.options()) {
            Text[][] rows = help.createDefaultOptionRenderer()
                    .render(option, help.parameterLabelRenderer(), help.colorScheme());
            String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            entry(String.join(", ", option.names()) + label, rows, out);
        }
        if (!command.subcommands().isEmpty()) {
            out.write(".SH COMMANDS\n");
            for (CommandLine sub : command.subcommands().values()) {
                out.write(".TP\n\\fB" + text(sub.getCommandName()) + "\\fR\n"
                        + text(String.join(
                                " ", sub.getCommandSpec().usageMessage().header())) + "\n");
            }
        }
        out.write(".SH NOTES\n.nf\n"
                + text(String.join("\n", command.usageMessage().footer()).strip()) + "\n.fi\n");
    }

    /** A name and what the last column of its help says. */
    private static void entry(String label, Text[][] rows, Writer out) throws IOException {
        StringBuilder description = new StringBuilder();
        for (Text[] row : rows) {
            description.append(row[row.length - 1].plainString()).append('\n');
        }
        out.write(".TP\n\\fB" + text(label) + "\\fR\n" + text(description.toString()));
    }

    /** Text for roff: backslashes doubled, hyphens kept, no line taken for a request. */
    private static String text(String plain) {
        StringBuilder text = new StringBuilder();
        for (String line : plain.split("(?<=\n)")) {
            String safe = line.replace("\\", "\\e").replace("-", "\\-");
            text.append(safe.startsWith(".") || safe.startsWith("'") ? "\\&" : "")
                    .append(safe);
        }
        return text.toString();
    }
}
