package io.fencedep.formats.graphfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Writes a graph as a file that {@link GraphFile} reads back. Equal graphs give equal bytes. Takes two passes over the
 * witnesses and memory for the distinct stacks and holds, none for the text.
 */
public final class GraphFileWriter {
    private final DependencyGraph graph;
    private final JsonGenerator json;

    private GraphFileWriter(DependencyGraph graph, JsonGenerator json) {
        this.graph = graph;
        this.json = json;
    }

    /** Writes the whole graph, and leaves the stream open. */
    public static void write(DependencyGraph graph, OutputStream out) throws IOException {
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setPrettyPrinter(new LinePrinter())) {
            new GraphFileWriter(graph, json).write();
            json.writeRaw('\n');
        }
    }

    static void writeNode(JsonGenerator json, String name, String state, Node node) throws IOException {
        json.writeStringField(name, node.className());
        if (node.state() != NodeState.NONE) {
            json.writeStringField(state, node.state().text());
        }
    }

    static void writeTexts(JsonGenerator json, String name, Collection<String> texts) throws IOException {
        if (!texts.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("format", GraphFile.NAME);
        json.writeNumberField("version", GraphFile.VERSION);
        json.writeArrayFieldStart("inputs");
        for (RecordingSummary summary : graph.recordings().values()) {
            writeInput(summary);
        }
        json.writeEndArray();
        UsageList usage = new UsageList(graph);
        json.writeArrayFieldStart("classes");
        for (ResourceClass resource : graph.classes().values()) {
            writeClass(resource, usage.of(resource.name()));
        }
        json.writeEndArray();
        List<Dependency> dependencies = graph.sortedDependencies();
        new FactsWriter(graph, json, new WitnessTables(dependencies, graph)).write(dependencies);
        json.writeEndObject();
    }

    private void writeIfSaid(String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    private void writeInput(RecordingSummary summary) throws IOException {
        json.writeStartObject();
        json.writeStringField("recording", summary.recording().id());
        json.writeStringField("path", summary.recording().path());
        json.writeStringField("format", summary.recording().format());
        json.writeStringField("source", summary.recording().source());
        writeIfSaid("host", summary.recording().host());
        writeIfSaid("note", summary.recording().note());
        SortedSet<Lack> lacks = new TreeSet<>(summary.recording().lacks());
        writeTexts(json, "lacks", lacks.stream().map(Lack::text).toList());
        json.writeNumberField("events", summary.events());
        json.writeNumberField("skipped", summary.skipped());
        json.writeNumberField("tasks", summary.tasks());
        if (!summary.anomalies().isEmpty()) {
            json.writeObjectFieldStart("anomalies");
            for (Map.Entry<String, RecordingSummary.Anomaly> anomaly :
                    summary.anomalies().entrySet()) {
                json.writeObjectFieldStart(anomaly.getKey());
                json.writeNumberField("count", anomaly.getValue().count());
                json.writeNumberField("firstLine", anomaly.getValue().firstLine());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        writeTexts(json, "warnings", summary.warnings());
        json.writeEndObject();
    }

    private void writeClass(ResourceClass resource, Collection<String> usage) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", resource.name());
        json.writeStringField("kind", resource.kind().text());
        if (resource.lockKind() != LockKind.UNKNOWN) {
            json.writeStringField("lockKind", resource.lockKind().text());
        }
        json.writeArrayFieldStart("usage");
        for (String text : usage) {
            json.writeString(text);
        }
        json.writeEndArray();
        if (resource.capacity() != 0) {
            json.writeNumberField("capacity", resource.capacity());
        }
        if (resource.userspace()) {
            json.writeBooleanField("userspace", true);
        }
        if (resource.percpu()) {
            json.writeBooleanField("percpu", true);
        }
        if (resource.handedOver()) {
            json.writeBooleanField("handedOver", true);
        }
        writeTexts(
                json,
                "contexts",
                resource.contexts().stream().map(Document::nameOf).toList());
        writeTexts(json, "sharedIn", resource.sharedIn());
        writeTexts(json, "alternatives", resource.alternatives());
        if (!resource.signals().isEmpty()) {
            json.writeObjectFieldStart("signals");
            for (Map.Entry<String, ResourceClass.Signals> counted :
                    resource.signals().entrySet()) {
                json.writeFieldName(counted.getKey());
                writeSignals(counted.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeSignals(ResourceClass.Signals signals) throws IOException {
        json.writeStartObject();
        json.writeNumberField("total", signals.total());
        if (!signals.excluded().isEmpty()) {
            json.writeArrayFieldStart("excluded");
            for (Map.Entry<Node, Long> excluded : signals.excluded().entrySet()) {
                json.writeStartObject();
                writeNode(json, "class", "state", excluded.getKey());
                json.writeNumberField("count", excluded.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
