package io.fencedep.report.markdown;

import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.detect.Severity;
import io.fencedep.report.FindingAdvice;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.SafeText;
import io.fencedep.report.StepWords;
import io.fencedep.report.source.PlaceLines;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * The report as a summary for people in Markdown: the verdict, a table of the findings, and for the worst of them a
 * picture, the dependencies and the advice. Small enough for the summary page of a CI job.
 */
public final class MarkdownReport {
    /** How many findings get a row. */
    private static final int ROWS = 200;
    /** How many get a picture and the whole story. */
    private static final int STORIES = 20;

    private final ReportData data;
    private final ReportOptions options;
    private final Phrases phrases;
    private final Writer out;

    private MarkdownReport(ReportData data, ReportOptions options, Writer out) {
        this.data = data;
        this.options = options;
        this.phrases = new Phrases(data.graph());
        this.out = out;
    }

    /** Writes the summary; the writer stays open. */
    public static void write(ReportData data, ReportOptions options, Writer out) throws IOException {
        new MarkdownReport(data, options, out).write();
    }

    private void write() throws IOException {
        List<Finding> shown = data.analysis().findings().stream()
                .filter(finding -> options.all() || finding.severity() != Severity.NOTE)
                .toList();
        out.write("## fencedep: " + verdict() + "\n\n");
        table(shown);
        List<Finding> told = shown.stream()
                .filter(finding -> options.all() || !data.acceptance().knows(finding))
                .toList();
        for (Finding finding : told.subList(0, Math.min(STORIES, told.size()))) {
            story(finding);
        }
        if (told.size() > STORIES) {
            out.write("The story of " + Phrases.count(told.size() - STORIES, "more finding")
                    + " is in the other reports.\n\n");
        }
        bullets(
                "Accepted before, found no more",
                data.acceptance().vanished().stream()
                        .map(gone -> gone.id() + " " + gone.about())
                        .toList());
        bullets("Suppressions that fit nothing", data.acceptance().unusedSuppressions());
        out.write(String.join(
                        ", ",
                        Phrases.count(data.inputs().size(), "input"),
                        Phrases.count(data.events(), "event"),
                        Phrases.count(data.graph().classes().size(), "class"),
                        Phrases.count(data.graph().dependencies().size(), "dependency"))
                + "\n");
    }

    private String verdict() {
        if (data.analysis().findings().isEmpty()) {
            return "nothing found that can deadlock";
        }
        String counts = Phrases.count(data.count(Severity.ERROR), "error") + ", "
                + Phrases.count(data.count(Severity.WARNING), "warning") + ", "
                + Phrases.count(data.count(Severity.NOTE), "note");
        return data.acceptance().compared() ? counts + "; " + data.fresh() + " new" : counts;
    }

    private void table(List<Finding> shown) throws IOException {
        if (shown.isEmpty()) {
            return;
        }
        boolean compared = data.acceptance().compared();
        out.write("| | kind | id |" + (compared ? " state |" : "") + " classes |\n");
        out.write("| --- | --- | --- |" + (compared ? " --- |" : "") + " --- |\n");
        for (Finding finding : shown.subList(0, Math.min(ROWS, shown.size()))) {
            String state = data.acceptance().knows(finding) ? " known |" : " **new** |";
            out.write("| " + finding.severity().text() + " | " + finding.kind().text() + " | `" + finding.id() + "` |"
                    + (compared ? state : "") + " " + code(finding.title()).replace("|", "\\|") + " |\n");
        }
        out.write("\n");
        if (shown.size() > ROWS) {
            out.write("And " + Phrases.count(shown.size() - ROWS, "more finding") + ".\n\n");
        }
    }

    private void story(Finding finding) throws IOException {
        out.write("### " + finding.severity().text() + ": " + finding.kind().text() + " `" + finding.id() + "`\n\n");
        out.write(code(finding.title()) + "\n\n");
        Mermaid.write(finding, phrases, out);
        int number = 1;
        for (FindingStep step : finding.steps()) {
            step(number++, finding, step);
        }
        out.write("\n");
        for (Demotion demotion : finding.demotions()) {
            out.write(
                    "Counts less than it looks (" + text(demotion.filter()) + "): " + text(demotion.reason()) + "\n\n");
        }
        out.write("What usually fixes this: " + text(FindingAdvice.of(finding)) + "\n\n");
    }

    private void step(int number, Finding finding, FindingStep step) throws IOException {
        StepWords words = StepWords.of(step, finding, phrases);
        String waiter = words.waiter().equals(words.holder()) ? "" : words.waiter() + " ";
        out.write(number + ". " + text(words.holder() + " " + words.holds() + " and " + waiter + words.waits()));
        var witness = step.witness();
        if (witness == null) {
            out.write(" (contract)\n");
            return;
        }
        String since = PlaceLines.text(witness.heldAt());
        String at = PlaceLines.text(witness.waitedAt());
        out.write((since.isEmpty()
                        ? ""
                        : (StepWords.isSignal(step, phrases) ? ", signalled at " : ", held since ") + code(since))
                + (at.isEmpty() ? "" : ", waits at " + code(at)));
        if (witness.waitedAt().line() > 0) {
            out.write(", "
                    + code(data.pathOf(step.recording()) + ":"
                            + witness.waitedAt().line()));
        }
        out.write("; " + step.evidence().text() + "\n");
    }

    private void bullets(String title, List<String> texts) throws IOException {
        if (!texts.isEmpty()) {
            out.write("### " + title + "\n\n");
            for (String text : texts) {
                out.write("- " + code(text) + "\n");
            }
            out.write("\n");
        }
    }

    /** A name as code: fenced by more backticks than it has in a row. */
    private static String code(String name) {
        String safe = SafeText.escape(name);
        String fence = "`";
        while (safe.contains(fence)) {
            fence += "`";
        }
        boolean atEdge = safe.startsWith("`") || safe.endsWith("`");
        return atEdge ? fence + " " + safe + " " + fence : fence + safe + fence;
    }

    /** Words without any meaning in Markdown or HTML. */
    private static String text(String words) {
        StringBuilder text = new StringBuilder();
        for (char c : SafeText.escape(words).toCharArray()) {
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '\\', '`', '*', '_', '[', ']', '|', '#', '~', '!' ->
                    text.append('\\').append(c);
                case '@' -> text.append("&#64;");
                default -> text.append(c);
            }
        }
        return text.toString();
    }
}
