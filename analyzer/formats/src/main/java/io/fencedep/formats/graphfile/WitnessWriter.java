package io.fencedep.formats.graphfile;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Span;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.formats.Document;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes witnesses, and the tables that they point into. */
final class WitnessWriter {
    private final JsonGenerator json;
    private final WitnessTables tables;

    WitnessWriter(JsonGenerator json, WitnessTables tables) {
        this.json = json;
        this.tables = tables;
    }

    void writeTables() throws IOException {
        json.writeArrayFieldStart("stacks");
        for (List<String> stack : tables.stacks()) {
            json.writeStartArray();
            for (String frame : stack) {
                json.writeString(frame);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("holds");
        for (Held held : tables.holds()) {
            json.writeStartObject();
            GraphFileWriter.writeNode(json, "class", "state", held.node());
            writeText("instance", held.instance());
            if (held.excludes()) {
                json.writeBooleanField("excludes", true);
            }
            writePlaceFields(held.place());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void writeList(String name, List<Witness> witnesses) throws IOException {
        json.writeArrayFieldStart(name);
        for (Witness witness : witnesses) {
            write(witness);
        }
        json.writeEndArray();
    }

    void writeText(String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    private void write(Witness witness) throws IOException {
        json.writeStartObject();
        json.writeStringField("task", witness.task());
        if (witness.context() != InterruptContext.TASK) {
            json.writeStringField("context", Document.nameOf(witness.context()));
        }
        writeText("driver", witness.driver());
        writeText("fromInstance", witness.fromInstance());
        writeText("toInstance", witness.toInstance());
        writePlace("heldAt", witness.heldAt());
        writePlace("waitedAt", witness.waitedAt());
        if (!witness.held().isEmpty()) {
            json.writeArrayFieldStart("held");
            for (Held held : witness.held()) {
                json.writeNumber(tables.of(held));
            }
            json.writeEndArray();
        }
        writeStamp("stamp", witness.stamp());
        if (witness.timeout() >= 0) {
            json.writeNumberField("timeout", witness.timeout());
        }
        json.writeEndObject();
    }

    void write(Span span) throws IOException {
        json.writeStartObject();
        json.writeStringField("task", span.task());
        writeText("fromInstance", span.from());
        writeText("toInstance", span.to());
        writeStamp("first", span.first());
        json.writeNumberField("last", span.last());
        json.writeEndObject();
    }

    private void writeStamp(String name, Stamp stamp) throws IOException {
        if (!stamp.clock().isEmpty()) {
            json.writeObjectFieldStart(name);
            for (Map.Entry<String, Integer> entry : stamp.clock().entrySet()) {
                json.writeNumberField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
    }

    private void writePlace(String name, Place place) throws IOException {
        json.writeObjectFieldStart(name);
        writePlaceFields(place);
        json.writeEndObject();
    }

    private void writePlaceFields(Place place) throws IOException {
        if (place.line() != 0) {
            json.writeNumberField("line", place.line());
        }
        writeText("at", place.at());
        if (!place.stack().isEmpty()) {
            json.writeNumberField("stack", tables.of(place.stack()));
        }
    }
}
