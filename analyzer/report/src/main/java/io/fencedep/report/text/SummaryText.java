package io.fencedep.report.text;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Severity;
import io.fencedep.report.Acceptance;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.SafeText;
import java.io.IOException;
import java.util.List;

/** The end of a text report: the verdict in numbers, what to cut, and what the analysis did not see. */
final class SummaryText {
    private final Page page;
    private final ReportData data;
    private final ReportOptions options;

    SummaryText(Page page, ReportData data, ReportOptions options) {
        this.page = page;
        this.data = data;
        this.options = options;
    }

    void print() throws IOException {
        verdict();
        numbers();
        acceptance();
        cuts();
        leftOut();
        new InputNotes(page, data).print();
    }

    private void verdict() throws IOException {
        long errors = data.count(Severity.ERROR);
        long warnings = data.count(Severity.WARNING);
        long notes = data.count(Severity.NOTE);
        if (errors + warnings + notes == 0) {
            page.line(0, page.paint(Ink.BOLD, "Nothing found that can deadlock."));
            return;
        }
        String shown =
                Phrases.count(notes, "note") + (notes == 0 || options.all() ? "" : " (not shown: --all shows them)");
        String verdict = Phrases.count(errors, "error") + ", " + Phrases.count(warnings, "warning") + ", " + shown;
        Ink ink = errors > 0 ? Ink.ERROR : warnings > 0 ? Ink.WARNING : Ink.BOLD;
        page.line(0, page.paint(ink, verdict + news(errors + warnings)));
    }

    private String news(long all) {
        long fresh = data.fresh();
        if (!data.acceptance().compared() || all == 0) {
            return "";
        }
        String hidden = fresh == all || options.all() ? "" : " (known ones are not shown: --all shows them)";
        return "; " + (fresh == 0 ? "none of them new" : Phrases.number(fresh) + " new") + hidden;
    }

    private void acceptance() throws IOException {
        Acceptance acceptance = data.acceptance();
        page.section(
                "In the baseline, but found no more",
                acceptance.vanished().stream()
                        .map(gone -> (gone.id() + "  " + gone.about()).stripTrailing())
                        .toList());
        page.section("Suppressions that fit nothing", acceptance.unusedSuppressions());
    }

    private void numbers() throws IOException {
        page.line(
                0,
                String.join(
                        ", ",
                        Phrases.count(data.inputs().size(), "input"),
                        Phrases.count(data.events(), "event"),
                        Phrases.count(data.tasks(), "task"),
                        Phrases.count(data.graph().classes().size(), "class"),
                        Phrases.count(data.graph().dependencies().size(), "dependency")));
    }

    private void cuts() throws IOException {
        List<Analysis.Cut> cuts = data.analysis().cuts();
        if (cuts.isEmpty()) {
            return;
        }
        page.blank();
        page.heading("What to cut");
        for (Analysis.Cut cut : cuts) {
            String dependency = SafeText.escape(cut.from()) + " -> " + SafeText.escape(cut.to());
            String share = cut.cycles() == 1
                    ? "the only cycle goes through it"
                    : "cutting it breaks " + Phrases.number(cut.broken()) + " of the " + Phrases.number(cut.cycles())
                            + " cycles found here";
            page.line(2, dependency + ": " + share);
        }
        page.line(2, "To try it: fencedep check INPUT... --without 'A -> B'");
    }

    private void leftOut() throws IOException {
        page.section("Left out", data.analysis().leftOut());
    }
}
