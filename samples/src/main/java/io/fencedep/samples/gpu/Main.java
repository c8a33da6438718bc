package io.fencedep.samples.gpu;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.InputException;
import io.fencedep.formats.contractfile.ContractFiles;
import io.fencedep.formats.jsonl.JsonlWriter;
import io.fencedep.primitives.Recorder;
import io.fencedep.report.InputSummary;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.text.TextReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the programs of the simulated GPU stack, and runs them. */
@Command(
        name = "gpu",
        header = "Programs on a simulated GPU stack, each a row of the scenarios.",
        mixinStandardHelpOptions = true,
        subcommands = Main.Run.class,
        sortOptions = false)
public final class Main {
    private static final int HUNG = 4;

    private Main() {}

    public static void main(String[] args) {
        // Tasks that hang are still there: only this ends the program.
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof IOException) {
                System.err.println("cannot write: " + failure.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            throw failure;
        });
    }

    @Command(name = "list", description = "Prints the name of each program, and what goes wrong in it.")
    int list() {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        for (Program program : Catalogue.PROGRAMS) {
            out.println(program.name(false) + "  " + program.says());
            out.println(program.name(true) + "  The same, fixed.");
        }
        return 0;
    }

    /** Runs one program. */
    @Command(
            name = "run",
            description = "Runs a program and prints what was found.",
            footer = "Exit status: 0 nothing found, 1 findings, 2 wrong usage, 4 it hung.")
    static final class Run implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "A name from the list, such as 03-wait-under-reservation.bad.")
        private String name = "";

        @Option(names = "--hang", description = "Drive it to hang: start all tasks at once, and leave no memory free.")
        private boolean hang;

        @Option(names = "--trace", paramLabel = "FILE", description = "Write a trace.")
        @Nullable
        private Path trace;

        @Option(names = "--report", paramLabel = "FILE", description = "Write the report to a file.")
        @Nullable
        private Path report;

        @Option(names = "--limit", paramLabel = "MS", description = "When to give up (default: ${DEFAULT-VALUE}).")
        private long limit = 5000;

        @Override
        public Integer call() throws Exception {
            boolean fixed = name.endsWith(".ok");
            Program program = Catalogue.PROGRAMS.stream()
                    .filter(each -> each.name(fixed).equals(name))
                    .findFirst()
                    .orElse(null);
            if (program == null) {
                System.err.println("no program is called " + name + "; \"list\" prints those that there are");
                return CommandLine.ExitCode.USAGE;
            }
            Recorder.Builder builder = Recorder.builder()
                    .id(name)
                    .name(name)
                    .source(program.source())
                    .contract(contracts(program).toArray(Contract[]::new));
            if (trace != null) {
                OutputStream out = Files.newOutputStream(trace);
                builder.trace((names, instances, recording) -> new JsonlWriter(out, names, instances, recording));
            }
            Recorder recorder = builder.build();
            recorder.mark("row " + program.row() + ": " + program.says());
            Machine machine = new Machine(recorder, hang);
            program.script().declare(machine, fixed);
            Machine.Outcome outcome = machine.play(Duration.ofMillis(limit));
            int status = tell(program, recorder, outcome);
            recorder.close();
            return status;
        }

        private int tell(Program program, Recorder recorder, Machine.Outcome outcome) throws IOException {
            DependencyGraph graph = recorder.graph();
            Analysis analysis = recorder.analysis();
            String text = text(graph, analysis);
            StringBuilder page = new StringBuilder();
            page.append("Row ")
                    .append(program.row())
                    .append(": ")
                    .append(program.says())
                    .append('\n');
            if (outcome.hung()) {
                page.append("It hung: ")
                        .append(String.join(", ", outcome.stuck()))
                        .append('\n');
            } else {
                page.append("It came to its end.\n");
            }
            page.append('\n').append(text);
            if (report == null) {
                PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
                out.print(page);
                out.flush();
            } else {
                Files.writeString(report, page);
            }
            boolean clean = analysis.findings().stream().allMatch(each -> each.severity() == Severity.NOTE);
            return outcome.hung() ? HUNG : clean ? 0 : 1;
        }
    }

    /** The report for people. */
    static String text(DependencyGraph graph, Analysis analysis) {
        List<InputSummary> inputs = graph.recordings().values().stream()
                .map(each -> new InputSummary(
                        each.recording().path(), each.recording().format(), List.of(each), List.of(), List.of(), ""))
                .toList();
        StringWriter out = new StringWriter();
        try {
            TextReport.write(new ReportData(inputs, graph, analysis), ReportOptions.PLAIN, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    static List<Contract> contracts(Program program) throws InputException {
        List<Contract> contracts = new ArrayList<>();
        for (String name : program.contracts()) {
            contracts.add(ContractFiles.load(name));
        }
        return contracts;
    }
}
