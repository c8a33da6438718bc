package io.fencedep.cli;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.report.AtomicOutput;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.text.TextReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for findings in a thread of its own, in the newest graph that it was given, and prints each one once. Graphs that
 * come while it is at work replace one another: reading never waits for it.
 */
final class LiveFindings {
    private final List<Contract> contracts;
    private final ReportOptions options;
    private final Runnable beforePrinting;
    private final Map<String, Finding> printed = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::run, "fencedep-detector");
    private @Nullable DependencyGraph next;
    private boolean over;
    private @Nullable Throwable failure;
    private volatile String figures = "0 classes, 0 dependencies, 0 findings";

    /** @param beforePrinting called before anything is printed */
    LiveFindings(List<Contract> contracts, ReportOptions options, Runnable beforePrinting) {
        this.contracts = contracts;
        this.options = options;
        this.beforePrinting = beforePrinting;
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a graph to look into, from any thread. */
    synchronized void look(DependencyGraph graph) {
        next = graph;
        notifyAll();
    }

    /** Classes, dependencies and findings by now. */
    String figures() {
        return figures;
    }

    /** Waits until what was given is looked into, and ends. */
    void finish() throws InterruptedException {
        synchronized (this) {
            over = true;
            notifyAll();
        }
        thread.join();
        Throwable problem = failure;
        if (problem != null) {
            throw new IllegalStateException("looking for findings failed", problem);
        }
    }

    /** The worst findings that were printed, which the end of the trace may know better about. */
    Map<String, Finding> printed() {
        return printed;
    }

    /** Prints what an analysis found and nobody was told yet. */
    void print(DependencyGraph graph, Analysis analysis) throws OutputException {
        for (Finding finding : analysis.findings()) {
            boolean wanted = options.all() || finding.severity() != Severity.NOTE;
            Finding known = printed.get(finding.id());
            if (wanted && (known == null || finding.severity().compareTo(known.severity()) < 0)) {
                printed.put(finding.id(), finding);
                ReportData data = new ReportData(List.of(), graph, analysis);
                beforePrinting.run();
                Console.print(AtomicOutput.text(out -> TextReport.writeFinding(data, options, finding, out)));
            }
        }
        figures = String.format(
                Locale.ROOT,
                "%,d classes, %,d dependencies, %,d findings",
                graph.classes().size(),
                graph.dependencies().size(),
                printed.size());
    }

    private void run() {
        try {
            for (DependencyGraph graph = take(); graph != null; graph = take()) {
                print(graph, Detector.analyse(graph, contracts));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutputException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private synchronized @Nullable DependencyGraph take() throws InterruptedException {
        while (next == null && !over) {
            wait();
        }
        DependencyGraph graph = next;
        next = null;
        return graph;
    }
}
