package io.fencedep.report.text;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Witness;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.SafeText;
import io.fencedep.report.StepWords;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.SortedMap;

/** One finding in depth: the report on it, the lines of the traces behind it, and what cutting one dependency would do. */
public final class TraceText {
    /** How many lines are shown before and after. */
    public static final int CONTEXT = 3;

    private final Page page;
    private final ReportData data;
    private final Phrases phrases;

    private TraceText(Page page, ReportData data) {
        this.page = page;
        this.data = data;
        this.phrases = new Phrases(data.graph());
    }

    /** Prints a finding in depth; the writer stays open. */
    public static void write(ReportData data, Finding finding, ReportOptions options, Writer out) throws IOException {
        new TraceText(new Page(out, options.colour()), data).print(finding);
    }

    private void print(Finding finding) throws IOException {
        new FindingText(page, data, phrases).print(finding);
        page.heading("In the traces");
        int number = 1;
        boolean shown = false;
        for (FindingStep step : finding.steps()) {
            Witness witness = step.witness();
            if (witness != null) {
                StepWords words = StepWords.of(step, finding, phrases);
                String mark = number + ". ";
                shown |= lines(mark + words.holder() + " " + words.held(), step.recording(), witness.heldAt());
                shown |= lines(mark + words.waiter() + " " + words.waited(), step.recording(), witness.waitedAt());
            }
            number++;
        }
        if (!shown) {
            page.line(2, "These inputs do not give their lines again: name the traces, as files, to see them.");
        }
        cut(finding);
    }

    private boolean lines(String what, String recording, Place place) throws IOException {
        SortedMap<Long, String> lines = data.excerpts().around(recording, place.line(), CONTEXT);
        if (lines.isEmpty()) {
            return false;
        }
        page.line(0, what);
        page.line(3, page.paint(Ink.FAINT, SafeText.escape(data.pathOf(recording))));
        int digits = Long.toString(lines.lastKey()).length();
        for (var line : lines.entrySet()) {
            boolean own = line.getKey() == place.line();
            String text = String.format(
                    Locale.ROOT,
                    "%s %" + digits + "d  %s",
                    own ? ">" : " ",
                    line.getKey(),
                    SafeText.escape(line.getValue()));
            page.line(3, own ? page.paint(Ink.BOLD, text) : text);
        }
        return true;
    }

    private void cut(Finding finding) throws IOException {
        for (Analysis.Cut cut : data.analysis().cuts()) {
            boolean own = finding.steps().stream()
                    .anyMatch(step -> step.from().toString().equals(cut.from())
                            && step.to().toString().equals(cut.to()));
            if (own) {
                page.blank();
                page.heading("What to cut");
                page.paragraph(
                        2,
                        cut.from() + " -> " + cut.to() + ": " + cut.broken() + " of " + cut.cycles()
                                + " cycles that hang together go through it.");
            }
        }
    }
}
