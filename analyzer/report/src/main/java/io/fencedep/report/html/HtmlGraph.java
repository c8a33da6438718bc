package io.fencedep.report.html;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.report.Markup;
import io.fencedep.report.ReportData;
import io.fencedep.report.SafeText;
import io.fencedep.report.graph.Drawing;
import io.fencedep.report.graph.Drawing.Box;
import io.fencedep.report.graph.Drawing.Edge;
import io.fencedep.report.graph.Selection;
import io.fencedep.report.svg.GraphSvg;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graph on the page: a picture where it is small enough for one, the classes as a list, and all of it as data for the
 * page's script, which shows parts and lets readers walk on from them.
 */
final class HtmlGraph {
    /** Larger pictures help nobody. */
    private static final int PICTURE = 80;

    private final ReportData data;
    private final Drawing drawing;
    private final Writer out;
    private final Map<String, Integer> numbers = new HashMap<>();

    HtmlGraph(ReportData data, Drawing drawing, Writer out) {
        this.data = data;
        this.drawing = drawing;
        this.out = out;
        drawing.boxes().forEach(box -> numbers.put(box.name(), numbers.size()));
    }

    void write() throws IOException {
        out.write("<section id=\"graph\"><h2>Graph</h2>\n<div id=\"explorer\"></div>\n");
        picture();
        out.write(
                "</section>\n<section id=\"classes\"><h2>Classes</h2>\n<div id=\"search\"></div>\n<ul id=\"names\">\n");
        int[] in = new int[numbers.size()];
        int[] away = new int[numbers.size()];
        for (Edge edge : drawing.edges()) {
            away[number(edge.from().className())]++;
            in[number(edge.to().className())]++;
        }
        for (int i = 0; i < drawing.boxes().size(); i++) {
            Box box = drawing.boxes().get(i);
            out.write("<li data-n=\"" + i + "\"><code>" + Markup.escape(box.name()) + "</code> <small>"
                    + Markup.escape(box.kind()) + ", waits for " + away[i] + ", waited for under " + in[i]
                    + "</small></li>\n");
        }
        out.write("</ul></section>\n<script type=\"application/json\" id=\"data\">");
        // In the strings of a document "<" is no other than its escape; outside of strings there is none.
        out.write(json().replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"));
        out.write("</script>\n");
    }

    private void picture() throws IOException {
        Drawing shown = drawing;
        String what = "All of it";
        if (drawing.boxes().size() > PICTURE) {
            Set<String> names = new HashSet<>();
            data.analysis().findings().forEach(finding -> names.addAll(finding.classNames()));
            shown = drawing.only(names);
            what = "The classes of findings";
        }
        if (shown.boxes().isEmpty() || shown.boxes().size() > PICTURE) {
            out.write("<p class=\"plain\">Too large for one picture: search below, or write a part of it with"
                    + " <code>fencedep graph INPUT... --around CLASS --output part.svg</code>.</p>\n");
            return;
        }
        out.write("<details class=\"plain\"><summary>" + what + "</summary><figure>");
        GraphSvg.write(shown, out);
        out.write("</figure></details>\n");
    }

    private int number(String name) {
        return numbers.getOrDefault(name, 0);
    }

    private String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("classes");
            for (Box box : drawing.boxes()) {
                json.writeStartArray();
                json.writeString(SafeText.escape(box.name()));
                json.writeString(box.kind());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("edges");
            for (Edge edge : drawing.edges()) {
                Severity severity = edge.severity();
                json.writeStartArray();
                json.writeNumber(number(edge.from().className()));
                json.writeNumber(number(edge.to().className()));
                json.writeString(SafeText.escape(edge.from() + " -> " + edge.to() + ": " + edge.label()));
                json.writeString(severity == null ? "" : severity.text());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("findings");
            for (Finding finding : data.analysis().findings()) {
                json.writeFieldName(SafeText.escape(finding.id()));
                numbers(json, finding.classNames());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("components");
            for (Set<String> component : components()) {
                numbers(json, component);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private void numbers(JsonGenerator json, Set<String> names) throws IOException {
        json.writeStartArray();
        for (String name : names) {
            json.writeNumber(number(name));
        }
        json.writeEndArray();
    }

    /** The components that findings lie in, each once. */
    private List<Set<String>> components() {
        Map<String, Set<String>> all =
                Selection.in(data.graph(), data.analysis().findings()).components();
        List<Set<String>> components = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Finding finding : data.analysis().findings()) {
            for (String name : finding.classNames()) {
                Set<String> component = all.get(name);
                if (component != null && !known.contains(name)) {
                    known.addAll(component);
                    components.add(component);
                }
            }
        }
        return components;
    }
}
