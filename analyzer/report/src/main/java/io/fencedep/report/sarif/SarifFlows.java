package io.fencedep.report.sarif;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Witness;
import io.fencedep.report.Phrases;
import io.fencedep.report.StepWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The code flow of a finding: a thread flow for each task, with what it holds and what it waits for, in that order. */
final class SarifFlows {
    private final SarifPlaces places;
    private final Phrases phrases;
    private final JsonGenerator json;

    SarifFlows(SarifPlaces places, Phrases phrases, JsonGenerator json) {
        this.places = places;
        this.phrases = phrases;
        this.json = json;
    }

    void write(Finding finding) throws IOException {
        Map<String, List<FindingStep>> byTask = new LinkedHashMap<>();
        for (FindingStep step : finding.steps()) {
            if (step.witness() != null) {
                String task = StepWords.of(step, finding, phrases).waiter();
                byTask.computeIfAbsent(task, ignored -> new ArrayList<>()).add(step);
            }
        }
        if (byTask.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("codeFlows");
        json.writeStartObject();
        json.writeArrayFieldStart("threadFlows");
        for (var task : byTask.entrySet()) {
            threadFlow(finding, task.getKey(), task.getValue());
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private void threadFlow(Finding finding, String task, List<FindingStep> steps) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", task);
        json.writeArrayFieldStart("locations");
        for (FindingStep step : steps) {
            Witness witness = java.util.Objects.requireNonNull(step.witness());
            StepWords words = StepWords.of(step, finding, phrases);
            if (StepWords.knowsHold(step)) {
                location(words.held(), () -> places.write(witness.heldAt(), step.recording(), words.held()));
            }
            location(words.waited(), () -> places.write(witness.waitedAt(), step.recording(), words.waited()));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Writes a value. */
    @FunctionalInterface
    private interface Body {
        void write() throws IOException;
    }

    private void location(String state, Body body) throws IOException {
        json.writeStartObject();
        json.writeFieldName("location");
        body.write();
        json.writeObjectFieldStart("state");
        json.writeObjectFieldStart("task");
        json.writeStringField("text", state);
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }
}
