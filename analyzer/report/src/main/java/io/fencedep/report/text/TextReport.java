package io.fencedep.report.text;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import java.io.IOException;
import java.io.Writer;

/** The report for people: each finding so that its bug can be understood from it alone, then a summary. */
public final class TextReport {
    private TextReport() {}

    /** Prints the report; the writer stays open. */
    public static void write(ReportData data, ReportOptions options, Writer out) throws IOException {
        Page page = new Page(out, options.colour());
        FindingText findings = new FindingText(page, data, new Phrases(data.graph()));
        for (Finding finding : data.analysis().findings()) {
            if (isShown(finding, data, options)) {
                findings.print(finding);
            }
        }
        new SummaryText(page, data, options).print();
    }

    /** Prints one finding; the writer stays open. */
    public static void writeFinding(ReportData data, ReportOptions options, Finding finding, Writer out)
            throws IOException {
        new FindingText(new Page(out, options.colour()), data, new Phrases(data.graph())).print(finding);
    }

    /** Prints one finding, without colour; the writer stays open. */
    public static void writeFinding(ReportData data, Finding finding, Phrases phrases, Writer out) throws IOException {
        new FindingText(new Page(out, false), data, phrases).print(finding);
    }

    /** Prints the end of a report, for findings that were printed before; the writer stays open. */
    public static void writeSummary(ReportData data, ReportOptions options, Writer out) throws IOException {
        new SummaryText(new Page(out, options.colour()), data, options).print();
    }

    private static boolean isShown(Finding finding, ReportData data, ReportOptions options) {
        return options.all()
                || finding.severity() != Severity.NOTE && !data.acceptance().knows(finding);
    }
}
