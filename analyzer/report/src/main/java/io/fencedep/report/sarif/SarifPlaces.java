package io.fencedep.report.sarif;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Witness;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.SafeText;
import io.fencedep.report.StepWords;
import io.fencedep.report.source.PlaceLines;
import io.fencedep.report.source.SourceLine;
import io.fencedep.report.source.SourceRoot;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Places as SARIF locations: a line of a source file, or else of the trace. */
final class SarifPlaces {
    private final ReportData data;
    private final SourceRoot sources;
    private final JsonGenerator json;

    SarifPlaces(ReportData data, SourceRoot sources, JsonGenerator json) {
        this.data = data;
        this.sources = sources;
        this.json = json;
    }

    /** The place of the first wait as the finding's own, every other place as a related one. */
    void writeLocations(Finding finding, Phrases phrases) throws IOException {
        json.writeArrayFieldStart("locations");
        for (FindingStep step : finding.steps()) {
            Witness witness = step.witness();
            if (witness != null) {
                write(
                        witness.waitedAt(),
                        step.recording(),
                        StepWords.of(step, finding, phrases).waits());
                break;
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("relatedLocations");
        boolean first = true;
        for (FindingStep step : finding.steps()) {
            Witness witness = step.witness();
            if (witness == null) {
                continue;
            }
            StepWords words = StepWords.of(step, finding, phrases);
            if (StepWords.knowsHold(step)) {
                write(witness.heldAt(), step.recording(), words.holder() + " " + words.held());
            }
            if (!first) {
                write(witness.waitedAt(), step.recording(), words.waiter() + " " + words.waited());
            }
            first = false;
        }
        json.writeEndArray();
    }

    /** A location of this place, with a message. */
    void write(Place place, String recording, String message) throws IOException {
        json.writeStartObject();
        String at = PlaceLines.text(place);
        Optional<SourceLine> source = PlaceLines.source(place, sources);
        if (source.isPresent()) {
            physical(source.get().file(), source.get().line(), true);
        } else if (!data.pathOf(recording).isEmpty()) {
            physical(data.pathOf(recording), place.line(), false);
        }
        if (!at.isEmpty()) {
            json.writeArrayFieldStart("logicalLocations");
            json.writeStartObject();
            json.writeStringField("fullyQualifiedName", SafeText.escape(at));
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeObjectFieldStart("message");
        json.writeStringField("text", message);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void physical(String file, long line, boolean inTree) throws IOException {
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(file));
        if (inTree) {
            json.writeStringField("uriBaseId", "SRCROOT");
        }
        json.writeEndObject();
        if (line > 0) {
            json.writeObjectFieldStart("region");
            json.writeNumberField("startLine", line);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** A path as a reference in a URI; absolute ones as {@code file:}. */
    private static String uri(String file) {
        try {
            String path = file.replace('\\', '/');
            boolean absolute = path.startsWith("/");
            String raw = new URI(null, null, absolute ? path : "/" + path, null).toASCIIString();
            return absolute ? "file://" + raw : raw.substring(1).replace(":", "%3A");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("every path can be quoted: " + file, e);
        }
    }
}
