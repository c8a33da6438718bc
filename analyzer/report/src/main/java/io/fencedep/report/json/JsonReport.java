package io.fencedep.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.Witness;
import io.fencedep.report.Acceptance;
import io.fencedep.report.FindingAdvice;
import io.fencedep.report.InputSummary;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.ScenarioBuilder;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * The report for tools: {@code fencedep-report}, version 1. Notes are always in it. What does not apply to a dependency
 * (the state of what is no lock, the task of what only a contract states) is absent. Names are as traces spell them,
 * except in {@code scenario}, which is text for people.
 */
public final class JsonReport {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final ReportData data;
    private final Phrases phrases;
    private final JsonGenerator json;

    private JsonReport(ReportData data, JsonGenerator json) {
        this.data = data;
        this.phrases = new Phrases(data.graph());
        this.json = json;
    }

    /** Writes the report, finding by finding; the writer stays open. */
    public static void write(ReportData data, Writer out) throws IOException {
        JsonGenerator json = JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(printer());
        new JsonReport(data, json).write();
        json.close();
        out.write('\n');
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(indenter);
        return printer;
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("format", "fencedep-report");
        json.writeNumberField("version", 1);
        json.writeArrayFieldStart("inputs");
        for (InputSummary input : data.inputs()) {
            write(input);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("stats");
        json.writeNumberField("events", data.events());
        json.writeNumberField("tasks", data.tasks());
        json.writeNumberField("classes", data.graph().classes().size());
        json.writeNumberField("dependencies", data.graph().dependencies().size());
        json.writeNumberField("findings", data.analysis().findings().size());
        json.writeEndObject();
        json.writeArrayFieldStart("findings");
        for (Finding finding : data.analysis().findings()) {
            write(finding);
        }
        json.writeEndArray();
        cuts();
        if (!data.analysis().leftOut().isEmpty()) {
            strings("leftOut", data.analysis().leftOut());
        }
        acceptance();
        json.writeEndObject();
    }

    private void cuts() throws IOException {
        if (data.analysis().cuts().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("cuts");
        for (Analysis.Cut cut : data.analysis().cuts()) {
            json.writeStartObject();
            json.writeStringField("from", cut.from());
            json.writeStringField("to", cut.to());
            json.writeNumberField("broken", cut.broken());
            json.writeNumberField("cycles", cut.cycles());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void acceptance() throws IOException {
        if (data.acceptance().compared()) {
            json.writeArrayFieldStart("vanished");
            for (Acceptance.Vanished gone : data.acceptance().vanished()) {
                json.writeStartObject();
                json.writeStringField("id", gone.id());
                json.writeStringField("about", gone.about());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!data.acceptance().unusedSuppressions().isEmpty()) {
            strings("unusedSuppressions", data.acceptance().unusedSuppressions());
        }
    }

    private void write(InputSummary input) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", input.path());
        if (input.problem().isEmpty()) {
            json.writeStringField("format", input.format());
        }
        json.writeNumberField("events", input.events());
        json.writeNumberField("skipped", input.skippedLines());
        json.writeNumberField("anomalies", input.anomalies());
        misfits(input);
        unused(input);
        warnings(input);
        if (!input.problem().isEmpty()) {
            json.writeStringField("problem", input.problem());
        }
        json.writeEndObject();
    }

    private void misfits(InputSummary input) throws IOException {
        if (input.anomalies() == 0) {
            return;
        }
        json.writeArrayFieldStart("misfits");
        for (RecordingSummary recording : input.recordings()) {
            for (var anomaly : recording.anomalies().entrySet()) {
                json.writeStartObject();
                json.writeStringField("what", anomaly.getKey());
                json.writeNumberField("count", anomaly.getValue().count());
                if (anomaly.getValue().firstLine() > 0) {
                    json.writeNumberField("line", anomaly.getValue().firstLine());
                }
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void unused(InputSummary input) throws IOException {
        if (input.unused().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("unused");
        for (InputSummary.Unused events : input.unused()) {
            json.writeStartObject();
            json.writeStringField("what", events.what());
            json.writeNumberField("count", events.count());
            if (!events.advice().isEmpty()) {
                json.writeStringField("advice", events.advice());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void warnings(InputSummary input) throws IOException {
        List<String> all = new ArrayList<>(input.warnings());
        input.recordings().forEach(recording -> all.addAll(recording.warnings()));
        if (!all.isEmpty()) {
            strings("warnings", all);
        }
    }

    private void write(Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", finding.id());
        json.writeStringField("kind", finding.kind().text());
        json.writeStringField("severity", finding.severity().text());
        json.writeStringField("strength", finding.strength().text());
        json.writeStringField("title", finding.title());
        if (data.acceptance().compared()) {
            json.writeStringField("state", data.acceptance().knows(finding) ? "known" : "new");
        }
        strings("contracts", finding.contracts());
        json.writeArrayFieldStart("demotions");
        for (Demotion demotion : finding.demotions()) {
            json.writeStartObject();
            json.writeStringField("filter", demotion.filter());
            json.writeStringField("reason", demotion.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("dependencies");
        for (FindingStep step : finding.steps()) {
            write(step);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("scenario");
        for (List<String> row : ScenarioBuilder.of(finding, phrases).cells()) {
            json.writeStartArray();
            for (String cell : row) {
                json.writeString(cell);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeStringField("advice", FindingAdvice.of(finding));
        json.writeEndObject();
    }

    private void write(FindingStep step) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", step.from().className());
        state("fromState", step.from());
        json.writeStringField("to", step.to().className());
        json.writeStringField("evidence", step.evidence().text());
        if (step.signals() > 0) {
            json.writeObjectFieldStart("support");
            json.writeNumberField("k", step.support());
            json.writeNumberField("n", step.signals());
            json.writeEndObject();
        }
        json.writeNumberField("count", step.count());
        Witness witness = step.witness();
        if (witness != null) {
            json.writeStringField("task", witness.task());
            if (!witness.driver().isEmpty()) {
                json.writeStringField("driver", witness.driver());
            }
            place("hold", witness.heldAt(), step.recording());
            place("wait", witness.waitedAt(), step.recording());
        }
        json.writeEndObject();
    }

    private void place(String field, Place place, String recording) throws IOException {
        json.writeObjectFieldStart(field);
        String at =
                place.at().isEmpty() && !place.stack().isEmpty() ? place.stack().get(0) : place.at();
        if (!at.isEmpty()) {
            json.writeStringField("at", at);
        }
        if (place.line() > 0) {
            json.writeNumberField("line", place.line());
        }
        json.writeStringField("input", data.pathOf(recording));
        json.writeEndObject();
    }

    private void state(String field, Node node) throws IOException {
        if (node.state() != NodeState.NONE) {
            json.writeStringField(field, node.state().text());
        }
    }

    private void strings(String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
