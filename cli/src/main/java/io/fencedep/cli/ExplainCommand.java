package io.fencedep.cli;

import io.fencedep.report.AtomicOutput;
import io.fencedep.report.explain.Explanations;
import io.fencedep.report.explain.Explanations.Topic;
import io.fencedep.report.explain.Page;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the page about a word of the reports. */
@Command(
        name = "explain",
        header = "Explain a word of the reports: what it means, an example, what usually fixes it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  fencedep explain",
            "  fencedep explain cycle",
            "  fencedep explain no-reclaim-while-signalling"
        })
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "WORD",
            arity = "0..1",
            description = "Kind of finding, rule of a contract, filter or evidence; without it, all pages are named.")
    private @Nullable String word;

    @Override
    public Integer call() throws IOException {
        String wanted = word;
        if (wanted == null) {
            Console.print(AtomicOutput.text(ExplainCommand::list));
            return ExitStatus.OK;
        }
        Optional<Page> page = Explanations.page(wanted);
        if (page.isEmpty()) {
            String meant = Explanations.nearest(wanted)
                    .map(name -> "did you mean " + name + "?")
                    .orElse("fencedep explain names all pages");
            throw new ParameterException(spec.commandLine(), "no page about '" + wanted + "'; " + meant);
        }
        Console.print(AtomicOutput.text(out -> out.write(page.get().text())));
        return ExitStatus.OK;
    }

    private static void list(Writer out) throws IOException {
        for (Topic topic : Topic.values()) {
            out.write(topic.title() + "\n");
            for (String name : topic.names()) {
                out.write("  " + name + "\n");
            }
        }
    }
}
