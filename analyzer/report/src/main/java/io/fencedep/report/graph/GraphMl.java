package io.fencedep.report.graph;

import io.fencedep.core.detect.Severity;
import io.fencedep.report.SafeText;
import io.fencedep.report.graph.Drawing.Box;
import io.fencedep.report.graph.Drawing.Edge;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A drawing in GraphML, for yEd, Gephi, NetworkX and their like. */
public final class GraphMl {
    private static final String NAMESPACE = "http://graphml.graphdrawing.org/xmlns";

    private final XMLStreamWriter xml;

    private GraphMl(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Writes the graph; the writer stays open. */
    public static void write(Drawing drawing, Writer out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            new GraphMl(xml).write(drawing);
            xml.flush();
            out.write('\n');
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException cause ? cause : new IOException(e);
        }
    }

    private void write(Drawing drawing) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("graphml");
        xml.writeDefaultNamespace(NAMESPACE);
        for (String key : new String[] {"name", "kind"}) {
            key(key, "node", "string");
        }
        for (String key : new String[] {"fromState", "toState", "evidence", "wait", "severity"}) {
            key(key, "edge", "string");
        }
        key("count", "edge", "long");
        line(1);
        xml.writeStartElement("graph");
        xml.writeAttribute("id", "fencedep");
        xml.writeAttribute("edgedefault", "directed");
        Map<String, String> ids = new HashMap<>();
        for (Box box : drawing.boxes()) {
            ids.put(box.name(), "n" + ids.size());
            line(2);
            xml.writeStartElement("node");
            xml.writeAttribute("id", ids.get(box.name()));
            data("name", box.name());
            data("kind", box.kind());
            xml.writeEndElement();
        }
        for (Edge edge : drawing.edges()) {
            line(2);
            xml.writeStartElement("edge");
            xml.writeAttribute("source", String.valueOf(ids.get(edge.from().className())));
            xml.writeAttribute("target", String.valueOf(ids.get(edge.to().className())));
            data("fromState", edge.from().state().text());
            data("toState", edge.to().state().text());
            data("evidence", edge.evidence().text());
            data("wait", edge.waitKind().text());
            Severity severity = edge.severity();
            data("severity", severity == null ? "" : severity.text());
            data("count", Long.toString(edge.count()));
            xml.writeEndElement();
        }
        line(1);
        xml.writeEndElement();
        line(0);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void key(String name, String of, String type) throws XMLStreamException {
        line(1);
        xml.writeEmptyElement("key");
        xml.writeAttribute("id", name);
        xml.writeAttribute("for", of);
        xml.writeAttribute("attr.name", name);
        xml.writeAttribute("attr.type", type);
    }

    private void data(String key, String value) throws XMLStreamException {
        if (!value.isEmpty()) {
            xml.writeStartElement("data");
            xml.writeAttribute("key", key);
            xml.writeCharacters(SafeText.escape(value));
            xml.writeEndElement();
        }
    }

    private void line(int indent) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(indent));
    }
}
