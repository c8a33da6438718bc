package io.fencedep.report.sarif;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.SafeText;
import io.fencedep.report.StepWords;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * The report in SARIF 2.1.0 (OASIS). A result for each finding, notes included; one thread flow for each task of it;
 * places as lines of source files relative to the source root where they are known, else as lines of the trace. The
 * fingerprint is the finding's id, so that services recognise it across edits.
 */
public final class SarifReport {
    /** What fencedep looks for, in the Common Weakness Enumeration. */
    static final String CWE = "833";

    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private final ReportData data;
    private final Phrases phrases;
    private final JsonGenerator json;
    private final SarifRules rules;
    private final SarifPlaces places;

    private SarifReport(ReportData data, ReportOptions options, JsonGenerator json) {
        this.data = data;
        this.phrases = new Phrases(data.graph());
        this.json = json;
        this.rules = new SarifRules(data.analysis().findings());
        this.places = new SarifPlaces(data, options.sources(), json);
    }

    /** Writes the report, finding by finding; the writer stays open. */
    public static void write(ReportData data, ReportOptions options, Writer out) throws IOException {
        JsonGenerator json = JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        json.setPrettyPrinter(printer);
        new SarifReport(data, options, json).write();
        json.close();
        out.write('\n');
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", SCHEMA);
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "fencedep");
        rules.write(json);
        json.writeEndObject();
        json.writeEndObject();
        SarifRules.writeTaxonomy(json);
        json.writeStringField("columnKind", "utf16CodeUnits");
        json.writeArrayFieldStart("results");
        for (Finding finding : data.analysis().findings()) {
            write(finding);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", SarifRules.id(finding));
        json.writeNumberField("ruleIndex", rules.index(finding));
        json.writeStringField("level", finding.severity().text());
        message("message", message(finding));
        places.writeLocations(finding, phrases);
        new SarifFlows(places, phrases, json).write(finding);
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField("fencedepId/v1", finding.id());
        json.writeStringField("primaryLocationLineHash", finding.id());
        json.writeEndObject();
        if (data.acceptance().compared()) {
            json.writeStringField("baselineState", data.acceptance().knows(finding) ? "unchanged" : "new");
        }
        suppressions(finding);
        properties(finding);
        json.writeEndObject();
    }

    /** What happens, in as many sentences as there are dependencies. */
    private String message(Finding finding) {
        StringBuilder text = new StringBuilder(SafeText.escape(finding.title())).append('.');
        for (var step : finding.steps()) {
            StepWords words = StepWords.of(step, finding, phrases);
            String waiter = words.waiter().equals(words.holder()) ? "" : words.waiter() + " ";
            text.append(' ')
                    .append(words.holder())
                    .append(' ')
                    .append(words.holds())
                    .append(" and ")
                    .append(waiter)
                    .append(words.waits())
                    .append('.');
        }
        finding.demotions()
                .forEach(demotion -> text.append(" Counts less: ")
                        .append(SafeText.escape(demotion.reason()))
                        .append('.'));
        return text.toString();
    }

    private void suppressions(Finding finding) throws IOException {
        List<Demotion> suppressed = finding.demotions().stream()
                .filter(demotion -> demotion.filter().equals("suppressed"))
                .toList();
        if (suppressed.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("suppressions");
        for (Demotion demotion : suppressed) {
            json.writeStartObject();
            json.writeStringField("kind", "external");
            json.writeStringField("justification", SafeText.escape(demotion.reason()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void properties(Finding finding) throws IOException {
        json.writeObjectFieldStart("properties");
        json.writeStringField("kind", finding.kind().text());
        json.writeStringField("strength", finding.strength().text());
        texts("contracts", finding.contracts());
        texts("demotions", finding.demotions().stream().map(Demotion::filter).toList());
        json.writeEndObject();
    }

    private void texts(String name, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(SafeText.escape(value));
            }
            json.writeEndArray();
        }
    }

    private void message(String name, String text) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
