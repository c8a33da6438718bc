package io.fencedep.report.html;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.report.InputSummary;
import io.fencedep.report.Markup;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.graph.Drawing;
import io.fencedep.report.svg.PictureStyle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The report as one self-contained page: findings with pictures, both stacks of each dependency and the lines of their
 * traces; the graph, to be walked; all classes, to be searched. Without scripts all findings can be read.
 */
public final class HtmlReport {
    /** How many findings are told in full; the others are in the list. */
    public static final int STORIES = 1_000;

    private final ReportData data;
    private final Writer out;
    private final Phrases phrases;

    private HtmlReport(ReportData data, Writer out) {
        this.data = data;
        this.out = out;
        this.phrases = new Phrases(data.graph());
    }

    /** Writes the page, finding by finding; the writer stays open. */
    public static void write(ReportData data, Writer out) throws IOException {
        new HtmlReport(data, out).write();
    }

    private void write() throws IOException {
        String script = resource("report.js");
        out.write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.write(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';"
                        + " script-src 'sha256-" + sha256(script) + "'; base-uri 'none'; form-action 'none'\">\n");
        out.write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.write("<title>fencedep: " + verdict() + "</title>\n");
        out.write("<style>\n" + resource("report.css") + "</style>\n" + PictureStyle.STYLE + "\n</head>\n<body>\n");
        out.write("<svg width=\"0\" height=\"0\" aria-hidden=\"true\" class=\"markers\">" + PictureStyle.MARKERS
                + "</svg>\n");
        out.write("<header><h1>" + verdict()
                + "</h1>\n<nav aria-label=\"sections\"><a href=\"#findings\">Findings</a> <a href=\"#graph\">Graph</a>"
                + " <a href=\"#classes\">Classes</a> <a href=\"#inputs\">Inputs</a></nav></header>\n<main>\n");
        findings();
        summary();
        Drawing drawing = Drawing.of(data.graph(), data.analysis());
        new HtmlGraph(data, drawing, out).write();
        inputs();
        out.write("</main>\n<script>" + script + "</script>\n</body>\n</html>\n");
    }

    private String verdict() {
        if (data.analysis().findings().isEmpty()) {
            return "Nothing found that can deadlock";
        }
        String counts = Phrases.count(data.count(Severity.ERROR), "error") + ", "
                + Phrases.count(data.count(Severity.WARNING), "warning") + ", "
                + Phrases.count(data.count(Severity.NOTE), "note");
        return data.acceptance().compared() ? counts + "; " + data.fresh() + " new" : counts;
    }

    private void findings() throws IOException {
        List<Finding> findings = data.analysis().findings();
        out.write("<section id=\"findings\"><h2>Findings</h2>\n<div id=\"filters\"></div>\n");
        HtmlFinding page = new HtmlFinding(data, phrases, out);
        int number = 0;
        for (Finding finding : findings) {
            page.write(finding, number == 0, number < STORIES);
            number++;
        }
        if (findings.isEmpty()) {
            out.write("<p>Nothing.</p>\n");
        }
        out.write("</section>\n");
    }

    private void summary() throws IOException {
        list("What to cut", data.analysis().cuts().stream().map(HtmlReport::cut).toList());
        list("Left out", data.analysis().leftOut());
        list(
                "Accepted before, found no more",
                data.acceptance().vanished().stream()
                        .map(gone -> gone.id() + "  " + gone.about())
                        .toList());
        list("Suppressions that fit nothing", data.acceptance().unusedSuppressions());
    }

    private static String cut(Analysis.Cut cut) {
        return cut.from() + " -> " + cut.to() + ": " + cut.broken() + " of " + cut.cycles()
                + " cycles break without it";
    }

    private void list(String title, List<String> texts) throws IOException {
        if (!texts.isEmpty()) {
            out.write("<section><h2>" + title + "</h2>\n<ul>\n");
            for (String text : texts) {
                out.write("<li>" + Markup.escape(text) + "</li>\n");
            }
            out.write("</ul></section>\n");
        }
    }

    private void inputs() throws IOException {
        out.write(
                "<section id=\"inputs\"><h2>Inputs</h2>\n<table><thead><tr><th>path<th>format<th>events<th>passed over"
                        + "<th>did not fit<th>problem</thead>\n<tbody>\n");
        for (InputSummary input : data.inputs()) {
            out.write("<tr><td>" + Markup.escape(input.path()) + "<td>" + Markup.escape(input.format()) + "<td>"
                    + input.events() + "<td>" + input.skippedLines() + "<td>" + input.anomalies() + "<td>"
                    + Markup.escape(input.problem()) + "\n");
        }
        out.write("</tbody></table></section>\n");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
