package io.fencedep.report.junit;

import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.SafeText;
import io.fencedep.report.text.TextReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The report as JUnit XML: one suite, a case for each finding. What {@code check} would fail for is a failure; what was
 * accepted, suppressed, or is not bad enough is a skipped case with the reason; nothing found is one passing case.
 */
public final class JunitReport {
    /** Readers of such reports want a time, and a finding takes none. */
    private static final String NO_TIME = "0";

    private final ReportData data;
    private final ReportOptions options;
    private final Phrases phrases;
    private final XMLStreamWriter xml;

    private JunitReport(ReportData data, ReportOptions options, XMLStreamWriter xml) {
        this.data = data;
        this.options = options;
        this.phrases = new Phrases(data.graph());
        this.xml = xml;
    }

    /** Writes the report, finding by finding; the writer stays open. */
    public static void write(ReportData data, ReportOptions options, Writer out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            new JunitReport(data, options, xml).write();
            xml.flush();
            out.write('\n');
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException cause ? cause : new IOException(e);
        }
    }

    private void write() throws XMLStreamException, IOException {
        List<Finding> findings = data.analysis().findings();
        long failures = findings.stream().filter(this::fails).count();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "fencedep");
        xml.writeAttribute("tests", Integer.toString(Math.max(1, findings.size())));
        xml.writeAttribute("failures", Long.toString(failures));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", Long.toString(findings.size() - failures));
        xml.writeAttribute("time", NO_TIME);
        for (Finding finding : findings) {
            write(finding);
        }
        if (findings.isEmpty()) {
            begin("no deadlock found");
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void begin(String name) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "fencedep");
        xml.writeAttribute("name", name);
        xml.writeAttribute("time", NO_TIME);
    }

    private void write(Finding finding) throws XMLStreamException, IOException {
        begin(finding.kind().text() + " " + finding.id() + ": " + SafeText.escape(finding.title()));
        if (fails(finding)) {
            xml.writeStartElement("failure");
            xml.writeAttribute("type", finding.kind().text());
            xml.writeAttribute("message", SafeText.escape(finding.title()));
            StringWriter text = new StringWriter();
            TextReport.writeFinding(data, finding, phrases, text);
            xml.writeCharacters(text.toString());
        } else {
            xml.writeStartElement("skipped");
            xml.writeAttribute("message", reason(finding));
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private boolean fails(Finding finding) {
        return options.isFailure(finding, data.acceptance());
    }

    private String reason(Finding finding) {
        if (data.acceptance().knows(finding)) {
            return "known before";
        }
        List<String> reasons = finding.demotions().stream()
                .map(JunitReport::reason)
                .map(SafeText::escape)
                .toList();
        return reasons.isEmpty()
                ? "a " + finding.severity().text() + ", which does not fail here"
                : String.join("; ", reasons);
    }

    private static String reason(Demotion demotion) {
        return demotion.filter() + ": " + demotion.reason();
    }
}
