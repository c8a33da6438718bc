package io.fencedep.cli;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.report.Acceptance;
import io.fencedep.report.AtomicOutput;
import io.fencedep.report.Excerpts;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.explain.Explanations;
import io.fencedep.report.explain.Explanations.Topic;
import io.fencedep.report.explain.Page;
import io.fencedep.report.text.TraceText;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the page about a word of the reports. */
@Command(
        name = "explain",
        header = "Explain a word of the reports, or a finding of an input with the trace lines behind it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  fencedep explain",
            "  fencedep explain cycle",
            "  fencedep explain no-reclaim-while-signalling",
            "  fencedep explain 3bf092eecae8 trace.jsonl"
        })
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "WORD|ID",
            arity = "0..1",
            completionCandidates = Words.class,
            description =
                    "Kind of finding, rule of a contract, filter or evidence; with inputs also the id of a finding,"
                            + " or how it begins. Without it, all pages are named.")
    private @Nullable String word;

    @Parameters(
            index = "1..*",
            paramLabel = "INPUT",
            arity = "0..*",
            description = "Trace, saved graph or folder whose findings are meant.")
    private List<String> inputs = new ArrayList<>();

    @Mixin
    private LoadOptions reading;

    @Mixin
    private ContractOption contracts;

    /** All words that there is a page about. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Words() {
            super(Explanations.names());
        }
    }

    @Override
    public Integer call() throws IOException {
        String wanted = word;
        if (wanted == null) {
            Console.print(AtomicOutput.text(ExplainCommand::list));
            return ExitStatus.OK;
        }
        if (!inputs.isEmpty()) {
            return findings(wanted);
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

    private int findings(String wanted) throws IOException {
        List<Contract> promised = contracts.load();
        LoadResult loaded = reading.load(inputs);
        Analysis analysis = Detector.analyse(loaded.graph(), promised);
        List<Finding> meant = analysis.findings().stream()
                .filter(finding -> finding.id().startsWith(wanted)
                        || finding.kind().text().equals(wanted)
                        || finding.rule().equals(wanted))
                .toList();
        if (meant.isEmpty()) {
            throw new ParameterException(spec.commandLine(), Meant.noFinding(wanted, analysis));
        }
        Excerpts excerpts = LoadOptions.excerpts(loaded, meant);
        ReportData data =
                new ReportData(InputOptions.summaries(loaded), loaded.graph(), analysis, Acceptance.NONE, excerpts);
        ReportOptions options = ReportOptions.PLAIN.withColour(Console.colour());
        Console.print(AtomicOutput.text(out -> {
            for (Finding finding : meant) {
                TraceText.write(data, finding, options, out);
            }
        }));
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
