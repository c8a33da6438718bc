package io.fencedep.report.github;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.Witness;
import io.fencedep.report.FindingAdvice;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.SafeText;
import io.fencedep.report.StepWords;
import io.fencedep.report.source.PlaceLines;
import io.fencedep.report.source.SourceLine;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The report as workflow commands of GitHub Actions, which become annotations of the files that they name. GitHub shows
 * ten of a type for each step, so only the worst ten that are new are written, and how many are left out.
 */
public final class GithubReport {
    private static final int SHOWN = 10;

    private final ReportData data;
    private final ReportOptions options;
    private final Phrases phrases;
    private final Writer out;

    private GithubReport(ReportData data, ReportOptions options, Writer out) {
        this.data = data;
        this.options = options;
        this.phrases = new Phrases(data.graph());
        this.out = out;
    }

    /** Writes the commands; the writer stays open. */
    public static void write(ReportData data, ReportOptions options, Writer out) throws IOException {
        GithubReport report = new GithubReport(data, options, out);
        report.write(Severity.ERROR, "error");
        report.write(Severity.WARNING, "warning");
        if (options.all()) {
            report.write(Severity.NOTE, "notice");
        }
    }

    private void write(Severity severity, String command) throws IOException {
        List<Finding> findings = data.analysis().findings().stream()
                .filter(finding ->
                        finding.severity() == severity && !data.acceptance().knows(finding))
                .toList();
        for (Finding finding : findings.subList(0, Math.min(SHOWN, findings.size()))) {
            write(finding, command);
        }
        if (findings.size() > SHOWN) {
            out.write("fencedep: " + Phrases.count(findings.size() - SHOWN, "more " + severity.text())
                    + " without an annotation: GitHub shows " + SHOWN + "\n");
        }
    }

    private void write(Finding finding, String command) throws IOException {
        List<String> properties = new ArrayList<>();
        place(finding).ifPresent(line -> {
            properties.add("file=" + property(line.file()));
            properties.add("line=" + line.line());
        });
        properties.add("title=" + property("fencedep " + finding.kind().text() + " " + finding.id()));
        out.write("::" + command + " " + String.join(",", properties) + "::" + data(text(finding)) + "\n");
    }

    private Optional<SourceLine> place(Finding finding) {
        for (FindingStep step : finding.steps()) {
            Witness witness = step.witness();
            Optional<SourceLine> line =
                    witness == null ? Optional.empty() : PlaceLines.source(witness.waitedAt(), options.sources());
            if (line.isPresent()) {
                return line;
            }
        }
        return Optional.empty();
    }

    private String text(Finding finding) {
        StringBuilder text = new StringBuilder(SafeText.escape(finding.title()));
        for (FindingStep step : finding.steps()) {
            StepWords words = StepWords.of(step, finding, phrases);
            String waiter = words.waiter().equals(words.holder()) ? "" : words.waiter() + " ";
            text.append('\n')
                    .append(words.holder())
                    .append(' ')
                    .append(words.holds())
                    .append(" and ")
                    .append(waiter)
                    .append(words.waits());
        }
        return text.append('\n').append(FindingAdvice.of(finding)).toString();
    }

    /** The escapes of a command's message. */
    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    /** The escapes of a command's property. */
    private static String property(String text) {
        return data(SafeText.escape(text)).replace(":", "%3A").replace(",", "%2C");
    }
}
