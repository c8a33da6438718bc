package io.fencedep.agent.analysis;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.detect.Strength;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.contractfile.ContractFiles;
import io.fencedep.formats.graphfile.GraphFileWriter;
import io.fencedep.gate.Baseline;
import io.fencedep.gate.Suppressions;
import io.fencedep.gate.Verdict;
import io.fencedep.report.AtomicOutput;
import io.fencedep.report.Excerpts;
import io.fencedep.report.InputSummary;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.output.ReportFormat;
import io.fencedep.report.text.TextReport;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what a recording has shown, in the form that the suffix of each file names. */
final class Reports {
    static final String SOURCE = "jvm";

    private final Outputs outputs;
    private final Consumer<String> say;
    private final OwnFiles own;
    /** The files that could not be written. */
    private final Set<String> unwritten = new HashSet<>();

    Reports(Outputs outputs, OwnFiles own, Consumer<String> say) {
        this.outputs = outputs;
        this.own = own;
        this.say = say;
    }

    /** What identifies the run of this process. */
    static Recording recording() {
        long pid = ProcessHandle.current().pid();
        String id = "jvm-" + pid + "-" + Long.toHexString(System.currentTimeMillis());
        return new Recording(id, program(), SOURCE, SOURCE, Set.of());
    }

    /** The program's main class or jar, as it was started. */
    private static String program() {
        String command = System.getProperty("sun.java.command", "");
        int space = command.indexOf(' ');
        String main = space < 0 ? command : command.substring(0, space);
        return main.isBlank() ? "program" : main;
    }

    /**
     * Writes all that was asked for, and says what was found.
     *
     * @return whether the findings demand that the program fails
     */
    boolean write(DependencyGraph graph) {
        Verdict verdict = verdict(graph);
        ReportData data = files(graph, verdict);
        long errors = verdict.fresh(Severity.ERROR).size();
        long others = verdict.fresh(Severity.WARNING).size() - errors;
        summary(data, errors, others);
        return outputs.fail() && errors > 0;
    }

    /** Writes the files that were asked for. */
    void writeFiles(DependencyGraph graph) {
        files(graph, verdict(graph));
    }

    /** The threads that are stuck now, as findings. */
    List<Finding> deadlocks(DependencyGraph graph) {
        return verdict(graph).analysis().findings().stream()
                .filter(finding -> finding.kind() == FindingKind.DEADLOCK && finding.strength() == Strength.OBSERVED)
                .toList();
    }

    private Verdict verdict(DependencyGraph graph) {
        Suppressions suppressions = suppressions();
        return Verdict.of(Detector.analyse(graph, contracts(), suppressions), baseline(), suppressions);
    }

    private ReportData files(DependencyGraph graph, Verdict verdict) {
        InputSummary input = new InputSummary(
                program(), SOURCE, List.copyOf(graph.recordings().values()), List.of(), List.of(), "");
        ReportData data =
                new ReportData(List.of(input), graph, verdict.analysis(), verdict.acceptance(), Excerpts.NONE);
        for (String file : outputs.reports()) {
            write(file, place -> ReportFormat.writeFile(place, data, ReportOptions.PLAIN));
        }
        String graphFile = outputs.graph();
        if (graphFile != null) {
            write(graphFile, place -> AtomicOutput.write(place, out -> GraphFileWriter.write(graph, out)));
        }
        return data;
    }

    /** The findings of a graph, each as id, severity, title and report. */
    String[][] findings(DependencyGraph graph) {
        Analysis analysis = Detector.analyse(graph, contracts(), suppressions());
        ReportData data = new ReportData(List.of(), graph, analysis);
        Phrases phrases = new Phrases(graph);
        return analysis.findings().stream()
                .map(finding -> new String[] {
                    finding.id(), finding.severity().text(), finding.title(), text(data, finding, phrases)
                })
                .toArray(String[][]::new);
    }

    private static String text(ReportData data, Finding finding, Phrases phrases) {
        StringWriter text = new StringWriter();
        try {
            TextReport.writeFinding(data, finding, phrases, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private Suppressions suppressions() {
        String file = outputs.suppressions();
        if (file != null) {
            try {
                return Suppressions.read(file).andTestRunners();
            } catch (InputException e) {
                say.accept("without suppressions: " + e.getMessage());
            }
        }
        return Suppressions.NONE.andTestRunners();
    }

    private @Nullable Baseline baseline() {
        String file = outputs.baseline();
        if (file != null) {
            try {
                return Baseline.read(file);
            } catch (InputException e) {
                say.accept("without baseline: " + e.getMessage());
            }
        }
        return null;
    }

    private List<Contract> contracts() {
        List<Contract> contracts = new ArrayList<>();
        for (String each : outputs.contracts()) {
            try {
                contracts.add(ContractFiles.load(each));
            } catch (InputException e) {
                say.accept("without contract " + each + ": " + e.getMessage());
            }
        }
        return contracts;
    }

    private void write(String file, OwnFiles.Writing writing) {
        unwritten.add(file);
        try {
            own.write(file, writing);
            unwritten.remove(file);
        } catch (NoSuchFileException e) {
            say.accept("cannot write " + file + ": there is no such folder");
        } catch (AccessDeniedException e) {
            say.accept("cannot write " + file + ": permission denied");
        } catch (IOException | InvalidPathException e) {
            say.accept("cannot write " + file + ": " + e.getMessage());
        } catch (NoClassDefFoundError e) {
            say.accept("cannot write " + file + ": this Java was built without "
                    + String.valueOf(e.getMessage()).replace('/', '.'));
        }
    }

    /**
     * Without a report file, or when none could be written, findings go to standard error; with one, a line says that there are
     * some.
     */
    private void summary(ReportData data, long errors, long warnings) {
        if (errors + warnings == 0) {
            return;
        }
        if (unwritten.containsAll(outputs.reports())) {
            try {
                Writer out = new OutputStreamWriter(outputs.err(), StandardCharsets.UTF_8);
                ReportFormat.TEXT.write(data, ReportOptions.PLAIN, out);
                out.flush();
            } catch (IOException e) {
                say.accept("cannot print the report: " + e.getMessage());
            }
        }
        String files = outputs.reports().stream()
                .filter(each -> !unwritten.contains(each))
                .map(own::place)
                .collect(Collectors.joining(", "));
        say.accept(
                number(errors, "error") + ", " + number(warnings, "warning") + (files.isEmpty() ? "" : ": " + files));
        if (outputs.fail() && errors > 0) {
            say.accept("because of fail=true this JVM ends with status 1, unless with another one than 0 anyway");
        }
    }

    private static String number(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
