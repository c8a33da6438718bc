package io.fencedep.cli;

import io.fencedep.core.detect.Detector;
import io.fencedep.formats.InputException;
import io.fencedep.formats.InputFormat;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.convert.Converter;
import io.fencedep.formats.convert.FindingMarks;
import io.fencedep.formats.convert.OutputFormat;
import io.fencedep.formats.load.ReadProgress;
import io.fencedep.formats.perfetto.Mark;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a trace in another format. */
@Command(
        name = "convert",
        header = "Write a trace in another format.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Formats: jsonl and binary lose nothing; std keeps exclusive locks, accesses, starts and joins, and",
            "standard error counts the rest; perfetto is for timelines (ui.perfetto.dev), with findings marked.",
            "",
            "Examples:",
            "  fencedep convert ftrace.txt trace.fdt",
            "  fencedep convert trace.fdt - --output-format jsonl | grep reservation",
            "  fencedep convert trace.jsonl timeline.json"
        })
final class ConvertCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "Trace, or - for standard input.")
    private String in = "";

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "File, or - for standard output. Its end chooses the format: .jsonl, .fdt (binary), .std,"
                    + " .json (perfetto); .gz and .zst behind that compress.")
    private String out = "";

    @Option(
            names = "--output-format",
            paramLabel = "TO",
            description = "Format of OUT, whatever its name: ${COMPLETION-CANDIDATES}.")
    private @Nullable OutputFormat outputFormat;

    @Mixin
    private ReadingOptions reading;

    @Override
    public Integer call() throws IOException {
        OutputFormat target = target();
        return reading.reading(() -> {
            if (target == OutputFormat.PERFETTO && in.equals(TraceSource.STDIN)) {
                spooled(target);
            } else {
                convert(in, target);
            }
            return ExitStatus.OK;
        });
    }

    private OutputFormat target() {
        OutputFormat chosen = outputFormat;
        return chosen != null
                ? chosen
                : OutputFormat.of(out)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "'" + out + "' does not end as any format's files do; say --output-format"));
    }

    /** Findings are known after all was read: what can be read only once is kept in a file until then. */
    private void spooled(OutputFormat target) throws IOException {
        Path spool = Files.createTempFile("fencedep", ".spool");
        try {
            Files.copy(System.in, spool, StandardCopyOption.REPLACE_EXISTING);
            convert(spool.toString(), target);
        } finally {
            Files.deleteIfExists(spool);
        }
    }

    private void convert(String name, OutputFormat target) throws IOException {
        List<Mark> marks = target == OutputFormat.PERFETTO ? marks(name) : List.of();
        Converter converter = new Converter(target, reading.options(), marks, reading.rules());
        List<InputException> failures = new ArrayList<>();
        try (TraceSource source = TraceSource.open(name);
                ReadProgress.Input progress = reading.progress().begin(source)) {
            reading.progress().expect(source.size());
            TraceFormat format = format(source);
            Converter.Identity identity = () -> name.equals(TraceSource.STDIN) ? "" : TraceSource.contentIdOf(name);
            List<Converter.Result> results = new ArrayList<>();
            ReportTarget.write(out, stream -> {
                try {
                    results.add(converter.convert(source, format, identity, progress, out, stream));
                } catch (InputException e) {
                    failures.add(e);
                    throw e;
                }
            });
            results.forEach(result -> tell(result, target));
        } catch (OutputException e) {
            throw failures.isEmpty() ? e : failures.get(0);
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private List<Mark> marks(String name) throws InputException {
        return FindingMarks.of(
                Detector.analyse(reading.loader().load(List.of(name)).graph(), List.of())
                        .findings());
    }

    private TraceFormat format(TraceSource source) throws InputException {
        InputFormat forced = reading.format();
        InputFormat format = forced != null ? forced : FormatRegistry.standard().detect(source);
        if (format instanceof TraceFormat traces) {
            return traces;
        }
        throw source.error("is a graph (" + format.name() + "), which has no events to convert");
    }

    private static void tell(Converter.Result result, OutputFormat target) {
        for (ReadReport.Skipped skipped : result.report().skipped()) {
            Console.say("passed over " + skipped.count() + " lines: "
                    + skipped.reason().text() + ", first at line " + skipped.firstLine() + ": "
                    + skipped.firstProblem());
        }
        for (ReadReport.Warning warning : result.report().warnings()) {
            Console.say((warning.line() > 0 ? "line " + warning.line() + ": " : "") + warning.text());
        }
        SortedMap<String, Long> leftOut = result.leftOut();
        if (!leftOut.isEmpty()) {
            long count = leftOut.values().stream().mapToLong(Long::longValue).sum();
            Console.say("left out " + count + " events that " + target + " cannot say: "
                    + leftOut.entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey())
                            .collect(Collectors.joining(", ")));
        }
    }
}
