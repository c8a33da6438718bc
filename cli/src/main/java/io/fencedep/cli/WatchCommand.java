package io.fencedep.cli;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.live.LiveReader;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.gate.FailOn;
import io.fencedep.report.AtomicOutput;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.source.SourceRoot;
import io.fencedep.report.text.TextReport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows a trace while it is written. */
@Command(
        name = "watch",
        header = "Follow a trace while it is written, and print each finding once, when it closes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "What may still turn out otherwise (habits, stuck tasks) is in the summary, which comes when",
            "the input ends or at Ctrl-C. Lines that cannot be read are counted, as with --lenient, and lost",
            "events end every hold. A file is followed by its name, also when it is rotated or cut. A named",
            "pipe ends with its last writer, unless --reopen says that others come.",
            "",
            "Exit status: as that of check.",
            "",
            "Examples:",
            "  fencedep watch /sys/kernel/tracing/trace_pipe --contract linux-gpu",
            "  ssh lab-3 cat /sys/kernel/tracing/trace_pipe | fencedep watch",
            "  fencedep watch growing.jsonl --status-every 60"
        })
final class WatchCommand implements Callable<Integer> {
    private static final long TERMINAL_MILLIS = 500;
    private static final long SUMMARY_SECONDS = 60;

    @Parameters(
            paramLabel = "INPUT",
            arity = "0..1",
            defaultValue = "-",
            description = "Growing file, pipe, trace_pipe, or - for standard input (default: ${DEFAULT-VALUE}).")
    private String input = "-";

    @Mixin
    private ReadingOptions reading;

    @Mixin
    private ContractOption contracts;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Fail on findings this bad or worse: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private FailOn failOn = FailOn.ERROR;

    @Option(names = "--all", description = "Print notes too.")
    private boolean all;

    @Option(
            names = "--status-every",
            paramLabel = "SECONDS",
            description = "A status line this often where standard error is no terminal; without it there is none.")
    private int statusSeconds;

    @Option(
            names = "--reopen",
            description =
                    "When the last writer of a named pipe has gone, wait for the next one; each is an input of its"
                            + " own.")
    private boolean reopen;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile int status = ExitStatus.FAULT;
    /** Why there is no summary. */
    private volatile @Nullable String problem;

    private @Nullable ProgressLine line;

    @Override
    public Integer call() throws IOException {
        List<Contract> promised = contracts.load();
        ReportOptions options = new ReportOptions(Console.colour(), all, failOn.severity(), SourceRoot.UNKNOWN);
        LiveFindings findings = new LiveFindings(promised, options, this::wipe);
        LiveReader reader = new LiveReader(input, reading.format(), reading.loadRules(), findings::look, reopen);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(reader), "fencedep-interrupted"));
        try {
            line = status(reader, findings);
            status = watch(reader, findings, promised, options);
            return status;
        } catch (IOException e) {
            status = ExitStatus.INPUT;
            problem = e.getMessage();
            throw e;
        } finally {
            wipe();
            over.countDown();
        }
    }

    private int watch(LiveReader reader, LiveFindings findings, List<Contract> promised, ReportOptions options)
            throws IOException {
        DependencyGraph graph = reader.run();
        try {
            findings.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        Analysis analysis = Detector.analyse(graph, promised);
        endStatus();
        findings.print(graph, analysis);
        LoadResult loaded = new LoadResult(reader.inputs(), List.of(), List.of(), graph);
        ReportData data = new ReportData(InputOptions.summaries(loaded), graph, analysis);
        Console.print(AtomicOutput.text(out -> TextReport.writeSummary(data, options, out)));
        reading.tellUnmatched();
        return fails(findings, analysis) ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    private boolean fails(LiveFindings findings, Analysis analysis) {
        Severity least = failOn.severity();
        return least != null
                && (analysis.findings().stream().anyMatch(finding -> isBad(finding, least))
                        || findings.printed().values().stream().anyMatch(finding -> isBad(finding, least)));
    }

    private static boolean isBad(Finding finding, Severity least) {
        return finding.severity().atLeast(least);
    }

    private @Nullable ProgressLine status(LiveReader reader, LiveFindings findings) {
        boolean terminal = Console.errorIsTerminal();
        if (!reading.showsProgress() || !terminal && statusSeconds <= 0) {
            return null;
        }
        Supplier<String> text = new StatusText(reader::events, findings::figures);
        long period = terminal ? TERMINAL_MILLIS : TimeUnit.SECONDS.toMillis(statusSeconds);
        ProgressLine shown = new ProgressLine(text, System.err, terminal, period);
        shown.start();
        return shown;
    }

    private void wipe() {
        ProgressLine shown = line;
        if (shown != null) {
            shown.wipe();
        }
    }

    private void endStatus() {
        ProgressLine shown = line;
        if (shown != null) {
            shown.close();
        }
    }

    /** Ctrl-C: the summary comes all the same, and then the process ends with the status that it deserves. */
    private void interrupted(LiveReader reader) {
        if (over.getCount() == 0) {
            return;
        }
        reader.stop();
        try {
            if (over.await(SUMMARY_SECONDS, TimeUnit.SECONDS)) {
                if (problem != null) {
                    System.err.println("fencedep: " + problem);
                }
                System.err.flush();
                Runtime.getRuntime().halt(status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
