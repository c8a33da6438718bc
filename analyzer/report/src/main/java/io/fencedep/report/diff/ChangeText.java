package io.fencedep.report.diff;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.Witness;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.SafeText;
import io.fencedep.report.source.PlaceLines;
import io.fencedep.report.text.TextReport;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** A change for people: what it introduced in full, everything else by name, then the sum of it. */
public final class ChangeText {
    private static final int MAX_LISTED = 200;

    private final Change change;
    private final ReportData after;
    private final ReportOptions options;
    private final Writer out;

    private ChangeText(Change change, ReportData after, ReportOptions options, Writer out) {
        this.change = change;
        this.after = after;
        this.options = options;
        this.out = out;
    }

    /** Prints the change; the writer stays open. */
    public static void write(Change change, ReportData after, ReportOptions options, Writer out) throws IOException {
        new ChangeText(change, after, options, out).print();
    }

    private void print() throws IOException {
        Phrases phrases = new Phrases(after.graph());
        for (Finding finding : shown(change.introduced())) {
            TextReport.writeFinding(after, finding, phrases, out);
        }
        list(
                "Introduced",
                shown(change.introduced()).stream().map(ChangeText::line).toList());
        list(
                "Fixed",
                change.fixed().stream()
                        .filter(fixed -> isShown(fixed.finding()))
                        .map(ChangeText::fixed)
                        .toList());
        list(
                "Remaining",
                shown(change.remaining()).stream().map(ChangeText::line).toList());
        list(
                "New dependencies",
                change.appeared().stream().map(ChangeText::line).toList());
        list(
                "Vanished dependencies",
                change.vanished().stream().map(ChangeText::line).toList());
        out.write(sum() + "\n");
    }

    private String sum() {
        long notes = change.introduced().stream()
                .filter(finding -> !isShown(finding))
                .count();
        String hidden = notes == 0 ? "" : " (" + Phrases.count(notes, "note") + " not shown: --all shows them)";
        return Phrases.count(change.introduced().size(), "finding") + " introduced" + hidden + ", "
                + change.fixed().size() + " fixed, " + change.remaining().size() + " remaining; "
                + Phrases.count(change.appeared().size(), "new dependency") + ", "
                + change.vanished().size() + " vanished";
    }

    private List<Finding> shown(List<Finding> findings) {
        return findings.stream().filter(this::isShown).toList();
    }

    private boolean isShown(Finding finding) {
        return options.all() || finding.severity() != Severity.NOTE;
    }

    private void list(String title, List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        out.write(title + "\n");
        for (String line : lines.subList(0, Math.min(MAX_LISTED, lines.size()))) {
            out.write("  " + line + "\n");
        }
        if (lines.size() > MAX_LISTED) {
            out.write("  and " + (lines.size() - MAX_LISTED) + " more\n");
        }
        out.write("\n");
    }

    private static String line(Finding finding) {
        return finding.id() + "  " + finding.severity().text() + "  "
                + finding.kind().text() + "  " + SafeText.escape(finding.title());
    }

    private static String fixed(Change.Fixed fixed) {
        String unseen = String.join(", ", fixed.notSeen());
        return line(fixed.finding())
                + (unseen.isEmpty() ? "" : "  (or its code did not run: no " + SafeText.escape(unseen) + ")");
    }

    private static String line(Dependency dependency) {
        Witness witness = dependency.witness();
        String at = PlaceLines.text(witness.waitedAt());
        return SafeText.escape(dependency.toString()) + "  (" + Phrases.actor(witness)
                + (at.isEmpty() ? "" : " at " + SafeText.escape(at)) + ")";
    }
}
