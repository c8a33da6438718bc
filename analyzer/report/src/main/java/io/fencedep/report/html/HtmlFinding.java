package io.fencedep.report.html;

import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Witness;
import io.fencedep.report.FindingAdvice;
import io.fencedep.report.Markup;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ScenarioBuilder;
import io.fencedep.report.StepWords;
import io.fencedep.report.Timeline;
import io.fencedep.report.TimelineBuilder;
import io.fencedep.report.svg.LanesSvg;
import io.fencedep.report.svg.RingSvg;
import io.fencedep.report.svg.TimelineSvg;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** One finding on the page: a line to find it by, and behind it all that there is to know. */
final class HtmlFinding {
    /** Lines of traces before and after. */
    private static final int CONTEXT = 3;

    private final ReportData data;
    private final Phrases phrases;
    private final Writer out;

    HtmlFinding(ReportData data, Phrases phrases, Writer out) {
        this.data = data;
        this.phrases = phrases;
        this.out = out;
    }

    /**
     * Writes a finding.
     *
     * @param open whether it shows all from the start
     * @param whole whether it is told in full
     */
    void write(Finding finding, boolean open, boolean whole) throws IOException {
        String severity = finding.severity().text();
        String state = !data.acceptance().compared() ? "" : data.acceptance().knows(finding) ? "known" : "new";
        out.write(
                "<article class=\"finding\" data-id=\"" + Markup.escape(finding.id()) + "\" data-severity=\"" + severity
                        + "\" data-kind=\"" + finding.kind().text() + "\" data-state=\"" + state + "\" data-drivers=\""
                        + Markup.escape(drivers(finding)) + "\" data-classes=\""
                        + Markup.escape(String.join("\n", finding.classNames()).replace("\n", "  ")) + "\">\n<details"
                        + (open ? " open" : "") + "><summary><b class=\"badge " + severity + "\">" + severity + "</b> "
                        + finding.kind().text() + " <code>" + Markup.escape(finding.title()) + "</code> <small>"
                        + finding.strength().text() + ", id " + Markup.escape(finding.id())
                        + (state.isEmpty() ? "" : ", " + state) + "</small></summary>\n");
        if (whole) {
            body(finding);
        } else {
            out.write("<p>Told in full by <code>fencedep explain " + Markup.escape(finding.id())
                    + " INPUT...</code></p>\n");
        }
        out.write("</details></article>\n");
    }

    private static String drivers(Finding finding) {
        TreeSet<String> drivers = new TreeSet<>();
        for (FindingStep step : finding.steps()) {
            Witness witness = step.witness();
            if (witness != null && !witness.driver().isEmpty()) {
                drivers.add(witness.driver().replace(',', ' '));
            }
        }
        return String.join(",", drivers);
    }

    private void body(Finding finding) throws IOException {
        out.write("<table class=\"waiters\">\n");
        for (FindingStep step : finding.steps()) {
            StepWords words = StepWords.of(step, finding, phrases);
            String waiter = words.waiter().equals(words.holder()) ? "" : words.waiter() + " ";
            out.write("<tr><th>" + Markup.escape(words.holder()) + "<td>"
                    + Markup.escape(words.holds() + " and " + waiter + words.waits()) + "\n");
        }
        out.write("</table>\n");
        for (String sentence : finding.detail()) {
            out.write("<p>" + Markup.escape(sentence) + ".</p>\n");
        }
        for (Demotion demotion : finding.demotions()) {
            out.write("<p class=\"demotion\">Counts less than it looks (" + Markup.escape(demotion.filter()) + "): "
                    + Markup.escape(demotion.reason()) + ".</p>\n");
        }
        if (!finding.contracts().isEmpty()) {
            out.write("<p>Contract: " + Markup.escape(String.join(", ", finding.contracts())) + "</p>\n");
        }
        if (data.pathsOf(finding).size() > 1) {
            out.write("<p>No one input shows it; it takes these: "
                    + Markup.escape(String.join(", ", data.pathsOf(finding))) + "</p>\n");
        }
        if (!finding.steps().isEmpty()) {
            pictures(finding);
        }
        int number = 1;
        for (FindingStep step : finding.steps()) {
            step(number++, finding, step);
        }
        out.write("<h3>What usually fixes this</h3>\n<p>" + Markup.escape(FindingAdvice.of(finding)) + "</p>\n");
    }

    private void pictures(Finding finding) throws IOException {
        out.write("<figure>" + RingSvg.of(finding, phrases) + "</figure>\n");
        figure("How it goes wrong, in this order:", LanesSvg.of(ScenarioBuilder.of(finding, phrases)));
        for (Timeline timeline : TimelineBuilder.of(finding, phrases, data)) {
            figure("When it was seen, in " + timeline.path() + ":", TimelineSvg.of(timeline));
        }
    }

    private void figure(String caption, String picture) throws IOException {
        out.write("<figure class=\"lanes\"><figcaption>" + Markup.escape(caption) + "</figcaption>" + picture
                + "</figure>\n");
    }

    private void step(int number, Finding finding, FindingStep step) throws IOException {
        StepWords words = StepWords.of(step, finding, phrases);
        out.write("<section class=\"step\"><h3>" + number + ". <code>" + Markup.escape(step.from() + " -> " + step.to())
                + "</code></h3>\n");
        Witness witness = step.witness();
        if (witness == null) {
            out.write("<p>" + Markup.escape(words.holder() + " " + words.holds() + " and " + words.waits())
                    + ". Nobody was seen doing it here; evidence: contract. " + Markup.escape(step.note())
                    + "</p></section>\n");
            return;
        }
        out.write("<div class=\"sides\">\n");
        side(words.holder() + " " + words.held(), witness.heldAt(), step.recording());
        side(words.waiter() + " " + words.waited(), witness.waitedAt(), step.recording());
        out.write("</div>\n<p>Seen " + Phrases.times(step.count()) + "; evidence: "
                + step.evidence().text()
                + (step.signals() > 0 ? ", " + step.support() + " of " + step.signals() + " signals" : "") + ". "
                + Markup.escape(step.note()) + "</p></section>\n");
    }

    private void side(String what, Place place, String recording) throws IOException {
        out.write("<div><p>" + Markup.escape(what) + "</p>\n");
        if (!place.at().isEmpty() || place.line() > 0) {
            String line = place.line() > 0 ? data.pathOf(recording) + ":" + place.line() : "";
            out.write("<p class=\"place\">" + Markup.escape(place.at())
                    + (place.at().isEmpty() ? "" : " ") + "<small>" + Markup.escape(line) + "</small></p>\n");
        }
        pre("stack", place.stack());
        SortedMap<Long, String> lines = data.excerpts().around(recording, place.line(), CONTEXT);
        if (!lines.isEmpty()) {
            out.write("<details class=\"lines\"><summary>lines of the trace</summary><pre>");
            for (var line : lines.entrySet()) {
                String text = line.getKey() + "  " + Markup.escape(line.getValue());
                out.write(line.getKey() == place.line() ? "<b>" + text + "</b>\n" : text + "\n");
            }
            out.write("</pre></details>\n");
        }
        out.write("</div>\n");
    }

    private void pre(String style, List<String> lines) throws IOException {
        if (!lines.isEmpty()) {
            out.write("<pre class=\"" + style + "\">");
            for (String line : lines) {
                out.write(Markup.escape(line) + "\n");
            }
            out.write("</pre>\n");
        }
    }
}
